using System.Buffers;
using Taiji.Yang.Data.Paging;

namespace Taiji.Yang.Data.Indexing;

/// <summary>Builds an index from a whole tree: keys are collected, sorted by their hashes, and appended to pages.</summary>
internal static class IndexBuild
{
    /// <summary>Builds it.</summary>
    /// <param name="definition">The index.</param>
    /// <param name="tree">The tree.</param>
    public static KeySet Run(IndexDefinition definition, DataTree tree)
    {
        var keys = new IndexKeys(definition, tree.Schema);
        var bytes = new ArrayBufferWriter<byte>();
        var ends = new List<int> { 0 };
        var order = new List<ulong>();
        var hashes = new List<uint>();
        foreach (var unit in IndexUnits.Below(definition.Levels, tree.Root))
        {
            hashes.Clear();
            keys.AddHashes(unit, hashes);
            foreach (var hash in hashes)
            {
                bytes.Write(keys.Of(hash, unit));
                order.Add(((ulong)hash << 32) | (uint)order.Count);
                ends.Add(bytes.WrittenCount);
            }
        }

        var sorted = order.ToArray();
        Array.Sort(sorted);
        return Append(sorted, bytes.WrittenMemory, ends);
    }

    private static KeySet Append(ulong[] sorted, ReadOnlyMemory<byte> bytes, List<int> ends)
    {
        var appender = new PageAppender(keySize: -1);
        var entry = new RecordWriter();
        for (var i = 0; i < sorted.Length;)
        {
            var end = i + 1;
            var isAscending = true;
            for (; end < sorted.Length && sorted[end] >> 32 == sorted[i] >> 32; end++) isAscending &= Key(sorted[end - 1]).SequenceCompareTo(Key(sorted[end])) < 0;
            if (!isAscending) Array.Sort(sorted, i, end - i, Comparer<ulong>.Create((a, b) => Key(a).SequenceCompareTo(Key(b))));
            for (var from = i; i < end; i++)
            {
                var key = Key(sorted[i]);
                if (i > from && key.SequenceEqual(Key(sorted[i - 1]))) continue;
                entry.Begin();
                entry.AddKey(key, -1);
                appender.Append(entry.Bytes, null);
            }
        }

        return KeySet.Of(appender);

        ReadOnlySpan<byte> Key(ulong item)
        {
            var index = (int)(uint)item;
            return bytes.Span[ends[index]..ends[index + 1]];
        }
    }
}
