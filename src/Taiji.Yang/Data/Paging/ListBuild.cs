using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>Collects entries by key: appends as long as they come in order, inserts from the first that doesn't on.</summary>
internal sealed class SortedBuild(int keySize)
{
    private readonly PageAppender _appender = new(keySize);
    private object? _owner;
    private Page? _root;

    public void Clear()
    {
        _appender.Clear();
        (_owner, _root) = (null, null);
    }

    public long Count => _root?.Total ?? _appender.Count;

    /// <summary>Adds an entry; false when its key is there already.</summary>
    public bool TryAdd(ReadOnlySpan<byte> key, ReadOnlySpan<byte> entry, object[]? refs)
    {
        if (_root is null)
        {
            var order = _appender.Count == 0 ? 1 : key.SequenceCompareTo(_appender.LastKey);
            if (order == 0) return false;
            if (order > 0)
            {
                _appender.Append(entry, refs);
                return true;
            }

            _root = _appender.Finish()!;
            _owner = new object();
        }

        var request = new PutRequest { Owner = _owner!, KeySize = keySize, Key = key, Entry = entry, Refs = refs, IfAbsent = true };
        _root = PageTree.Put(_root, ref request);
        return !request.Exists;
    }

    public Page? Finish() => _root ?? _appender.Finish();

    /// <summary>Writes the field of a list that is kept by key.</summary>
    public void Store(ListFormat format, RecordWriter writer, Slot slot)
    {
        if (_root is null && !_appender.HasRefs && _appender.ImageBytes <= RecordWriter.InlineListBytes)
        {
            _appender.CopyImage(writer, slot);
            return;
        }

        var root = Finish()!;
        if (root.Total < RecordWriter.InlineListBytes / 2 && ListImage.TryWrite(root, format, writer, slot)) return;
        writer.AddReference(slot, root);
    }
}

/// <summary>Collects the entries of one list or leaf-list of a unit that is being built.</summary>
internal sealed class ListBuild
{
    private readonly ListFormat _format;
    private readonly SortedBuild _byKey;
    private readonly PageAppender? _ordered;
    private readonly byte[] _labelEntry = new byte[ListFormat.LabelSize];
    private ulong _label;

    public ListBuild(ListFormat format)
    {
        _format = format;
        _byKey = new SortedBuild(format.KeySize);
        if (format.IsOrdered) _ordered = new PageAppender(ListFormat.LabelSize);
    }

    public long Count => _ordered?.Count ?? _byKey.Count;

    public void Clear()
    {
        _byKey.Clear();
        _ordered?.Clear();
    }

    /// <summary>Begins an entry: what stands before its record.</summary>
    public void Begin(RecordWriter entry, ReadOnlySpan<byte> key)
    {
        entry.Begin();
        if (_ordered is not null)
        {
            _label = ListPages.FirstLabel + (ulong)_ordered.Count * ListPages.Gap;
            BinaryPrimitives.WriteUInt64BigEndian(_labelEntry, _label);
            entry.AddRaw(_labelEntry);
        }

        entry.AddKey(key, _format.KeySize);
    }

    /// <summary>Adds the entry begun, with what its record refers to; false when its key is there already.</summary>
    public bool TryAdd(RecordWriter entry, ReadOnlySpan<byte> key, object[]? refs, RecordWriter scratch)
    {
        if (_ordered is null) return _byKey.TryAdd(key, entry.Bytes, refs);
        if (_format.HasKey)
        {
            scratch.Begin();
            scratch.AddKey(key, _format.KeySize);
            scratch.AddRaw(_labelEntry);
            if (!_byKey.TryAdd(key, scratch.Bytes, null)) return false;
        }

        _ordered.Append(entry.Bytes, refs);
        return true;
    }

    /// <summary>Writes the field.</summary>
    public void Store(RecordWriter writer, Slot slot)
    {
        if (_ordered is null)
        {
            _byKey.Store(_format, writer, slot);
            return;
        }

        var main = _ordered.Finish()!;
        if (main.Total < RecordWriter.InlineListBytes / 2 && ListImage.TryWrite(main, _format, writer, slot)) return;
        writer.AddReference(slot, new OrderedPages(main, _format.HasKey ? _byKey.Finish() : null));
    }
}
