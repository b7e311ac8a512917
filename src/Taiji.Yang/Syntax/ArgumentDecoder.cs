using System.Buffers;
using System.Text;

namespace Taiji.Yang.Syntax;

/// <summary>Undoes quoting: concatenation, escapes and the stripping of indentation (RFC 7950 §6.1.3). Finds the source of a part of the value, too.</summary>
internal ref struct ArgumentDecoder
{
    private readonly SourceText _source;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly int _sought;
    private int _found = -1;

    private ArgumentDecoder(SourceText source, RawArgument raw, int sought)
    {
        _source = source;
        _bytes = source.Bytes.Span[..raw.End];
        _output = new ArrayBufferWriter<byte>(raw.End - raw.Start);
        _sought = sought;
    }

    /// <summary>The argument's value.</summary>
    public static string Decode(SourceText source, RawArgument raw)
    {
        switch (raw.Form)
        {
            case ArgumentForm.Unquoted: return source.Decode(raw.Start, raw.End);
            case ArgumentForm.Plain: return source.Decode(raw.Start + 1, raw.End - 1);
        }

        var decoder = new ArgumentDecoder(source, raw, -1);
        decoder.Run(raw.Start);
        return Encoding.UTF8.GetString(decoder._output.WrittenSpan);
    }

    /// <summary>The offset in the source of a byte of the value.</summary>
    /// <param name="source">The source.</param>
    /// <param name="raw">The argument.</param>
    /// <param name="index">Which byte of the value's UTF-8, from 0; one past the last is the end.</param>
    public static int OffsetOf(SourceText source, RawArgument raw, int index)
    {
        switch (raw.Form)
        {
            case ArgumentForm.Unquoted: return Math.Min(raw.Start + index, raw.End);
            case ArgumentForm.Plain: return Math.Min(raw.Start + 1 + index, raw.End - 1);
        }

        var decoder = new ArgumentDecoder(source, raw, index);
        decoder.Run(raw.Start);
        return decoder._found < 0 ? raw.End - 1 : decoder._found;
    }

    private void Run(int start)
    {
        var lexer = new Lexer(_bytes, start);
        while (!lexer.AtEnd)
        {
            start = lexer.Position;
            var quote = _bytes[start];
            if (quote is not ((byte)'"' or (byte)'\'') || !lexer.SkipQuoted(out _)) break;
            if (quote == '\'') Write(start + 1, lexer.Position - 1);
            else AppendDoubleQuoted(start + 1, lexer.Position - 1, _source.IndentBefore(start) + 1);
            lexer.SkipSeparators(out _);
            if (!lexer.TrySkip((byte)'+')) break;
            lexer.SkipSeparators(out _);
        }
    }

    private void AppendDoubleQuoted(int at, int contentEnd, int indent)
    {
        for (var first = true; ; first = false)
        {
            var length = _bytes[at..contentEnd].IndexOf((byte)'\n');
            var end = length < 0 ? contentEnd : at + length;
            if (!first) at = StripIndent(at, end, indent);
            if (length < 0)
            {
                AppendUnescaped(at, end);
                return;
            }

            var carriageReturn = end > at && _bytes[end - 1] == '\r';
            var textEnd = at + _bytes[at..(carriageReturn ? end - 1 : end)].TrimEnd(" \t"u8).Length;
            AppendUnescaped(at, textEnd);
            Write(carriageReturn ? end - 1 : end, end + 1);
            at = end + 1;
        }
    }

    /// <summary>Drops white space up to and including the opening quote's column; a tab that reaches beyond leaves its rest as spaces.</summary>
    private int StripIndent(int at, int end, int indent)
    {
        for (var column = 0; at < end && column < indent; at++)
        {
            if (_bytes[at] == ' ') column++;
            else if (_bytes[at] == '\t') column += 8;
            else break;
            // White space that is a whole line is trailing and goes with it.
            if (column > indent && _bytes[at..end].TrimEnd(" \t\r"u8).Length > 0) Write("        "u8[..(column - indent)], at);
        }

        return at;
    }

    private void AppendUnescaped(int at, int end)
    {
        while (true)
        {
            var length = _bytes[at..end].IndexOf((byte)'\\');
            if (length < 0 || at + length == end - 1)
            {
                Write(at, end);
                return;
            }

            Write(at, at + length);
            at += length;
            switch (_bytes[at + 1])
            {
                case (byte)'n': Write("\n"u8, at); break;
                case (byte)'t': Write("\t"u8, at); break;
                case (byte)'"': Write("\""u8, at); break;
                case (byte)'\\': Write("\\"u8, at); break;
                // YANG 1.0 keeps other backslashes (RFC 6020 §6.1.3); in 1.1 the parser has reported them.
                default: Write(at, at + 2); break;
            }

            at += 2;
        }
    }

    private void Write(int from, int to)
    {
        var index = _sought - _output.WrittenCount;
        if (index >= 0 && index < to - from) _found = from + index;
        _output.Write(_bytes[from..to]);
    }

    private void Write(ReadOnlySpan<byte> text, int at)
    {
        var index = _sought - _output.WrittenCount;
        if (index >= 0 && index < text.Length) _found = at;
        _output.Write(text);
    }
}
