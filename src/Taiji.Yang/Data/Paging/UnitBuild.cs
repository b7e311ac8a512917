using System.Buffers;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Paging;

/// <summary>What has come of one unit that is being built, by slot; packed when the unit is closed.</summary>
internal sealed class UnitBuild
{
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly ListBuild?[] _lists;
    private readonly object?[] _refs;
    private readonly bool[] _adopted;
    private readonly bool[] _opened;
    private readonly int[] _keyStarts;
    private readonly int[] _keyLengths;
    private byte[] _buffer = new byte[64];
    private int _end;
    private bool _hasAdopted;
    private bool _hasOpened;

    public UnitBuild(Layout layout)
    {
        Layout = layout;
        _starts = new int[layout.Slots.Length];
        _lengths = new int[layout.Slots.Length];
        _lists = new ListBuild?[layout.Slots.Length];
        _refs = new object?[layout.Slots.Length];
        _adopted = new bool[layout.Slots.Length];
        _opened = new bool[layout.Positions];
        var keys = layout.Node is ListNode list ? list.Keys.Count : 0;
        _keyStarts = new int[keys];
        _keyLengths = new int[keys];
        Clear();
    }

    public Layout Layout { get; }

    /// <summary>Forgets all, to be used for the next unit.</summary>
    public void Clear()
    {
        _end = 0;
        _lengths.AsSpan().Fill(-1);
        _keyLengths.AsSpan().Fill(-1);
        if (_hasOpened)
        {
            Array.Clear(_opened);
            _hasOpened = false;
        }

        if (!_hasAdopted) return;
        Array.Clear(_refs);
        Array.Clear(_adopted);
        _hasAdopted = false;
    }

    /// <summary>Takes a field over as another record has it, with the presence containers around it.</summary>
    public void Adopt(Slot slot, in RecordView record, in Field field)
    {
        Surround(slot);
        _hasAdopted = true;
        _adopted[slot.Index] = true;
        _refs[slot.Index] = field.Reference;
        _lengths[slot.Index] = -1;
        if (field.Reference is null) Keep(_starts, _lengths, slot.Index, record.Data.AsSpan(field.Start, field.Length));
        else _lengths[slot.Index] = 0;
    }

    /// <summary>Whether a field was taken over whole.</summary>
    public bool IsAdopted(Slot slot) => _adopted[slot.Index];

    /// <summary>Marks a container; false when it was already.</summary>
    public bool Open(NodeLayout container)
    {
        if (_opened[container.Position]) return false;
        _opened[container.Position] = _hasOpened = true;
        if (container.Slot is { } slot) _lengths[slot.Index] = 0;
        return true;
    }

    /// <summary>Keeps a value; false when there is one.</summary>
    public bool Set(NodeLayout node, ReadOnlySpan<byte> value)
    {
        var (starts, lengths, i) = node.KeyIndex >= 0 ? (_keyStarts, _keyLengths, node.KeyIndex) : (_starts, _lengths, node.First);
        if (lengths[i] >= 0) return false;
        Keep(starts, lengths, i, value);
        return true;
    }

    /// <summary>The entries of a list so far.</summary>
    public ListBuild List(Slot slot)
    {
        var list = _lists[slot.Index] ??= new ListBuild(slot.Format!);
        if (_lengths[slot.Index] < 0)
        {
            Surround(slot);
            list.Clear();
            _lengths[slot.Index] = 0;
        }

        return list;
    }

    /// <summary>The encoded key when it is one leaf's stored value as it is and has come; otherwise <see cref="WriteKey"/> makes it or tells what lacks.</summary>
    public bool TryGetPlainKey(out ReadOnlySpan<byte> key)
    {
        key = default;
        if (_keyLengths.Length != 1 || _keyLengths[0] < 0) return false;
        key = _buffer.AsSpan(_keyStarts[0], _keyLengths[0]);
        return true;
    }

    /// <summary>Writes the encoded key; null, or the first key leaf that hasn't come.</summary>
    public LeafNode? WriteKey(ListNode list, IBufferWriter<byte> destination)
    {
        for (var i = 0; i < _keyLengths.Length; i++)
        {
            if (_keyLengths[i] < 0) return list.Keys[i];
            KeyCodec.Append(list, i, _buffer.AsSpan(_keyStarts[i], _keyLengths[i]), destination);
        }

        return null;
    }

    /// <summary>Packs the record.</summary>
    public void Write(RecordWriter writer)
    {
        writer.BeginRecord(Layout);
        for (var i = 0; i < _lengths.Length; i++)
        {
            if (_lengths[i] < 0) continue;
            var slot = Layout.Slots[i];
            if (_refs[i] is { } reference) writer.AddReference(slot, reference);
            else if (slot.Format is null || _adopted[i]) writer.Add(slot, _buffer.AsSpan(_starts[i], _lengths[i]));
            else if (_lists[i]!.Count > 0) _lists[i]!.Store(writer, slot);
        }
    }

    private void Surround(Slot slot)
    {
        foreach (var i in slot.Around) _lengths[i] = 0;
    }

    private void Keep(int[] starts, int[] lengths, int i, ReadOnlySpan<byte> value)
    {
        if (_end + value.Length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + value.Length));
        value.CopyTo(_buffer.AsSpan(_end));
        starts[i] = _end;
        lengths[i] = value.Length;
        _end += value.Length;
    }
}
