using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>The entries of one list while it is edited: inline images are unpacked to a page of their own, and packed again by <see cref="Store"/>.</summary>
internal struct ListPages
{
    /// <summary>The distance between the labels of entries appended one after the other.</summary>
    public const ulong Gap = 1UL << 32;

    /// <summary>The label of the first entry of a list.</summary>
    public const ulong FirstLabel = 1UL << 63;

    private readonly object _owner;
    private readonly object? _former;
    private Page? _main;
    private Page? _labels;

    /// <summary>Takes up the entries that a record has in a slot.</summary>
    public ListPages(Layout layout, in RecordView record, Slot slot, object owner)
    {
        Format = slot.Format!;
        _owner = owner;
        if (!RecordCursor.TryFind(layout, record, slot.Index, out var field)) return;
        _former = field.Reference;
        switch (_former)
        {
            case Page page:
                _main = page;
                break;
            case OrderedPages ordered:
                (_main, _labels) = ordered;
                break;
            default:
                Unpack(record.Data, field);
                break;
        }
    }

    public ListFormat Format { get; }

    public readonly bool IsEmpty => _main is null;

    /// <summary>For looking in it: valid until the next change.</summary>
    public readonly ListView View => _main is null
        ? ListView.Empty(Format)
        : new ListView(Format, [], new Field(0, 0, Format.IsOrdered ? new OrderedPages(_main, _labels) : _main));

    /// <summary>Whether nothing must be stored anew in the record: the reference there already shows what was done in place.</summary>
    public readonly bool IsStored => _former switch
    {
        Page page => ReferenceEquals(page, _main) && !MayBeInline(),
        OrderedPages ordered => ReferenceEquals(ordered.Main, _main) && ReferenceEquals(ordered.Labels, _labels) && !MayBeInline(),
        _ => false,
    };

    /// <summary>Replaces the entry with that key (or, without keys, that order), or adds one at the end.</summary>
    /// <param name="key">The encoded key.</param>
    /// <param name="body">The record.</param>
    /// <param name="refs">What the record refers to.</param>
    /// <param name="order">The order label of the entry to replace; null to add.</param>
    /// <param name="scratch">Space to put the entry together.</param>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, object[]? refs, ulong? order, RecordWriter scratch)
    {
        if (!Format.IsOrdered)
        {
            scratch.Begin();
            scratch.AddKey(key, Format.KeySize);
            scratch.AddRaw(body);
            _main = PutMain(key, scratch.Bytes, refs);
            return;
        }

        var label = order ?? NextLabel(scratch);
        PutLabelled(label, key, body, refs, scratch);
        if (order is null) SetLabel(key, label, scratch);
    }

    /// <summary>Adds an entry of an ordered list before the one at a position.</summary>
    public void InsertAt(long position, ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, object[]? refs, RecordWriter scratch)
    {
        if (_main is null || position == _main.Total)
        {
            Put(key, body, refs, null, scratch);
            return;
        }

        var label = LabelBefore(position, scratch);
        PutLabelled(label, key, body, refs, scratch);
        SetLabel(key, label, scratch);
    }

    /// <summary>Removes an entry.</summary>
    public void Remove(ReadOnlySpan<byte> key, ulong order)
    {
        if (!Format.IsOrdered)
        {
            _main = PageTree.Remove(_main!, key, Format.KeySize, _owner);
            return;
        }

        Span<byte> label = stackalloc byte[ListFormat.LabelSize];
        BinaryPrimitives.WriteUInt64BigEndian(label, order);
        _main = PageTree.Remove(_main!, label, ListFormat.LabelSize, _owner);
        if (_labels is not null) _labels = PageTree.Remove(_labels, key, Format.KeySize, _owner);
    }

    /// <summary>Adopts trees built elsewhere.</summary>
    public void Adopt(Page? main, Page? labels) => (_main, _labels) = (main, labels);

    /// <summary>Writes the field: inline exactly when it is small enough.</summary>
    public readonly void Store(RecordWriter writer, Slot slot)
    {
        if (_main is null) return;
        if (MayBeInline() && ListImage.TryWrite(_main, Format, writer, slot)) return;
        if (!Format.IsOrdered) writer.AddReference(slot, _main);
        else if (_former is OrderedPages former && ReferenceEquals(former.Main, _main) && ReferenceEquals(former.Labels, _labels)) writer.AddReference(slot, former);
        else writer.AddReference(slot, new OrderedPages(_main, _labels));
    }

    // Every entry takes two bytes at least.
    private readonly bool MayBeInline() => _main is not null && _main.Total < RecordWriter.InlineListBytes / 2;

