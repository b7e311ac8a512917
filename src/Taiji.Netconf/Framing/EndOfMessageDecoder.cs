using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>RFC 6242 §4.3: a message ends with <c>]]&gt;]]&gt;</c>.</summary>
internal sealed class EndOfMessageDecoder : IFrameDecoder
{
    /// <inheritdoc/>
    public bool IsInsideMessage { get; private set; }

    private static ReadOnlySpan<byte> Delimiter => "]]>]]>"u8;

    /// <inheritdoc/>
    public bool TryDecode(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> content, out bool isEnd)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out content, Delimiter))
        {
            buffer = reader.UnreadSequence;
            isEnd = true;
            IsInsideMessage = false;
            return true;
        }

        // The last bytes may be the beginning of a delimiter whose end is still on its way.
        var length = buffer.Length - PossibleBeginning(buffer);
        content = buffer.Slice(0, length);
        buffer = buffer.Slice(length);
        isEnd = false;
        IsInsideMessage |= !IsWhiteSpace(content);
        return length > 0;
    }

    private static bool IsWhiteSpace(in ReadOnlySequence<byte> content)
    {
        foreach (var part in content)
        {
            if (part.Span.ContainsAnyExcept(" \t\r\n"u8)) return false;
        }

        return true;
    }

    private static int PossibleBeginning(in ReadOnlySequence<byte> buffer)
    {
        var size = (int)Math.Min(buffer.Length, Delimiter.Length - 1);
        Span<byte> tail = stackalloc byte[size];
        buffer.Slice(buffer.Length - size).CopyTo(tail);
        for (var n = size; n > 0; n--)
        {
            if (tail[^n..].SequenceEqual(Delimiter[..n])) return n;
        }

        return 0;
    }
}
