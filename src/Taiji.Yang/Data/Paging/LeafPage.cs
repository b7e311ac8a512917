using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>A leaf page: entries packed into one array, sorted by key. The array itself never changes; an owned page gets a new one.</summary>
internal sealed class LeafPage : Page
{
    public LeafPage(object? owner, byte[] data, int count, object[]?[]? refs)
        : base(owner)
    {
        Data = data;
        Count = count;
        Refs = refs;
    }

    /// <summary>See <see cref="LeafView"/>.</summary>
    public byte[] Data { get; private set; }

    /// <summary>By entry, what its body refers to; null when no entry refers to anything.</summary>
    public object[]?[]? Refs { get; private set; }

    public override long Total => Count;

    /// <summary>The page with entry <paramref name="index"/> replaced (or, when it isn't to be, with a new one before it).</summary>
    public LeafPage Put(object owner, int index, bool replace, ReadOnlySpan<byte> entry, object[]? refs)
    {
        var view = new LeafView(this);
        if (replace && view[index].Bytes.SequenceEqual(entry))
        {
            return RecordView.SameRefs(Refs?[index], refs) ? this : Become(owner, Data, Count, WithRefs(index, true, refs));
        }

        return Become(owner, Splice(view, index, replace ? 1 : 0, true, entry), replace ? Count : Count + 1, WithRefs(index, replace, refs));
    }

    /// <summary>The page without entry <paramref name="index"/>.</summary>
    public LeafPage RemoveAt(object owner, int index)
    {
        object[]?[]? refs = null;
        if (Refs is not null)
        {
            refs = new object[]?[Count - 1];
            Array.Copy(Refs, refs, index);
            Array.Copy(Refs, index + 1, refs, index, refs.Length - index);
            refs = Pruned(refs);
        }

        return Become(owner, Splice(new LeafView(this), index, 1, false, default), Count - 1, refs);
    }

    /// <summary>A new page of the entries from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public LeafPage Slice(object? owner, int first, int end)
    {
        var view = new LeafView(this);
        var from = view.Offset(first);
        var data = Allocate(end - first, view.Offset(end) - from, out var start);
        for (var i = first; i <= end; i++) WriteOffset(data, i - first, view.Offset(i) - from + start);
        Data.AsSpan(from, view.Offset(end) - from).CopyTo(data.AsSpan(start));
        return new LeafPage(owner, data, end - first, Refs is null ? null : Pruned(Refs[first..end]));
    }

    /// <summary>Both pages' entries in one.</summary>
    public static LeafPage Concat(object? owner, LeafPage a, LeafPage b)
    {
        LeafView va = new(a), vb = new(b);
        int fromA = va.Offset(0), fromB = vb.Offset(0);
        int lengthA = va.Offset(a.Count) - fromA, lengthB = vb.Offset(b.Count) - fromB;
        var data = Allocate(a.Count + b.Count, lengthA + lengthB, out var start);
        for (var i = 0; i < a.Count; i++) WriteOffset(data, i, va.Offset(i) - fromA + start);
        for (var i = 0; i <= b.Count; i++) WriteOffset(data, a.Count + i, vb.Offset(i) - fromB + start + lengthA);
        a.Data.AsSpan(fromA, lengthA).CopyTo(data.AsSpan(start));
        b.Data.AsSpan(fromB, lengthB).CopyTo(data.AsSpan(start + lengthA));
        object[]?[]? refs = null;
        if (a.Refs is not null || b.Refs is not null)
        {
            refs = new object[]?[a.Count + b.Count];
            a.Refs?.CopyTo(refs, 0);
            b.Refs?.CopyTo(refs, a.Count);
        }

        return new LeafPage(owner, data, a.Count + b.Count, refs);
    }

    /// <summary>An array for that many entries of that many bytes together; <paramref name="start"/> is where the first goes.</summary>
    public static byte[] Allocate(int count, int bytes, out int start)
    {
        start = (count + 1) * 2;
        if (start + bytes > ushort.MaxValue) start = (count + 1) * 4;
        // The width of offsets is told by the length alone, so an image between the two lengths is padded at its end.
        var length = start + bytes;
        if (start == (count + 1) * 4 && length <= ushort.MaxValue) length = ushort.MaxValue + 1;
        return GC.AllocateUninitializedArray<byte>(length);
    }

    public static void WriteOffset(byte[] data, int i, int offset)
    {
        if (data.Length > ushort.MaxValue) BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(i * 4), offset);
        else BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(i * 2), (ushort)offset);
    }

    private static byte[] Splice(in LeafView view, int index, int remove, bool insert, ReadOnlySpan<byte> entry)
    {
        var n = view.Count;
        int from = view.Offset(0), cut = view.Offset(index), resume = view.Offset(index + remove), end = view.Offset(n);
        var data = Allocate(n - remove + (insert ? 1 : 0), cut - from + entry.Length + (end - resume), out var start);
        var o = 0;
        for (var i = 0; i < index; i++) WriteOffset(data, o++, view.Offset(i) - from + start);
        if (insert) WriteOffset(data, o++, cut - from + start);
        var shift = start - from + entry.Length - (resume - cut);
        for (var i = index + remove; i <= n; i++) WriteOffset(data, o++, view.Offset(i) + shift);
        view.Data.AsSpan(from, cut - from).CopyTo(data.AsSpan(start));
        entry.CopyTo(data.AsSpan(start + cut - from));
        view.Data.AsSpan(resume, end - resume).CopyTo(data.AsSpan(resume + shift));
        return data;
    }

    private LeafPage Become(object owner, byte[] data, int count, object[]?[]? refs)
    {
        if (!ReferenceEquals(owner, Owner)) return new LeafPage(owner, data, count, refs);
        Data = data;
        Count = count;
        Refs = refs;
        Forget();
        return this;
    }

    private object[]?[]? WithRefs(int index, bool replace, object[]? refs)
    {
        if (Refs is null && refs is null) return null;
        var all = new object[]?[replace ? Count : Count + 1];
        if (Refs is not null)
        {
            Array.Copy(Refs, all, index);
            var resume = replace ? index + 1 : index;
            Array.Copy(Refs, resume, all, index + 1, Count - resume);
        }

        all[index] = refs;
        return refs is null ? Pruned(all) : all;
    }

    private static object[]?[]? Pruned(object[]?[] refs)
    {
        foreach (var r in refs)
        {
            if (r is not null) return refs;
        }

        return null;
    }
}
