using System.Buffers;

namespace Taiji.Yang.Syntax;

/// <summary>Cuts UTF-8 bytes into YANG's tokens (RFC 7950 §6.1). Knows no statements; keeps only a position.</summary>
internal ref struct Lexer(ReadOnlySpan<byte> text, int position)
{
    private static readonly SearchValues<byte> DoubleQuotedStops = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> UnquotedStops = SearchValues.Create(" \t\r\n;{}/*\"'"u8);

    private readonly ReadOnlySpan<byte> _text = text;

    public int Position { get; private set; } = position;

    public readonly bool AtEnd => Position >= _text.Length;

    /// <summary>The byte at the position, 0 at the end.</summary>
    public readonly byte Current => Position < _text.Length ? _text[Position] : (byte)0;

    public readonly ReadOnlySpan<byte> Slice(int start) => _text[start..Position];

    public bool TrySkip(byte c)
    {
        if (AtEnd || _text[Position] != c) return false;
        Position++;
        return true;
    }

    /// <summary>Skips white space and comments; false when a block comment has no end (<paramref name="commentStart"/> says where it begins).</summary>
    public bool SkipSeparators(out int commentStart)
    {
        commentStart = -1;
        while (Position < _text.Length)
        {
            var c = _text[Position];
            if (c is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
            {
                Position++;
            }
            else if (c == '/' && Position + 1 < _text.Length && _text[Position + 1] is (byte)'/' or (byte)'*')
            {
                if (!SkipComment(out commentStart)) return false;
            }
            else
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Skips an identifier (RFC 7950 §6.2); false when there is none.</summary>
    public bool SkipIdentifier()
    {
        if (AtEnd || !IsIdentifierStart(_text[Position])) return false;
        do Position++;
        while (Position < _text.Length && IsIdentifierPart(_text[Position]));
        return true;
    }

    /// <summary>Skips a quoted string at the position; false when it has no end. Says whether its bytes are its value.</summary>
    public bool SkipQuoted(out bool isPlain)
    {
        isPlain = true;
        var quote = _text[Position++];
        if (quote == '\'')
        {
            var end = _text[Position..].IndexOf(quote);
            Position = end < 0 ? _text.Length : Position + end + 1;
            return end >= 0;
        }

        while (true)
        {
            var stop = _text[Position..].IndexOfAny(DoubleQuotedStops);
            if (stop < 0)
            {
                Position = _text.Length;
                return false;
            }

            Position += stop + 1;
            switch (_text[Position - 1])
            {
                case (byte)'"':
                    return true;
                case (byte)'\\' when Position < _text.Length:
                    Position++;
                    break;
            }

            isPlain = false;
        }
    }

    /// <summary>Skips an unquoted string: up to white space, <c>;</c>, a brace or a comment. Says whether it holds a quote.</summary>
    public void SkipUnquoted(out bool hasQuote)
    {
        hasQuote = false;
        while (true)
        {
            var stop = _text[Position..].IndexOfAny(UnquotedStops);
            if (stop < 0)
            {
                Position = _text.Length;
                return;
            }

            Position += stop;
            var c = _text[Position];
            var next = Position + 1 < _text.Length ? _text[Position + 1] : (byte)0;
            switch (c)
            {
                case (byte)'"' or (byte)'\'':
                    hasQuote = true;
                    break;
                case (byte)'/' when next is not ((byte)'/' or (byte)'*'):
                case (byte)'*' when next != '/':
                    break;
                default:
                    return;
            }

            Position++;
        }
    }

    /// <summary>After a fault: skips to the next <c>;</c> or brace outside of strings and comments.</summary>
    public void SkipToBoundary()
    {
        while (!AtEnd)
        {
            SkipSeparators(out _);
            if (AtEnd || _text[Position] is (byte)';' or (byte)'{' or (byte)'}') return;
            if (_text[Position] is (byte)'"' or (byte)'\'') SkipQuoted(out _);
            else Position++;
        }
    }

    internal static bool IsIdentifierStart(byte c) => (uint)((c | 0x20) - 'a') <= 25 || c == '_';

    internal static bool IsIdentifierPart(byte c) => IsIdentifierStart(c) || (uint)(c - '0') <= 9 || c is (byte)'-' or (byte)'.';

    private bool SkipComment(out int start)
    {
        start = Position;
        var line = _text[Position + 1] == '/';
        var rest = _text[(Position + 2)..];
        var end = line ? rest.IndexOf((byte)'\n') : rest.IndexOf("*/"u8);
        Position = end < 0 ? _text.Length : Position + 2 + end + (line ? 1 : 2);
        return line || end >= 0;
    }
}
