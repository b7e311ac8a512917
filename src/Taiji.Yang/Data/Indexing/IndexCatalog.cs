using System.Runtime.CompilerServices;

namespace Taiji.Yang.Data.Indexing;

/// <summary>The indexes of the trees that are still in use by somebody. Thread-safe.</summary>
/// <param name="smallestList">Lists with fewer entries are searched instead.</param>
internal sealed class IndexCatalog(int smallestList = IndexCatalog.WorthAnIndex)
{
    private const int WorthAnIndex = 16;

    // Of trees on which another catalog came first.
    private readonly ConditionalWeakTable<DataTree, TreeIndexes> _others = [];

    /// <summary>The indexes of a tree.</summary>
    /// <param name="tree">The tree.</param>
    public TreeIndexes Of(DataTree tree) => TryGet(tree, out var known) ? known : Put(tree, new TreeIndexes(tree, smallestList) { Catalog = this });

    /// <summary>The indexes of the tree that a difference leads to.</summary>
    /// <param name="diff">The difference.</param>
    public TreeIndexes After(DataDiff diff) =>
        TryGet(diff.After, out var known) ? known : Put(diff.After, new TreeIndexes(Of(diff.Before), diff) { Catalog = this });

    private bool TryGet(DataTree tree, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TreeIndexes? indexes)
    {
        indexes = Volatile.Read(ref tree.Indexes);
        return (indexes is not null && ReferenceEquals(indexes.Catalog, this)) || (indexes is not null && _others.TryGetValue(tree, out indexes));
    }

    private TreeIndexes Put(DataTree tree, TreeIndexes made)
    {
        var first = Interlocked.CompareExchange(ref tree.Indexes, made, null);
        if (first is null) return made;
        return ReferenceEquals(first.Catalog, this) ? first : _others.GetValue(tree, _ => made);
    }
}
