using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>Entries in an order of their own: a tree by order label, and one from key to label.</summary>
/// <param name="Main">Label → key and record.</param>
/// <param name="Labels">Key → label; null where entries have no key.</param>
internal sealed record OrderedPages(Page Main, Page? Labels);

/// <summary>Reads the entries of a list or leaf-list, wherever they are kept. Entries start with their key; the order label is left out.</summary>
internal readonly struct ListView
{
    private readonly Page? _main;
    private readonly Page? _labels;
    private readonly LeafView _inline;

    public ListView(ListFormat format, byte[] data, in Field field)
    {
        Format = format;
        switch (field.Reference)
        {
            case Page page:
                _main = page;
                Count = page.Total;
                break;
            case OrderedPages ordered:
                _main = ordered.Main;
                _labels = ordered.Labels;
                Count = _main.Total;
                break;
            default:
                _inline = new LeafView(data, field.Start);
                Count = _inline.Count;
                break;
        }
    }

    private ListView(ListFormat format) => Format = format;

    private int Count32 => (int)Count;

    public ListFormat Format { get; }

    public long Count { get; }

    /// <summary>The tree of entries; null when they are inline, or there are none.</summary>
    public Page? Main => _main;

    /// <summary>Whether entries in an order of their own are found by key without going through them.</summary>
    public bool HasIndex => _labels is not null;

    /// <summary>The entries of a list sorted by key as a page; an inline image is copied into one.</summary>
    public Page AsPage()
    {
        if (_main is not null) return _main;
        var image = _inline.Data.AsSpan(_inline.Start, _inline.Offset(Count32) - _inline.Start).ToArray();
        return new LeafPage(null, image, Count32, null);
    }

    /// <summary>A list without entries.</summary>
    public static ListView Empty(ListFormat format) => new(format);

    /// <summary>The entries that a record has in a slot.</summary>
    public static ListView Of(Layout layout, in RecordView record, Slot slot) =>
        RecordCursor.TryFind(layout, record, slot.Index, out var field) ? new ListView(slot.Format!, record.Data, field) : Empty(slot.Format!);

    /// <summary>Finds an entry; <paramref name="order"/> is its order label, or its position in an inline image.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out EntryView entry, out ulong order)
    {
        order = 0;
        entry = default;
        if (Count == 0) return false;
        if (!Format.IsOrdered)
        {
            if (_main is not null) return PageTree.Find(_main, key, Format.KeySize, out entry);
            if (!_inline.Search(key, Format.KeySize, out var index)) return false;
            entry = _inline[index];
            return true;
        }

        if (_labels is null) return Scan(key, out entry, out order);
        if (!PageTree.Find(_labels, key, Format.KeySize, out var found)) return false;
        EntryView.KeyAt(found.Data, found.Start, Format.KeySize, out var body);
        var label = found.Data.AsSpan(body, ListFormat.LabelSize);
        order = BinaryPrimitives.ReadUInt64BigEndian(label);
        PageTree.Find(_main!, label, ListFormat.LabelSize, out entry);
        entry = Strip(entry);
        return true;
    }

    /// <summary>The entry at a position.</summary>
    public EntryView At(long position, out ulong order)
    {
        var cursor = new ListCursor(this, position);
        cursor.MoveNext();
        order = cursor.Order;
        return cursor.Current;
    }

    /// <summary>The sum of an integer leaf's values in all entries.</summary>
    /// <param name="slot">The leaf's slot.</param>
    /// <param name="read">How many pages had to be added up for it.</param>
    public PageSum Sum(Slot slot, out int read)
    {
        read = 0;
        if (_main is not null) return PageSum.Of(_main, Format, slot, ref read);
        return Count == 0 ? default : PageSum.Of(_inline, Format, slot, 0);
    }

    /// <summary>The position of the entry with that order.</summary>
    public long Rank(ReadOnlySpan<byte> key, ulong order)
    {
        if (!Format.IsOrdered)
        {
            if (_main is not null) return PageTree.Rank(_main, key, Format.KeySize);
            _inline.Search(key, Format.KeySize, out var index);
            return index;
        }

        if (_main is null) return (long)order;
        Span<byte> label = stackalloc byte[ListFormat.LabelSize];
        BinaryPrimitives.WriteUInt64BigEndian(label, order);
        return PageTree.Rank(_main, label, ListFormat.LabelSize);
    }

    /// <summary>The leaf that holds a position, and which of its entries that is.</summary>
    public LeafView Leaf(long position, out int index)
    {
        if (_main is not null) return new LeafView(PageTree.Seek(_main, position, out index));
        index = (int)position;
        return _inline;
    }

    /// <summary>The entry without its order label, and the label.</summary>
    public EntryView Read(in LeafView leaf, int index, out ulong order)
    {
        var entry = leaf[index];
        order = 0;
        if (!Format.IsOrdered) return entry;
        if (_main is null)
        {
            order = (ulong)index;
            return entry;
        }

        order = BinaryPrimitives.ReadUInt64BigEndian(entry.Data.AsSpan(entry.Start));
        return Strip(entry);
    }

    private static EntryView Strip(in EntryView entry) => new(entry.Data, entry.Start + ListFormat.LabelSize, entry.End, entry.Refs);

    private bool Scan(ReadOnlySpan<byte> key, out EntryView entry, out ulong order)
    {
        var cursor = new ListCursor(this, 0);
        while (cursor.MoveNext())
        {
            if (!cursor.Current.Key(Format.KeySize).SequenceEqual(key)) continue;
            entry = cursor.Current;
            order = cursor.Order;
            return true;
        }

        entry = default;
        order = 0;
        return false;
    }
}

/// <summary>Walks a list's entries; a step to the next page costs a descent, one inside a page nothing.</summary>
internal struct ListCursor(ListView list, long position)
{
    private LeafView _leaf;
    private int _index;
    private long _position = position;
    private ulong _order;

    public EntryView Current { get; private set; }

    /// <summary>The current entry's order label, or its position in an inline image.</summary>
    public readonly ulong Order => _order;

    public bool MoveNext()
    {
        if (_position >= list.Count) return false;
        if (_leaf.Data is null || ++_index >= _leaf.Count) _leaf = list.Leaf(_position, out _index);
        Current = list.Read(_leaf, _index, out _order);
        _position++;
        return true;
    }
}