    private void Unpack(byte[] data, in Field field)
    {
        if (!Format.IsOrdered)
        {
            var image = data.AsSpan(field.Start, field.Length).ToArray();
            _main = new LeafPage(_owner, image, new LeafView(image, 0).Count, null);
            return;
        }

        var appender = new PageAppender(ListFormat.LabelSize);
        var scratch = new RecordWriter();
        var view = new LeafView(data, field.Start);
        Span<byte> label = stackalloc byte[ListFormat.LabelSize];
        for (var i = 0; i < view.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(label, FirstLabel + (ulong)i * Gap);
            scratch.Begin();
            scratch.AddRaw(label);
            scratch.AddRaw(view[i].Bytes);
            appender.Append(scratch.Bytes, null);
        }

        _main = appender.Finish();
        for (var i = 0; i < view.Count; i++) SetLabel(view[i].Key(Format.KeySize), FirstLabel + (ulong)i * Gap, scratch);
    }

    private readonly Page PutMain(ReadOnlySpan<byte> key, ReadOnlySpan<byte> entry, object[]? refs)
    {
        var request = new PutRequest { Owner = _owner, KeySize = Format.TreeKeySize, Key = key, Entry = entry, Refs = refs };
        return PageTree.Put(_main, ref request);
    }

    private void PutLabelled(ulong order, ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, object[]? refs, RecordWriter scratch)
    {
        Span<byte> label = stackalloc byte[ListFormat.LabelSize];
        BinaryPrimitives.WriteUInt64BigEndian(label, order);
        scratch.Begin();
        scratch.AddRaw(label);
        scratch.AddKey(key, Format.KeySize);
        scratch.AddRaw(body);
        _main = PutMain(label, scratch.Bytes, refs);
    }

    private void SetLabel(ReadOnlySpan<byte> key, ulong order, RecordWriter scratch)
    {
        if (!Format.HasKey) return;
        Span<byte> label = stackalloc byte[ListFormat.LabelSize];
        BinaryPrimitives.WriteUInt64BigEndian(label, order);
        scratch.Begin();
        scratch.AddKey(key, Format.KeySize);
        scratch.AddRaw(label);
        var request = new PutRequest { Owner = _owner, KeySize = Format.KeySize, Key = key, Entry = scratch.Bytes };
        _labels = PageTree.Put(_labels, ref request);
    }

    private ulong NextLabel(RecordWriter scratch)
    {
        if (_main is null) return FirstLabel;
        if (LabelAt(_main.Total - 1) > ulong.MaxValue - 2 * Gap) Spread(0, _main.Total, scratch);
        return LabelAt(_main.Total - 1) + Gap;
    }

    private readonly ulong LabelAt(long position)
    {
        View.At(position, out var order);
        return order;
    }

    /// <summary>A free label before the entry at a position; makes room when there is none.</summary>
    private ulong LabelBefore(long position, RecordWriter scratch)
    {
        while (true)
        {
            var above = LabelAt(position);
            if (position == 0)
            {
                if (above > 2 * Gap) return above - Gap;
                Spread(0, _main!.Total, scratch);
                continue;
            }

            var below = LabelAt(position - 1);
            if (above - below > 1) return below + (above - below) / 2;
            Relabel(position, scratch);
        }
    }

    /// <summary>Spreads the labels around a position, over as many entries as have room between them.</summary>
    private void Relabel(long position, RecordWriter scratch)
    {
        var total = _main!.Total;
        for (long width = 32; ; width *= 2)
        {
            var from = Math.Max(0, position - width);
            var end = Math.Min(total, position + width);
            var below = from == 0 ? LabelAt(0) - Gap : LabelAt(from - 1);
            var above = end == total ? LabelAt(total - 1) + Gap : LabelAt(end);
            var step = (above - below) / (ulong)(end - from + 1);
            if (step < (ulong)(end - from) * 16) continue;
            Spread(from, end, below + step, step, scratch);
            return;
        }
    }

    /// <summary>Gives all entries new labels around the middle.</summary>
    private void Spread(long from, long end, RecordWriter scratch) => Spread(from, end, FirstLabel - (ulong)((end - from) / 2) * Gap, Gap, scratch);

    private void Spread(long from, long end, ulong label, ulong step, RecordWriter scratch)
    {
        var entries = new EntryView[end - from];
        var orders = new ulong[end - from];
        var cursor = new ListCursor(View, from);
        for (var i = 0; i < entries.Length; i++)
        {
            cursor.MoveNext();
            (entries[i], orders[i]) = (cursor.Current, cursor.Order);
        }

        for (var i = 0; i < entries.Length; i++) Remove(entries[i].Key(Format.KeySize), orders[i]);
        for (var i = 0; i < entries.Length; i++, label += step)
        {
            var key = EntryView.KeyAt(entries[i].Data, entries[i].Start, Format.KeySize, out var body);
            PutLabelled(label, key, entries[i].Data.AsSpan(body, entries[i].End - body), entries[i].Refs, scratch);
            SetLabel(key, label, scratch);
        }
    }
}
