namespace Taiji.Yang.Data.Paging;

/// <summary>Writes a record, slots in ascending order, after whatever its caller put before it in the same buffer.</summary>
internal sealed class RecordWriter
{
    /// <summary>Values longer than this stand outside of records, always.</summary>
    public const int InlineValueBytes = 512;

    /// <summary>A list whose packed image is at most this long stands in its record, always.</summary>
    public const int InlineListBytes = 256;

    private readonly List<object> _refs = [];
    private byte[] _buffer = new byte[256];
    private int _bitmap;
    private int _end;

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _end);

    /// <summary>The record alone.</summary>
    public ReadOnlySpan<byte> RecordBytes => _buffer.AsSpan(_bitmap, _end - _bitmap);

    /// <summary>Begins with the bytes that stand before the record.</summary>
    public void Begin()
    {
        _end = 0;
        _refs.Clear();
    }

    /// <summary>Adds raw bytes.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Adds a key with its length when that varies.</summary>
    public void AddKey(ReadOnlySpan<byte> key, int keySize)
    {
        if (keySize < 0) AddLength(key.Length);
        AddRaw(key);
    }

    /// <summary>Begins the record's bitmap.</summary>
    public void BeginRecord(Layout layout)
    {
        _bitmap = _end;
        Take(layout.BitmapSize).Clear();
    }

    /// <summary>Adds a field whose content is in bytes.</summary>
    public void Add(Slot slot, ReadOnlySpan<byte> content)
    {
        if (slot.Size < 0 && slot.Format is null && content.Length > InlineValueBytes)
        {
            AddReference(slot, content.ToArray());
            return;
        }

        Mark(slot);
        if (slot.Size < 0) AddLength(content.Length + 1);
        AddRaw(content);
    }

    /// <summary>Adds a field whose content stands elsewhere.</summary>
    public void AddReference(Slot slot, object content)
    {
        Mark(slot);
        AddLength(0);
        _refs.Add(content);
    }

    /// <summary>Adds a field as another record has it.</summary>
    public void Copy(Slot slot, in RecordView record, in Field field)
    {
        if (field.Reference is { } reference) AddReference(slot, reference);
        else Add(slot, record.Data.AsSpan(field.Start, field.Length));
    }

    /// <summary>What the record refers to, in slot order; null when nothing.</summary>
    public object[]? Refs() => _refs.Count == 0 ? null : [.. _refs];

    /// <summary>The record; <paramref name="former"/> itself when it is the same.</summary>
    public RecordView ToRecord(in RecordView former)
    {
        var refs = Refs();
        if (former.Bytes.SequenceEqual(RecordBytes) && RecordView.SameRefs(former.Refs, refs)) return former;
        var bytes = RecordBytes.ToArray();
        return new RecordView(bytes, 0, bytes.Length, refs);
    }

    private void Mark(Slot slot) => _buffer[_bitmap + (slot.Index >> 3)] |= (byte)(1 << (slot.Index & 7));

    private void AddLength(int length) => VarInt.Write(Take(VarInt.Size(length)), length);

    private Span<byte> Take(int length)
    {
        if (_end + length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + length));
        _end += length;
        return _buffer.AsSpan(_end - length, length);
    }
}
