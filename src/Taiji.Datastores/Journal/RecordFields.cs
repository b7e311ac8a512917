using System.Buffers.Binary;
using System.Text;

namespace Taiji.Datastores.Journal;

/// <summary>
/// Writes a payload as numbered fields, in any order, absent ones left out: <c>(tag, length, bytes)</c> each, tag and length as LEB128. Readers skip the tags they don't know
/// from 64 up, and refuse others: so a field that an older server must not overlook gets a tag below 64 (the old server stops and says so), and one that it may lose gets one above.
/// </summary>
internal sealed class RecordFields
{
    /// <summary>Tags from here on may be skipped by who doesn't know them.</summary>
    public const int FirstSkippable = 64;

    private const int MaxVarInt = 5;

    private byte[] _bytes;
    private int _length;

    /// <summary>Begins an empty payload.</summary>
    /// <param name="room">About how long it will be, in bytes.</param>
    public RecordFields(int room = 128) => _bytes = new byte[room];

    /// <summary>Adds a number (8 bytes, little-endian).</summary>
    /// <param name="tag">The field.</param>
    /// <param name="value">The number.</param>
    public RecordFields Add(int tag, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Begin(tag, sizeof(long)), value);
        return this;
    }

    /// <summary>Adds a moment, to the tick, in UTC.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="value">The moment.</param>
    public RecordFields Add(int tag, DateTimeOffset value) => Add(tag, value.UtcTicks);

    /// <summary>Adds a text as UTF-8.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="value">The text; null adds nothing.</param>
    public RecordFields Add(int tag, string? value)
    {
        if (value is not null) Encoding.UTF8.GetBytes(value, Begin(tag, Encoding.UTF8.GetByteCount(value)));
        return this;
    }

    /// <summary>Adds bytes.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="value">The bytes.</param>
    public RecordFields Add(int tag, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Begin(tag, value.Length));
        return this;
    }

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    private Span<byte> Begin(int tag, int length)
    {
        var needed = _length + (2 * MaxVarInt) + length;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        WriteVarInt((uint)tag);
        WriteVarInt((uint)length);
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }

    private void WriteVarInt(uint value)
    {
        for (; value >= 0x80; value >>= 7) _bytes[_length++] = (byte)(value | 0x80);
        _bytes[_length++] = (byte)value;
    }
}

/// <summary>Reads what <see cref="RecordFields"/> wrote, one field at a time.</summary>
internal struct RecordFieldReader
{
    private readonly JournalRecord _record;
    private int _at;

    /// <summary>Begins before the first field.</summary>
    /// <param name="record">The record, for messages too.</param>
    public RecordFieldReader(JournalRecord record) => _record = record;

    /// <summary>The field's tag.</summary>
    public int Tag { get; private set; }

    /// <summary>The field's bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The field as a number.</summary>
    public readonly long Number => Bytes.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(Bytes.Span) : throw Malformed();

    /// <summary>The field as a moment.</summary>
    public readonly DateTimeOffset Time =>
        Number is >= 0 and <= 3155378975999999999 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Malformed();

    /// <summary>The field as a text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="JournalException">The payload isn't made of fields.</exception>
    public bool Next()
    {
        if (_at == _record.Payload.Length) return false;
        Tag = (int)ReadVarInt();
        var length = ReadVarInt();
        if (length > (uint)(_record.Payload.Length - _at)) throw Malformed();
        Bytes = _record.Payload.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    /// <summary>To be called for every tag that the reader doesn't know: passes over those that may be skipped.</summary>
    /// <exception cref="JournalException">It must not be overlooked.</exception>
    public readonly void Skip()
    {
        if (Tag < RecordFields.FirstSkippable)
            throw new JournalException($"Record {_record.Sequence} ({_record.Kind}) has a field {Tag} that this version of the product doesn't know: a newer one wrote it.");
    }

    private uint ReadVarInt()
    {
        uint value = 0;
        for (var shift = 0; shift < 35 && _at < _record.Payload.Length; shift += 7)
        {
            var b = _record.Payload.Span[_at++];
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Malformed();
    }

    private readonly JournalException Malformed() =>
        new($"Record {_record.Sequence} ({_record.Kind}) is malformed at byte {_at} of its payload.");
}
