using System.Numerics;

namespace Taiji.Yang.Data.Paging;

/// <summary>Where a field lies: bytes of the record, or a referenced object.</summary>
internal readonly struct Field(int start, int length, object? reference)
{
    /// <summary>Where its content starts in the array that the record is in.</summary>
    public int Start { get; } = start;

    public int Length { get; } = length;

    /// <summary>What stands outside of the record: a long value's <c>byte[]</c>, or a list's <see cref="Page"/> or <see cref="OrderedPages"/>; null when it is in the record.</summary>
    public object? Reference { get; } = reference;
}

/// <summary>
/// Walks the fields of a record in slot order. A field of fixed size is its bytes; any other is <c>[length + 1][bytes]</c>, or a zero when the record's next referenced
/// object is the content.
/// </summary>
internal struct RecordCursor
{
    private readonly Layout _layout;
    private readonly RecordView _record;
    private int _position;
    private int _reference;
    private int _slot;

    public RecordCursor(Layout layout, in RecordView record)
    {
        _layout = layout;
        _record = record;
        _position = record.Start + layout.BitmapSize;
        _slot = -1;
    }

    /// <summary>The slot of <see cref="Field"/>; -1 before the first, the number of slots at the end.</summary>
    public readonly int Slot => _slot;

    /// <summary>The field stood on.</summary>
    public Field Field { get; private set; }

    /// <summary>Goes on to the next present slot.</summary>
    public bool MoveNext()
    {
        var next = NextPresent(_layout, _record, _slot + 1);
        if (next >= _layout.Slots.Length)
        {
            _slot = _layout.Slots.Length;
            return false;
        }

        _slot = next;
        Take(_layout.Slots[next].Size);
        return true;
    }

    /// <summary>Goes forward to a slot; false, standing after it or before a later one, when it is absent.</summary>
    public bool MoveTo(int slot)
    {
        if (!IsPresent(_record, slot) || _slot > slot) return false;
        while (_slot < slot) MoveNext();
        return true;
    }

    public static bool IsPresent(in RecordView record, int slot) => (record.Data[record.Start + (slot >> 3)] & (1 << (slot & 7))) != 0;

    /// <summary>Whether any slot from <paramref name="first"/> up to, not including, <paramref name="end"/> is present.</summary>
    public static bool AnyPresent(Layout layout, in RecordView record, int first, int end) => NextPresent(layout, record, first) < end;

    /// <summary>Finds one field.</summary>
    public static bool TryFind(Layout layout, in RecordView record, int slot, out Field field)
    {
        var cursor = new RecordCursor(layout, record);
        var found = cursor.MoveTo(slot);
        field = cursor.Field;
        return found;
    }

    private static int NextPresent(Layout layout, in RecordView record, int slot)
    {
        var count = layout.Slots.Length;
        if (slot >= count) return count;
        var bitmap = record.Data.AsSpan(record.Start, layout.BitmapSize);
        var i = slot >> 3;
        var bits = bitmap[i] & (0xFF << (slot & 7));
        if (bits == 0)
        {
            var skip = bitmap[(i + 1)..].IndexOfAnyExcept((byte)0);
            if (skip < 0) return count;
            i += 1 + skip;
            bits = bitmap[i];
        }

        return (i << 3) + BitOperations.TrailingZeroCount(bits);
    }

    private void Take(int size)
    {
        if (size < 0)
        {
            size = VarInt.Read(_record.Data, ref _position) - 1;
            if (size < 0)
            {
                Field = new Field(-1, 0, _record.Refs![_reference++]);
                return;
            }
        }

        Field = new Field(_position, size, null);
        _position += size;
    }
}
