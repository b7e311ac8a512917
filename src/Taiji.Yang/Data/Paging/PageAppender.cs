using System.Runtime.InteropServices;

namespace Taiji.Yang.Data.Paging;

/// <summary>Builds a tree of pages from entries that come in ascending order of their keys: pages are filled one after the other, nothing is looked up.</summary>
internal sealed class PageAppender(int keySize)
{
    // Most lists that are built anew are short: what comes with a request, or a notification's.
    private const int FirstBytes = 128;

    private readonly List<Page> _leaves = [];
    private readonly List<byte[]> _separators = [];
    private readonly List<int> _offsets = [];
    private byte[] _buffer = new byte[FirstBytes];
    private object[]?[]? _refs;
    private int _end;

    /// <summary>Entries so far.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of the image so far, while it is one page.</summary>
    public int ImageBytes => _leaves.Count > 0 ? int.MaxValue : (_offsets.Count + 1) * 2 + _end;

    /// <summary>Whether any entry on the page being filled refers to something.</summary>
    public bool HasRefs => _refs is not null;

    /// <summary>The last key; must not be asked before the first entry.</summary>
    public ReadOnlySpan<byte> LastKey => EntryView.KeyAt(_buffer, _offsets[^1], keySize, out _);

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        _leaves.Clear();
        _separators.Clear();
        _offsets.Clear();
        _refs = null;
        _end = 0;
        Count = 0;
    }

    /// <summary>Appends an entry whose key is above all before.</summary>
    public void Append(ReadOnlySpan<byte> entry, object[]? refs)
    {
        if (_offsets.Count > 0 && (_offsets.Count + 2) * 2 + _end + entry.Length > Page.LeafBytes)
        {
            Flush();
            var start = 0;
            var size = keySize < 0 ? VarInt.Read(entry, ref start) : keySize;
            _separators.Add(PageTree.Separator(LastKey, entry.Slice(start, size)));
            _offsets.Clear();
            _refs = null;
            _end = 0;
        }

        if (_end + entry.Length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_end + entry.Length, Math.Min(2 * _buffer.Length, Page.LeafBytes)));
        entry.CopyTo(_buffer.AsSpan(_end));
        if (refs is not null)
        {
            _refs ??= new object[]?[Page.LeafBytes / 2];
            _refs[_offsets.Count] = refs;
        }

        _offsets.Add(_end);
        _end += entry.Length;
        Count++;
    }

    /// <summary>Ends: the tree, or null when nothing came. Nobody owns its pages.</summary>
    public Page? Finish()
    {
        if (_offsets.Count == 0) return null;
        Flush();
        if (_leaves.Count == 1) return _leaves[0];
        var level = _leaves;
        List<byte[]> separators = [[], .. _separators];
        while (level.Count > 1)
        {
            var pages = (level.Count + Page.FanOut - 1) / Page.FanOut;
            var above = new List<Page>(pages);
            var between = new List<byte[]>(pages);
            for (var i = 0; i < pages; i++)
            {
                // Spread evenly, so that the last page isn't left with one kid.
                int from = (int)((long)level.Count * i / pages), end = (int)((long)level.Count * (i + 1) / pages);
                above.Add(new InnerPage(null, Range(level, from, end), Range(separators, from, end)));
                between.Add(separators[from]);
            }

            (level, separators) = (above, between);
        }

        return level[0];
    }

    /// <summary>The entries as an inline image, while all are on one page.</summary>
    public void CopyImage(RecordWriter writer, Slot slot)
    {
        Span<byte> image = stackalloc byte[RecordWriter.InlineListBytes];
        image = image[..ImageBytes];
        WriteImage(image);
        writer.Add(slot, image);
    }

    private static T[] Range<T>(List<T> list, int from, int end) => [.. CollectionsMarshal.AsSpan(list)[from..end]];

    private void WriteImage(Span<byte> image)
    {
        var start = (_offsets.Count + 1) * 2;
        for (var i = 0; i < _offsets.Count; i++) MemoryMarshal.Write(image[(i * 2)..], (ushort)(_offsets[i] + start));
        MemoryMarshal.Write(image[(_offsets.Count * 2)..], (ushort)(_end + start));
        _buffer.AsSpan(0, _end).CopyTo(image[start..]);
    }

    private void Flush()
    {
        var count = _offsets.Count;
        var data = LeafPage.Allocate(count, _end, out var start);
        for (var i = 0; i < count; i++) LeafPage.WriteOffset(data, i, _offsets[i] + start);
        LeafPage.WriteOffset(data, count, _end + start);
        _buffer.AsSpan(0, _end).CopyTo(data.AsSpan(start));
        _leaves.Add(new LeafPage(null, data, count, _refs?[..count]));
    }
}
