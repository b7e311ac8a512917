using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>A node of a difference as a tree: changed itself, or on the way to what is.</summary>
internal sealed class DeltaNode
{
    private readonly Dictionary<(SchemaNode Schema, string Key), DeltaNode> _index = [];
    private readonly List<DeltaNode> _children = [];

    private DeltaNode(DataNode node) => Node = node;

    /// <summary>The node: as it is after the change, or as it was when it is gone.</summary>
    public DataNode Node { get; private set; }

    /// <summary>Its schema node.</summary>
    public SchemaNode Schema => Node.Schema;

    /// <summary>What happened to it; null when it is only on the way.</summary>
    public DataChange? Change { get; private set; }

    /// <summary>Its attributes that differ; none where it is gone, or new with what it is in: then they are all that it has.</summary>
    public IReadOnlyList<AttributeChange> Attributes { get; private set; } = [];

    /// <summary>The changed nodes below it: those that only lose something first, so that replaying them in this order never meets a case that is to go.</summary>
    public IEnumerable<DeltaNode> Children => _children.OrderBy(c => c.OnlyTakesAway ? 0 : 1);

    /// <summary>The changed nodes below it, in document order.</summary>
    public IReadOnlyList<DeltaNode> InDocumentOrder => _children;

    /// <summary>As <see cref="Children"/>, without what goes because another case of its choice comes (RFC 7950 §7.9): no document may have both.</summary>
    public IEnumerable<DeltaNode> WithoutOtherCases => Children.Where(c => !c.OnlyTakesAway || !_children.Exists(o => !o.OnlyTakesAway && AreOfOtherCases(c.Schema, o.Schema)));

    private bool OnlyTakesAway => Change is { } change ? change.Kind == DataChangeKind.Deleted : Attributes.Count == 0 && _children.TrueForAll(c => c.OnlyTakesAway);

    /// <summary>A difference as a tree. Costs what the difference costs.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="before">Whether a node of the old tree may be read; null for all.</param>
    /// <param name="after">Whether a node of the new tree may be read; null for all.</param>
    public static DeltaNode Of(DataDiff diff, Func<DataNode, bool>? before = null, Func<DataNode, bool>? after = null)
    {
        var root = new DeltaNode(diff.After.Root);
        foreach (var change in diff.Changes)
        {
            if (IsReadable(change.Node, change.Kind == DataChangeKind.Deleted ? before : after)) root.Add(change);
        }

        foreach (var change in diff.AttributeChanges)
        {
            if (diff.After.TryFind(change.Path, out var node) && IsReadable(node, after) && diff.Before.TryFind(change.Path, out _)) root.Add(change, node);
        }

        return root;
    }

    private static bool AreOfOtherCases(SchemaNode a, SchemaNode b)
    {
        for (var above = a.Parent; above is ChoiceNode or CaseNode; above = above.Parent)
        {
            for (var other = b.Parent; above is CaseNode && other is ChoiceNode or CaseNode; other = other.Parent)
            {
                if (other is CaseNode && other != above && other.Parent == above.Parent) return true;
            }
        }

        return false;
    }

    // A node is there for a reader when all it is in is, and the keys of entries are.
    private static bool IsReadable(DataNode node, Func<DataNode, bool>? isReadable)
    {
        if (isReadable is null) return true;
        for (var n = node; !n.IsRoot; n = n.Parent)
        {
            if (!isReadable(n)) return false;
            if (n.Schema is not ListNode list) continue;
            foreach (var key in list.Keys)
            {
                if (n.TryGetChild(key, out var leaf) && !isReadable(leaf)) return false;
            }
        }

        return true;
    }

    private void Add(DataChange change)
    {
        var at = Descend(change.Node);
        at.Change = change;
        at.Node = change.Node;
    }

    private void Add(AttributeChange change, DataNode node)
    {
        var at = Descend(node);
        at.Attributes = [.. at.Attributes, change];
    }

    private DeltaNode Descend(DataNode node)
    {
        var way = new List<DataNode>();
        for (var n = node; !n.IsRoot; n = n.Parent) way.Add(n);
        var at = this;
        for (var i = way.Count - 1; i >= 0; i--) at = at.Child(way[i]);
        return at;
    }

    private DeltaNode Child(DataNode node)
    {
        var key = (node.Schema, node.Schema is ListNode or LeafListNode ? node.Path.ToString() : "");
        if (_index.TryGetValue(key, out var child)) return child;
        child = new DeltaNode(node);
        // Entries without keys, and values of state, may be there twice; of configuration neither can.
        _index[key] = child;
        _children.Add(child);
        return child;
    }
}
