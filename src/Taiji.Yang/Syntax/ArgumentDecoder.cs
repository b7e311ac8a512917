using System.Buffers;
using System.Text;

namespace Taiji.Yang.Syntax;

/// <summary>Undoes quoting: concatenation, escapes and the stripping of indentation (RFC 7950 §6.1.3).</summary>
internal static class ArgumentDecoder
{
    public static string Decode(SourceText source, RawArgument raw) => raw.Form switch
    {
        ArgumentForm.Unquoted => source.Decode(raw.Start, raw.End),
        ArgumentForm.Plain => source.Decode(raw.Start + 1, raw.End - 1),
        _ => DecodeComplex(source, raw),
    };

    private static string DecodeComplex(SourceText source, RawArgument raw)
    {
        var bytes = source.Bytes.Span;
        var output = new ArrayBufferWriter<byte>(raw.End - raw.Start);
        var lexer = new Lexer(bytes[..raw.End], raw.Start);
        while (!lexer.AtEnd)
        {
            var start = lexer.Position;
            var quote = bytes[start];
            if (quote is not ((byte)'"' or (byte)'\'') || !lexer.SkipQuoted(out _)) break;
            var content = bytes[(start + 1)..(lexer.Position - 1)];
            if (quote == '\'') output.Write(content);
            else AppendDoubleQuoted(content, source.IndentBefore(start) + 1, output);
            lexer.SkipSeparators(out _);
            if (!lexer.TrySkip((byte)'+')) break;
            lexer.SkipSeparators(out _);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void AppendDoubleQuoted(ReadOnlySpan<byte> content, int indent, ArrayBufferWriter<byte> output)
    {
        var first = true;
        while (true)
        {
            var end = content.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            if (!first) line = StripIndent(line, indent, output);
            if (end < 0)
            {
                AppendUnescaped(line, output);
                return;
            }

            var carriageReturn = line.Length > 0 && line[^1] == '\r';
            if (carriageReturn) line = line[..^1];
            AppendUnescaped(line.TrimEnd(" \t"u8), output);
            output.Write(carriageReturn ? "\r\n"u8 : "\n"u8);
            content = content[(end + 1)..];
            first = false;
        }
    }

    /// <summary>Drops white space up to and including the opening quote's column; a tab that reaches beyond leaves its rest as spaces.</summary>
    private static ReadOnlySpan<byte> StripIndent(ReadOnlySpan<byte> line, int indent, ArrayBufferWriter<byte> output)
    {
        var i = 0;
        for (var column = 0; i < line.Length && column < indent; i++)
        {
            if (line[i] == ' ') column++;
            else if (line[i] == '\t') column += 8;
            else break;
            // White space that is a whole line is trailing and goes with it.
            if (column > indent && line[i..].TrimEnd(" \t\r"u8).Length > 0) output.Write("        "u8[..(column - indent)]);
        }

        return line[i..];
    }

    private static void AppendUnescaped(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        while (true)
        {
            var at = text.IndexOf((byte)'\\');
            if (at < 0 || at == text.Length - 1)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..at]);
            switch (text[at + 1])
            {
                case (byte)'n': output.Write("\n"u8); break;
                case (byte)'t': output.Write("\t"u8); break;
                case (byte)'"': output.Write("\""u8); break;
                case (byte)'\\': output.Write("\\"u8); break;
                // YANG 1.0 keeps other backslashes (RFC 6020 §6.1.3); in 1.1 the parser has reported them.
                default: output.Write(text.Slice(at, 2)); break;
            }

            text = text[(at + 2)..];
        }
    }
}
