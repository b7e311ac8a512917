using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Encodings;

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Column">The byte of the line, from 0.</param>
internal record struct TextPosition(long Line, long Column)
{
    /// <summary>The place as people count, in a file without a name.</summary>
    public readonly SourceLocation ToLocation() => new("", (int)Math.Min(Line + 1, int.MaxValue), (int)Math.Min(Column + 1, int.MaxValue));

    /// <summary>Goes past text.</summary>
    public void Advance(ReadOnlySpan<byte> text)
    {
        var last = text.LastIndexOf((byte)'\n');
        if (last < 0)
        {
            Column += text.Length;
            return;
        }

        Line += text.Count((byte)'\n');
        Column = text.Length - last - 1;
    }
}
