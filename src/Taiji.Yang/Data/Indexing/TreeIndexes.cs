using System.Collections.Concurrent;

namespace Taiji.Yang.Data.Indexing;

/// <summary>
/// The indexes of one tree. Each is built when first asked for, and carried to the next tree by the difference, as the tree itself is: shared pages, and the cost of the change.
/// Thread-safe.
/// </summary>
internal sealed class TreeIndexes
{
    private readonly Lock _lock = new();
    // Most trees come and go without one.
    private volatile ConcurrentDictionary<IndexDefinition, KeySet>? _sets;
    private TreeIndexes? _base;

    /// <summary>The indexes of a tree, none yet.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="smallestList">Lists with fewer entries are searched instead.</param>
    public TreeIndexes(DataTree tree, int smallestList)
    {
        Tree = tree;
        SmallestList = smallestList;
    }

    /// <summary>The indexes of a tree that another one became.</summary>
    /// <param name="before">Those of the other tree.</param>
    /// <param name="diff">From the other tree to this.</param>
    public TreeIndexes(TreeIndexes before, DataDiff diff)
    {
        Tree = diff.After;
        SmallestList = before.SmallestList;
        // What is built later on is built for the tree before, so that it stays when this one is given up. One step back is enough.
        before._base = null;
        _base = before;
        if (before._sets?.ToArray() is not { Length: > 0 } carried) return;
        var sets = new ConcurrentDictionary<IndexDefinition, KeySet>();
        var changes = carried.Select(c => new IndexChange(c.Key, c.Value, before.Tree, diff.After)).ToArray();
        foreach (var change in diff.Changes)
        {
            foreach (var index in changes) index.Apply(change);
        }

        foreach (var index in changes)
        {
            if (index.Seal() is { } set) sets[index.Definition] = set;
        }

        _sets = sets;
    }

    /// <summary>The tree.</summary>
    public DataTree Tree { get; }

    /// <summary>Whose they are.</summary>
    public IndexCatalog? Catalog { get; init; }

    /// <summary>Lists with fewer entries are searched instead.</summary>
    public int SmallestList { get; }

    /// <summary>The units below a scope that have a text in each column; perhaps a few more.</summary>
    /// <param name="definition">The index.</param>
    /// <param name="scope">A node in the entry of the outermost lists that is looked below.</param>
    /// <param name="texts">The texts.</param>
    public IEnumerable<DataNode> Find(IndexDefinition definition, DataNode scope, IEnumerable<byte[]> texts) => Find(definition, scope, IndexKeys.HashOf(texts));

    /// <summary>The units below a scope with a hash; perhaps a few more.</summary>
    /// <param name="definition">The index.</param>
    /// <param name="scope">A node in the entry of the outermost lists that is looked below.</param>
    /// <param name="hash">The hash.</param>
    public IEnumerable<DataNode> Find(IndexDefinition definition, DataNode scope, uint hash)
    {
        var keys = new IndexKeys(definition, Tree.Schema);
        var cursor = Set(definition).WithPrefix(keys.Prefix(hash, scope));
        while (cursor.MoveNext())
        {
            if (keys.TryLocate(cursor.Current, Tree.Root, out var unit)) yield return unit;
        }
    }

    /// <summary>The units that have the same texts as one; itself among them, none when it lacks a column.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="definition">The index.</param>
    public IEnumerable<DataNode> FindLike(DataNode unit, IndexDefinition definition)
    {
        var hashes = new List<uint>();
        new IndexKeys(definition, Tree.Schema).AddHashes(unit, hashes);
        return hashes.SelectMany(h => Find(definition, unit, h));
    }

    private KeySet Set(IndexDefinition definition)
    {
        if (_sets?.TryGetValue(definition, out var known) == true) return known;
        lock (_lock)
        {
            var sets = _sets ??= [];
            if (sets.TryGetValue(definition, out var set)) return set;
            return sets[definition] = (_base is { } before ? Carried(definition, before) : null) ?? IndexBuild.Run(definition, Tree);
        }
    }

    private KeySet? Carried(IndexDefinition definition, TreeIndexes before)
    {
        var change = new IndexChange(definition, before.Set(definition), before.Tree, Tree);
        foreach (var difference in new DataDiff(before.Tree, Tree).Changes) change.Apply(difference);
        return change.Seal();
    }
}
