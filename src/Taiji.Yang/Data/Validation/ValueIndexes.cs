using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Validation;

/// <summary>The <see cref="ValueIndex"/>es of a validator, kept from one validation to the next. Thread-safe.</summary>
internal sealed class ValueIndexes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TypedNode, ValueIndex> _byLeaf = [];

    /// <summary>The stored instances of a leaf that have a value.</summary>
    /// <param name="leaf">The leaf or leaf-list.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="value">The value.</param>
    public IReadOnlyList<DataNode> Find(TypedNode leaf, DataTree tree, byte[] value)
    {
        lock (_lock)
        {
            if (!_byLeaf.TryGetValue(leaf, out var index)) _byLeaf[leaf] = index = new ValueIndex(leaf);
            return index.Find(tree, value);
        }
    }

    /// <summary>The instances of a guard's anchor below which its leaf has a key.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="key">The key.</param>
    public IEnumerable<DataNode> AnchorsOf(XPath.Binding.KeyGuard guard, DataTree tree, byte[] key)
    {
        foreach (var leaf in Find(guard.Leaf, tree, key))
        {
            var anchor = leaf;
            while (anchor.Schema != guard.Anchor) anchor = anchor.Parent;
            yield return anchor;
        }
    }
}
