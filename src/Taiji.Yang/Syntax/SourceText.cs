using System.Text;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>A source text as read; turns byte offsets into lines and columns when somebody asks.</summary>
internal sealed class SourceText(string path, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Characters are counted once per block, so that places on one long line stay cheap.</summary>
    private const int BlockSize = 2048;

    private IndentMark? _lastIndent;
    private int[]? _lineStarts;
    private int[]? _charactersBeforeBlock;

    /// <summary>The file's path, or a name for text that came from elsewhere.</summary>
    public string Path { get; } = path;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public SourceLocation GetLocation(int offset)
    {
        var starts = _lineStarts ??= FindLineStarts(Bytes.Span);
        var line = Array.BinarySearch(starts, offset);
        if (line < 0) line = ~line - 1;
        return new SourceLocation(Path, line + 1, CharactersBefore(Math.Min(offset, Bytes.Length)) - CharactersBefore(starts[line]) + 1);
    }

    private int CharactersBefore(int offset)
    {
        var blocks = _charactersBeforeBlock ??= CountBlocks(Bytes.Span);
        var block = offset / BlockSize;
        return blocks[block] + CountCharacters(Bytes.Span[(block * BlockSize)..offset]);
    }

    private static int[] CountBlocks(ReadOnlySpan<byte> text)
    {
        var blocks = new int[text.Length / BlockSize + 1];
        for (var i = 1; i < blocks.Length; i++) blocks[i] = blocks[i - 1] + CountCharacters(text.Slice((i - 1) * BlockSize, BlockSize));
        return blocks;
    }

    private static int CountCharacters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            if ((b & 0xC0) != 0x80) count++;
        }

        return count;
    }

    /// <summary>The number of columns before an offset when a tab counts as eight (RFC 7950 §6.1.3).</summary>
    public int IndentBefore(int offset)
    {
        // Places on one long line are mostly asked for in their order: the last one is a shorter way than the line's start.
        var mark = _lastIndent is { } last && last.Offset <= offset ? last : new IndentMark(0, 0);
        var span = Bytes.Span[mark.Offset..offset];
        var start = span.LastIndexOf((byte)'\n') + 1;
        var indent = start == 0 ? mark.Indent : 0;
        foreach (var b in span[start..])
        {
            if (b == '\t') indent += 8;
            else if ((b & 0xC0) != 0x80) indent++;
        }

        if (indent >= BlockSize) _lastIndent = new IndentMark(offset, indent);
        return indent;
    }

    private sealed record IndentMark(int Offset, int Indent);

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
