using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>
/// Reads a packed leaf: <c>[offset × (N+1)][entries]</c>, offsets from the image's start, two bytes each, or four in an image longer than 65,535 bytes.
/// The image is a leaf page's data or lies inline in a record.
/// </summary>
internal readonly struct LeafView
{
    private readonly bool _wide;

    public LeafView(LeafPage page)
    {
        Data = page.Data;
        Count = page.Count;
        Refs = page.Refs;
        _wide = Data.Length > ushort.MaxValue;
    }

    /// <summary>A view of an inline image, which is never wide and tells its count by its first offset.</summary>
    public LeafView(byte[] data, int start)
    {
        Data = data;
        Start = start;
        Count = (BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(start)) >> 1) - 1;
    }

    public byte[] Data { get; }

    public int Start { get; }

    public int Count { get; }

    public object[]?[]? Refs { get; }

    /// <summary>Where in <see cref="Data"/> entry <paramref name="i"/> starts; entry N is the end.</summary>
    public int Offset(int i) => _wide
        ? BinaryPrimitives.ReadInt32LittleEndian(Data.AsSpan(i * 4))
        : Start + BinaryPrimitives.ReadUInt16LittleEndian(Data.AsSpan(Start + i * 2));

    public EntryView this[int i] => new(Data, Offset(i), Offset(i + 1), Refs?[i]);

    /// <summary>Finds a key by bisection.</summary>
    /// <param name="key">The key.</param>
    /// <param name="keySize">Its fixed size, or -1 when entries tell it.</param>
    /// <param name="index">Where it is, or where it would be inserted.</param>
    public bool Search(ReadOnlySpan<byte> key, int keySize, out int index)
    {
        var lo = 0;
        var hi = Count;
        while (lo < hi)
        {
            var mid = (lo + hi) >>> 1;
            var c = EntryView.KeyAt(Data, Offset(mid), keySize, out _).SequenceCompareTo(key);
            if (c == 0)
            {
                index = mid;
                return true;
            }

            if (c < 0) lo = mid + 1;
            else hi = mid;
        }

        index = lo;
        return false;
    }
}

/// <summary>One packed entry: <c>[key length, when it varies][key][body]</c>, with the objects its body refers to.</summary>
internal readonly struct EntryView(byte[] data, int start, int end, object[]? refs)
{
    public byte[] Data { get; } = data;

    public int Start { get; } = start;

    public int End { get; } = end;

    public object[]? Refs { get; } = refs;

    public ReadOnlySpan<byte> Bytes => Data.AsSpan(Start, End - Start);

    public ReadOnlySpan<byte> Key(int keySize) => KeyAt(Data, Start, keySize, out _);

    /// <summary>The key that starts at <paramref name="start"/>, and where the body does.</summary>
    public static ReadOnlySpan<byte> KeyAt(byte[] data, int start, int keySize, out int body)
    {
        if (keySize < 0) keySize = VarInt.Read(data, ref start);
        body = start + keySize;
        return data.AsSpan(start, keySize);
    }

    /// <summary>The body as a record of its own.</summary>
    public RecordView Body(int keySize)
    {
        KeyAt(Data, Start, keySize, out var body);
        return new RecordView(Data, body, End - body, Refs);
    }
}

/// <summary>A record of a unit (see <see cref="Layout"/>) within a bigger array.</summary>
internal readonly struct RecordView(byte[] data, int start, int length, object[]? refs)
{
    public byte[] Data { get; } = data;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public object[]? Refs { get; } = refs;

    public ReadOnlySpan<byte> Bytes => Data.AsSpan(Start, Length);

    /// <summary>Same bytes and same referenced objects.</summary>
    public bool Same(in RecordView other) => Bytes.SequenceEqual(other.Bytes) && SameRefs(Refs, other.Refs);

    public static bool SameRefs(object[]? a, object[]? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is null || b is null || a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
        {
            if (!ReferenceEquals(a[i], b[i])) return false;
        }

        return true;
    }
}
