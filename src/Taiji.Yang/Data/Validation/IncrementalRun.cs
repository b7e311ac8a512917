using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>Checks what a difference can break, and nothing else.</summary>
/// <param name="run">Checks and collects.</param>
/// <param name="index">Knows what reads what.</param>
/// <param name="indexes">The indexes of the tree.</param>
internal sealed class IncrementalRun(ValidationRun run, ConstraintIndex index, TreeIndexes indexes)
{
    // Of a list that changed in so large a part, all entries are compared at once.
    private const int LargePart = 4;
    private readonly OwnerInstances _instances = new(run.Tree);

    /// <summary>Runs all checks.</summary>
    /// <param name="affected">What the difference can break.</param>
    public void Check(AffectedNodes affected)
    {
        foreach (var node in affected.Created) run.CheckSubtree(new XPathNode(node));
        foreach (var node in affected.Changed) run.CheckNode(new XPathNode(node));
        foreach (var (parent, child) in affected.Children) CheckPresence(parent, child);
        CheckUniques(affected.UniqueEntries);
        foreach (var owner in affected.Owners) Recheck(owner, affected);
        // Rechecking may have found more paths to follow.
        foreach (var path in affected.LostPaths.Distinct()) CheckReferrers(path);
    }

    private void CheckUniques(List<DataNode> entries)
    {
        foreach (var group in entries.GroupBy(e => (e.Parent, List: (ListNode)e.Schema)))
        {
            var changed = group.ToList();
            if (changed.Count * (long)LargePart > group.Key.Parent.Entries(group.Key.List).Count)
            {
                run.CheckUniques(group.Key.Parent, group.Key.List);
                continue;
            }

            foreach (var entry in changed) run.CheckUniqueEntry(entry, group.Key.List);
        }
    }

    /// <summary>What is there, is missing or came into being as a default, now that a child (perhaps a choice) came or went.</summary>
    private void CheckPresence(DataNode parent, SchemaNode child)
    {
        if (!IsThere(parent)) return;
        run.CheckChild(parent, child, withUniques: false);
        foreach (var node in child is ChoiceNode choice ? Nodes(choice) : [child]) CheckDefaults(parent, node);
    }

    /// <summary>An empty container without presence is there as long as its whens are true, and those of the empty containers around it.</summary>
    private bool IsThere(DataNode node)
    {
        for (; node.Schema is ContainerNode { IsPresence: false }; node = node.Parent)
        {
            if (node.Parent.TryGetChild(node.Schema, out _)) return true;
            if (!run.Tree.TryGetChild(node.Parent, node.Schema, out _)) return false;
        }

        return true;
    }

    private void CheckDefaults(DataNode parent, SchemaNode node)
    {
        if (node is ListNode || (node is LeafListNode && parent.Entries(node).Count > 0)) return;
        var instances = new List<XPathNode>();
        run.Tree.AddInstances(parent, node, instances);
        foreach (var instance in instances)
        {
            if (instance.IsDefaultEntry || instance.Data.IsDefault || instance.Schema is ContainerNode { IsPresence: false }) run.CheckSurface(instance);
        }
    }

    private static IEnumerable<SchemaNode> Nodes(ChoiceNode choice) => choice.Children.OfType<InnerNode>().SelectMany(c => c.DataChildren);

    private void Recheck(AffectedOwner owner, AffectedNodes affected)
    {
        if (!IsThere(owner.Below)) return;
        switch (owner.Kind)
        {
            case DependentKind.Must:
                var isShared = SharedValues.IsSharedBelow(owner.Must!.Expression, owner.Owner, owner.Below.Schema);
                // When all instances have the same verdict, a first one that is good speaks for all.
                Visit(owner, node => run.AreWhensTrue(node, out _) && run.CheckMust(node, owner.Must) && isShared);
                break;
            case DependentKind.Reference:
                Visit(owner, node =>
                {
                    if (run.AreWhensTrue(node, out _)) run.CheckReference(node);
                    return false;
                });
                break;
            case DependentKind.When:
                RecheckWhen(owner);
                break;
            case DependentKind.Unique:
                Visit(owner, node =>
                {
                    run.CheckUniqueEntry(node.Data, (ListNode)node.Schema);
                    return false;
                });
                break;
            case DependentKind.Target:
                _instances.VisitParents(owner.Owner, owner.Below, parent =>
                {
                    affected.LostPaths.AddRange(PathHashes.OfDefaults(parent, owner.Owner));
                    return false;
                });
                break;
        }
    }

    private void RecheckWhen(AffectedOwner owner) => _instances.VisitParents(owner.Owner, owner.Below, parent =>
    {
        // What is absent may be wanted now, or is no longer.
        var top = owner.Owner;
        while (top.Parent is ChoiceNode or CaseNode) top = top.Parent;
        run.CheckChild(parent, top, withUniques: false);
        if (owner.Owner is ChoiceNode or CaseNode) return false;
        // What a when just let in brings its defaults, and demands what is mandatory in it.
        Visit(parent, owner, node =>
        {
            run.CheckSurface(node);
            return false;
        });
        return false;
    });

    /// <summary>Visits the owner's instances until one says that it is enough.</summary>
    private void Visit(AffectedOwner owner, Func<XPathNode, bool> visit) => _instances.VisitParents(owner.Owner, owner.Below, parent => Visit(parent, owner, visit));

    private bool Visit(DataNode parent, AffectedOwner owner, Func<XPathNode, bool> visit)
    {
        if (owner.Below.Schema == owner.Owner) return visit(new XPathNode(owner.Below));
        if (owner.Owner is ListNode)
        {
            foreach (var entry in parent.Entries(owner.Owner))
            {
                if (visit(new XPathNode(entry))) return true;
            }

            return false;
        }

        var instances = new List<XPathNode>();
        run.Tree.AddInstances(parent, owner.Owner, instances);
        return instances.Exists(i => visit(i));
    }

    private void CheckReferrers(uint path)
    {
        foreach (var (leaf, definition) in index.InstanceIdentifiers)
        {
            foreach (var unit in indexes.Find(definition, run.Tree.Data.Root, path))
            {
                Visit(new AffectedOwner(leaf, DependentKind.Reference, null, unit), node =>
                {
                    if (run.AreWhensTrue(node, out _)) run.CheckReference(node);
                    return false;
                });
            }
        }
    }
}
