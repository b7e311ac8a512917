using System.Runtime.CompilerServices;

namespace Taiji.Yang.Data.Indexing;

/// <summary>The indexes of the trees that are still in use by somebody. Thread-safe.</summary>
/// <param name="smallestList">Lists with fewer entries are searched instead.</param>
internal sealed class IndexCatalog(int smallestList = IndexCatalog.WorthAnIndex)
{
    private const int WorthAnIndex = 16;
    private readonly ConditionalWeakTable<DataTree, TreeIndexes> _byTree = [];

    /// <summary>The indexes of a tree.</summary>
    /// <param name="tree">The tree.</param>
    public TreeIndexes Of(DataTree tree) => _byTree.GetValue(tree, t => new TreeIndexes(t, smallestList));

    /// <summary>The indexes of the tree that a difference leads to.</summary>
    /// <param name="diff">The difference.</param>
    public TreeIndexes After(DataDiff diff) =>
        _byTree.TryGetValue(diff.After, out var known) ? known : _byTree.GetValue(diff.After, _ => new TreeIndexes(Of(diff.Before), diff));
}
