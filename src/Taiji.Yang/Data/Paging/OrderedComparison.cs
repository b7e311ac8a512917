namespace Taiji.Yang.Data.Paging;

/// <summary>What became of an entry of an ordered list. Entries stand without their labels.</summary>
/// <param name="Before">The entry before; null when it is new.</param>
/// <param name="BeforeOrder">Its order.</param>
/// <param name="After">The entry after; null when it is gone.</param>
/// <param name="AfterOrder">Its order.</param>
/// <param name="Moved">Whether it stands elsewhere among those that stayed.</param>
internal readonly record struct OrderedChange(EntryView? Before, ulong BeforeOrder, EntryView? After, ulong AfterOrder, bool Moved);

/// <summary>
/// Compares lists in an order of their own. Entries that have the same label and key in both, and shared pages, stay for certain; of the rest between two such
/// places, a longest sequence in the same order stays, and the others moved.
/// </summary>
internal static class OrderedComparison
{
    /// <summary>Those gone in their old order, then all others that may differ in their new order.</summary>
    /// <param name="before">The old entries.</param>
    /// <param name="after">The new entries.</param>
    /// <param name="same">Whether two entries without keys have the same content, wherever their parts are kept.</param>
    public static List<OrderedChange> Compare(in ListView before, in ListView after, Func<EntryView, EntryView, bool> same)
    {
        var format = before.Format;
        List<Item> old = [], current = [];
        if (before.Main is not null && after.Main is not null) CollectPages(before.Main, after.Main, format.KeySize, format.HasKey, old, current);
        else CollectAll(before, after, old, current);

        Pair(old, current, format, same);
        if (format.HasKey) MarkMoved(old, current);
        var changes = new List<OrderedChange>();
        foreach (var item in old)
        {
            if (item.Other < 0) changes.Add(new OrderedChange(item.Entry, item.Order, null, 0, false));
        }

        foreach (var item in current)
        {
            if (item.Other < 0) changes.Add(new OrderedChange(null, 0, item.Entry, item.Order, false));
            else if (format.HasKey) changes.Add(new OrderedChange(old[item.Other].Entry, old[item.Other].Order, item.Entry, item.Order, item.IsMoved));
        }

        return changes;
    }

    private static void CollectPages(Page before, Page after, int keySize, bool hasKey, List<Item> old, List<Item> current)
    {
        var comparison = new TreeComparison(before, after, ListFormat.LabelSize);
        while (comparison.MoveNext())
        {
            Item? a = comparison.HasBefore ? new Item(comparison.Before, comparison.Passed) : null;
            Item? b = comparison.HasAfter ? new Item(comparison.After, comparison.Passed) : null;
            if (hasKey && a is not null && b is not null && a.Entry.Key(keySize).SequenceEqual(b.Entry.Key(keySize)))
            {
                // A place of its own: it and nothing else stands there in both.
                comparison.Pass();
                (a.Segment, b.Segment) = (comparison.Passed, comparison.Passed);
                comparison.Pass();
            }

            if (a is not null) old.Add(a);
            if (b is not null) current.Add(b);
        }
    }

    private static void CollectAll(in ListView before, in ListView after, List<Item> old, List<Item> current)
    {
        var cursor = new ListCursor(before, 0);
        while (cursor.MoveNext()) old.Add(new Item(cursor.Current, cursor.Order, 0));
        cursor = new ListCursor(after, 0);
        while (cursor.MoveNext()) current.Add(new Item(cursor.Current, cursor.Order, 0));
    }

    /// <summary>Finds each entry's counterpart: by key, or by equal content where there is none.</summary>
    private static void Pair(List<Item> old, List<Item> current, ListFormat format, Func<EntryView, EntryView, bool> same)
    {
        if (!format.HasKey)
        {
            PairByContent(old, current, same);
            return;
        }

        var byKey = new Dictionary<byte[], int>(old.Count, ByteComparer.Instance);
        for (var i = 0; i < old.Count; i++) byKey[old[i].Entry.Key(format.KeySize).ToArray()] = i;
        var lookup = byKey.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var i = 0; i < current.Count; i++)
        {
            if (lookup.TryGetValue(current[i].Entry.Key(format.KeySize), out var other)) (current[i].Other, old[other].Other) = (other, i);
        }
    }

    private static void PairByContent(List<Item> old, List<Item> current, Func<EntryView, EntryView, bool> same)
    {
        var end = Math.Min(old.Count, current.Count);
        var i = 0;
        for (; i < end && same(old[i].Entry, current[i].Entry); i++) (old[i].Other, current[i].Other) = (i, i);
        for (var k = 1; k <= end - i && same(old[^k].Entry, current[^k].Entry); k++) (old[^k].Other, current[^k].Other) = (current.Count - k, old.Count - k);
    }

    private static void MarkMoved(List<Item> old, List<Item> current)
    {
        // The longest run of counterparts in ascending order, segment by segment (patience sorting).
        List<int> tails = [];
        var previous = new int[current.Count];
        for (var from = 0; from < current.Count;)
        {
            var end = from;
            tails.Clear();
            for (; end < current.Count && current[end].Segment == current[from].Segment; end++)
            {
                var item = current[end];
                item.IsMoved = item.Other >= 0;
                if (item.Other < 0 || old[item.Other].Segment != item.Segment) continue;
                var lo = 0;
                var hi = tails.Count;
                while (lo < hi)
                {
                    var mid = (lo + hi) >>> 1;
                    if (current[tails[mid]].Other < item.Other) lo = mid + 1;
                    else hi = mid;
                }

                previous[end] = lo == 0 ? -1 : tails[lo - 1];
                if (lo == tails.Count) tails.Add(end);
                else tails[lo] = end;
            }

            for (var i = tails.Count == 0 ? -1 : tails[^1]; i >= 0; i = previous[i]) current[i].IsMoved = false;
            from = end;
        }
    }

    private sealed class Item
    {
        public Item(EntryView labelled, long segment)
            : this(
                new EntryView(labelled.Data, labelled.Start + ListFormat.LabelSize, labelled.End, labelled.Refs),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(labelled.Bytes),
                segment)
        {
        }

        public Item(EntryView entry, ulong order, long segment)
        {
            Entry = entry;
            Order = order;
            Segment = segment;
        }

        public EntryView Entry { get; }

        public ulong Order { get; }

        public long Segment { get; set; }

        /// <summary>The counterpart's index in the other list, or -1.</summary>
        public int Other { get; set; } = -1;

        public bool IsMoved { get; set; }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
