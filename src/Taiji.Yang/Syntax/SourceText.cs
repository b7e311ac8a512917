using System.Text;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>A source text as read; turns byte offsets into lines and columns when somebody asks.</summary>
internal sealed class SourceText(string path, ReadOnlyMemory<byte> bytes)
{
    private int[]? _lineStarts;

    /// <summary>The file's path, or a name for text that came from elsewhere.</summary>
    public string Path { get; } = path;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public SourceLocation GetLocation(int offset)
    {
        var starts = _lineStarts ??= FindLineStarts(Bytes.Span);
        var line = Array.BinarySearch(starts, offset);
        if (line < 0) line = ~line - 1;
        var column = 1;
        foreach (var b in Bytes.Span[starts[line]..Math.Min(offset, Bytes.Length)])
        {
            if ((b & 0xC0) != 0x80) column++;
        }

        return new SourceLocation(Path, line + 1, column);
    }

    /// <summary>The number of columns before an offset when a tab counts as eight (RFC 7950 §6.1.3).</summary>
    public int IndentBefore(int offset)
    {
        var span = Bytes.Span[..offset];
        var start = span.LastIndexOf((byte)'\n') + 1;
        var indent = 0;
        foreach (var b in span[start..])
        {
            if (b == '\t') indent += 8;
            else if ((b & 0xC0) != 0x80) indent++;
        }

        return indent;
    }

    public string Decode(int start, int end) => Encoding.UTF8.GetString(Bytes.Span[start..end]);

    private static int[] FindLineStarts(ReadOnlySpan<byte> text)
    {
        var starts = new List<int>(text.Length / 40 + 1) { 0 };
        for (int at = 0, next; (next = text[at..].IndexOf((byte)'\n')) >= 0;)
        {
            at += next + 1;
            starts.Add(at);
        }

        return [.. starts];
    }
}
