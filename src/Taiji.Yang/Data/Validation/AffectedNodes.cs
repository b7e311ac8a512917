using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>A constraint to look at again.</summary>
/// <param name="Owner">The node that has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Must">Which must.</param>
/// <param name="Below">The instances are this one, or lie below it.</param>
internal readonly record struct AffectedOwner(SchemaNode Owner, DependentKind Kind, MustConstraint? Must, DataNode Below);

/// <summary>What a difference can break (RFC 7950 §8): found through the index, so that the work grows with the difference.</summary>
internal sealed class AffectedNodes
{
    private readonly ConstraintIndex _index;
    private readonly DataTree _after;
    private readonly GuardedReaders _guarded;
    private readonly bool _onlyWhens;
    private readonly HashSet<AffectedOwner> _known = [];
    private readonly HashSet<(SchemaNode Owner, DependentKind Kind, MustConstraint? Must, GuardPlan Guard, DataNode Anchor)> _lookedUp = [];
    private readonly HashSet<(DataNode Parent, SchemaNode Child)> _knownChildren = [];
    private readonly HashSet<DataNode> _knownEntries = [];
    private DataChange _change;

    /// <summary>Finds it.</summary>
    /// <param name="index">What reads what.</param>
    /// <param name="diff">The difference.</param>
    /// <param name="indexes">The indexes of the tree after it.</param>
    /// <param name="onlyWhens">Whether only whens are asked for.</param>
    public AffectedNodes(ConstraintIndex index, DataDiff diff, TreeIndexes indexes, bool onlyWhens = false)
    {
        _index = index;
        _after = diff.After;
        _guarded = new GuardedReaders(diff, indexes);
        _onlyWhens = onlyWhens;
        var any = false;
        foreach (var change in diff.Changes)
        {
            any = true;
            Add(change);
        }

        if (!any) return;
        foreach (var dependent in index.Unbounded)
        {
            if (!onlyWhens || dependent.Kind == DependentKind.When) Note(dependent, _after.Root);
        }
    }

    /// <summary>Nodes that are new, with all below them.</summary>
    public List<DataNode> Created { get; } = [];

    /// <summary>Nodes whose value or place changed.</summary>
    public List<DataNode> Changed { get; } = [];

    /// <summary>Children (choices too) whose presence or number changed.</summary>
    public List<(DataNode Parent, SchemaNode Child)> Children { get; } = [];

    /// <summary>Entries that may have come to have the same values as others.</summary>
    public List<DataNode> UniqueEntries { get; } = [];

    /// <summary>Constraints that read something that changed.</summary>
    public List<AffectedOwner> Owners { get; } = [];

    /// <summary>Paths (as hashes) of nodes that instance-identifiers may have named, and that may be gone.</summary>
    public List<uint> LostPaths { get; } = [];

    private void Add(in DataChange change)
    {
        _change = change;
        _lookedUp.Clear();
        if (change.Kind == DataChangeKind.Created) Created.Add(change.After);
        else if (change.Kind != DataChangeKind.Deleted) Changed.Add(change.After);
        else if (_index.InstanceIdentifiers.Count > 0) LostPaths.Add(PathHashes.Of(change.Before));
        var schema = change.Schema;
        var parent = change.Kind == DataChangeKind.Deleted ? Remaining(change.Before, ref schema) : change.After.Parent;
        if (change.Kind == DataChangeKind.Moved) Note(_index.PassersOf(schema), parent);
        Touch(schema, parent, isWhole: change.Kind is DataChangeKind.Created or DataChangeKind.Deleted);
        AddSurroundings(schema, parent);
        AddUniques(change, parent);
        // With the first entry of a leaf-list its defaults go.
        if (change is { Kind: DataChangeKind.Created, Schema: LeafListNode { Defaults.Count: > 0 } } && _index.InstanceIdentifiers.Count > 0) LostPaths.AddRange(PathHashes.OfDefaults(parent, schema));
    }

    /// <summary>The parent of what was deleted; with the last node in it a container without presence may have gone too, as its case did.</summary>
    private DataNode Remaining(DataNode deleted, ref SchemaNode topmost)
    {
        for (var node = deleted; ; node = node.Parent)
        {
            topmost = node.Schema;
            if (Locate(node.Parent) is { } parent) return parent;
        }
    }

    /// <summary>Notes the readers of a node (and of all below it), for the instance below that parent. Its own constraints are checked with it, whatever they read.</summary>
    private void Touch(SchemaNode node, DataNode parent, bool isWhole)
    {
        Note(node, parent);
        if (!isWhole || node is not InnerNode inner) return;
        foreach (var below in SchemaSteps.Descendants(inner)) Note(below, parent);
    }

    private void Note(SchemaNode node, DataNode parent) => Note(_index.ReadersOf(node), parent);

    private void Note(IReadOnlyList<Dependent> dependents, DataNode parent)
    {
        foreach (var dependent in dependents)
        {
            if (_onlyWhens && dependent.Kind != DependentKind.When) continue;
            if (IndexUnits.TryFindAround(dependent.Anchor, parent, out var anchor)) Note(dependent, anchor);
        }
    }

    private void Note(Dependent dependent, DataNode anchor)
    {
        if (dependent.Guard is not { } guard)
        {
            Note(new AffectedOwner(dependent.Owner, dependent.Kind, dependent.Must, anchor));
            return;
        }

        if (!_lookedUp.Add((dependent.Owner, dependent.Kind, dependent.Must, guard, anchor))) return;
        foreach (var below in _guarded.Find(guard, anchor, _change, onlyLosses: dependent.Kind == DependentKind.Reference))
        {
            Note(new AffectedOwner(dependent.Owner, dependent.Kind, dependent.Must, below));
        }
    }

    private void Note(in AffectedOwner owner)
    {
        if (_known.Add(owner)) Owners.Add(owner);
    }

    /// <summary>Notes the parent's checks, and choices around.</summary>
    private void AddSurroundings(SchemaNode node, DataNode parent)
    {
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
            // A container whose when is false is there as long as something is stored in it, and its defaults with it.
            if (node.Whens.Count > 0) TouchAll(node, p);
        }
    }

    /// <summary>With the case in use, defaults come and go.</summary>
    private void TouchChoice(ChoiceNode choice, DataNode parent)
    {
        foreach (var child in choice.Children.OfType<InnerNode>().SelectMany(c => c.DataChildren)) TouchAll(child, parent);
    }

    private void TouchAll(SchemaNode child, DataNode parent)
    {
        Touch(child, parent, isWhole: true);
        if (_index.InstanceIdentifiers.Count > 0 && child is not ListNode) LostPaths.AddRange(PathHashes.OfDefaults(parent, child));
    }

    private void AddUniques(in DataChange change, DataNode parent)
    {
        if (change is { Schema: ListNode { Uniques.Count: > 0 }, Kind: DataChangeKind.Created } && _knownEntries.Add(change.After)) UniqueEntries.Add(change.After);
        for (var p = parent; !p.IsRoot; p = p.Parent)
        {
            if (p.Schema is not ListNode list) continue;
            if (list.Uniques.Count > 0 && _knownEntries.Add(p)) UniqueEntries.Add(p);
            return;
        }
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
