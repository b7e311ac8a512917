using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>What a difference can break (RFC 7950 §8): found through the index, so that the work grows with the difference.</summary>
internal sealed class AffectedNodes
{
    private readonly ConstraintIndex _index;
    private readonly DataTree _after;
    private readonly Dictionary<(SchemaNode Owner, DataNode Anchor), int> _known = [];
    private readonly HashSet<(DataNode Parent, SchemaNode Child)> _knownChildren = [];
    private bool _any;
    private DataNode _origin;

    public AffectedNodes(ConstraintIndex index, DataDiff diff)
    {
        _index = index;
        _after = diff.After;
        foreach (var change in diff.Changes) Add(change);
        if (!_any) return;
        foreach (var dependent in index.Unbounded) Note(dependent.Owner, _after.Root, dependent.IsWhen);
    }

    /// <summary>Nodes that are new, with all below them.</summary>
    public List<DataNode> Created { get; } = [];

    /// <summary>Nodes whose value or place changed.</summary>
    public List<DataNode> Changed { get; } = [];

    /// <summary>Children (choices too) whose presence or number changed.</summary>
    public List<(DataNode Parent, SchemaNode Child)> Children { get; } = [];

    /// <summary>Lists in which values of a unique changed.</summary>
    public HashSet<(DataNode Parent, ListNode List)> Uniques { get; } = [];

    /// <summary>Nodes whose constraints read something that changed, and above which instance they are.</summary>
    public List<(SchemaNode Owner, DataNode Anchor, bool IsWhen)> Owners { get; } = [];

    /// <summary>Owners that look an entry up in which something changed: the look-up, and the entry's key.</summary>
    public HashSet<(SchemaNode Owner, KeyGuard Guard, ByteKey Key, bool IsWhen)> Guarded { get; } = [];

    /// <summary>Leafref targets that are gone: the node, and the value they had.</summary>
    public List<(TypedNode Target, byte[] Value)> LostTargets { get; } = [];

    /// <summary>Whether anything was deleted or changed: what instance-identifiers may refer to.</summary>
    public bool HasLosses { get; private set; }

    private void Add(in DataChange change)
    {
        _any = true;
        switch (change.Kind)
        {
            case DataChangeKind.Created:
                Created.Add(change.After);
                CollectLostDefaults(change.Schema);
                break;
            case DataChangeKind.ValueChanged or DataChangeKind.Moved:
                Changed.Add(change.After);
                break;
        }

        if (change.Kind is DataChangeKind.Deleted or DataChangeKind.ValueChanged)
        {
            HasLosses = true;
            CollectLost(change.Before);
        }

        var parent = change.Kind == DataChangeKind.Deleted ? Locate(change.Before.Parent) : change.After.Parent;
        if (parent is not { } p) return;
        _origin = change.Node;
        Touch(change.Schema, p, isWhole: change.Kind is DataChangeKind.Created or DataChangeKind.Deleted);
        AddSurroundings(change.Schema, p);
    }

    /// <summary>Notes the readers of a node (and of all below it), for the instance below that parent. Its own constraints are checked with it, whatever they read.</summary>
    private void Touch(SchemaNode node, DataNode parent, bool isWhole)
    {
        Note(node, parent);
        if (!isWhole || node is not InnerNode inner) return;
        foreach (var below in SchemaSteps.Descendants(inner)) Note(below, parent);
    }

    private void Note(SchemaNode node, DataNode parent)
    {
        foreach (var dependent in _index.ReadersOf(node))
        {
            if (dependent.Guard is { } guard && TryKey(guard.List, out var key))
            {
                Guarded.Add((dependent.Owner, guard, key, dependent.IsWhen));
                continue;
            }

            for (var n = parent; ; n = n.Parent)
            {
                if (n.Schema == dependent.Anchor) Note(dependent.Owner, n, dependent.IsWhen);
                if (n.IsRoot || n.Schema == dependent.Anchor) break;
            }
        }
    }

    /// <summary>The key of the entry that the change is in; false when it is about whole entries of that list and more.</summary>
    private bool TryKey(ListNode list, out ByteKey key)
    {
        for (var n = _origin; !n.IsRoot; n = n.Parent)
        {
            if (n.Schema != list) continue;
            key = new ByteKey(n.Key.ToArray());
            return true;
        }

        key = default;
        return false;
    }

    private void Note(SchemaNode owner, DataNode anchor, bool isWhen)
    {
        if (_known.TryAdd((owner, anchor), Owners.Count)) Owners.Add((owner, anchor, isWhen));
        else if (isWhen) Owners[_known[(owner, anchor)]] = (owner, anchor, true);
    }

    /// <summary>Notes the parent's checks; choices around and lists above with a unique on the node.</summary>
    private void AddSurroundings(SchemaNode node, DataNode parent)
    {
        var leaf = node;
        var p = parent;
        while (true)
        {
            var top = node;
            while (top.Parent is ChoiceNode or CaseNode) top = top.Parent;
            if (_knownChildren.Add((p, top))) Children.Add((p, top));
            if (top is ChoiceNode choice) TouchChoice(choice, p);
            if (p.IsRoot || p.Schema is not ContainerNode { IsPresence: false }) break;
            node = p.Schema;
            p = p.Parent;
        }

        AddUniques(leaf, parent);
    }

    /// <summary>With the case in use, defaults come and go.</summary>
    private void TouchChoice(ChoiceNode choice, DataNode parent)
    {
        foreach (var child in choice.Children.OfType<InnerNode>().SelectMany(c => c.DataChildren)) Touch(child, parent, isWhole: true);
    }

    private void AddUniques(SchemaNode node, DataNode parent)
    {
        if (node is ListNode { Uniques.Count: > 0 } own) Uniques.Add((parent, own));
        if (node is not LeafNode && node is not ContainerNode) return;
        for (var p = parent; !p.IsRoot; p = p.Parent)
        {
            if (p.Schema is not ListNode list) continue;
            if (list.Uniques.Count > 0) Uniques.Add((p.Parent, list));
            return;
        }
    }

    private void CollectLost(DataNode node)
    {
        if (node.Schema is TypedNode typed)
        {
            if (_index.ReferrersTo(typed).Count > 0) LostTargets.Add((typed, node.Value.ToArray()));
            return;
        }

        if (node.Schema is not InnerNode) return;
        foreach (var child in node.Children) CollectLost(child);
    }

    /// <summary>A stored value takes the place of defaults that leafrefs may refer to.</summary>
    private void CollectLostDefaults(SchemaNode node)
    {
        if (node is not TypedNode { Defaults.Count: > 0 } typed || _index.ReferrersTo(typed).Count == 0) return;
        foreach (var value in typed.Defaults) LostTargets.Add((typed, value));
    }

    /// <summary>The same instance in the new tree, or null.</summary>
    private DataNode? Locate(DataNode before)
    {
        if (before.IsRoot) return _after.Root;
        if (Locate(before.Parent) is not { } parent) return null;
        if (before.Schema is ListNode or LeafListNode) return parent.Entries(before.Schema).TryGet(before.Key, out var entry) ? entry : null;
        return parent.TryGetChildOrDefault(before.Schema, out var child) ? child : null;
    }
}
