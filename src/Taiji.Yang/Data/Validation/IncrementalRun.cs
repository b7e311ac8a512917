using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>Checks what a difference can break, and nothing else.</summary>
/// <param name="run">Checks and collects.</param>
/// <param name="index">Knows what reads what.</param>
/// <param name="values">Finds leaves by their values; kept from one validation to the next.</param>
internal sealed class IncrementalRun(ValidationRun run, ConstraintIndex index, ValueIndexes values)
{
    private readonly OwnerInstances _instances = new(run.Tree);

    /// <summary>Runs all checks.</summary>
    /// <param name="affected">What the difference can break.</param>
    public void Check(AffectedNodes affected)
    {
        foreach (var node in affected.Created) run.CheckSubtree(new XPathNode(node));
        foreach (var node in affected.Changed) run.CheckNode(new XPathNode(node));
        foreach (var (parent, child) in affected.Children) CheckPresence(parent, child);
        foreach (var (parent, list) in affected.Uniques) run.CheckUniques(parent, list);
        foreach (var (owner, anchor, isWhen) in affected.Owners) Recheck(owner, anchor, isWhen);
        foreach (var (owner, guard, key, isWhen) in affected.Guarded)
        {
            foreach (var anchor in values.AnchorsOf(guard, run.Tree.Data, key.Bytes)) Recheck(owner, anchor, isWhen);
        }

        foreach (var (target, value) in affected.LostTargets)
        {
            foreach (var referrer in index.ReferrersTo(target))
            {
                RecheckReferrer(referrer, value);
            }
        }

        if (!affected.HasLosses) return;
        foreach (var node in index.InstanceIdentifiers) Recheck(node, run.Tree.Data.Root, isWhen: false);
    }

    /// <summary>What is there, is missing or came into being as a default, now that a child (perhaps a choice) came or went.</summary>
    private void CheckPresence(DataNode parent, SchemaNode child)
    {
        run.CheckChild(parent, child, withUniques: false);
        foreach (var node in child is ChoiceNode choice ? Nodes(choice) : [child]) CheckDefaults(parent, node);
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

    private void Recheck(SchemaNode owner, DataNode anchor, bool isWhen) => _instances.VisitParents(owner, anchor, parent =>
    {
        // What is absent may be wanted now, or is no longer.
        var top = owner;
        while (top.Parent is ChoiceNode or CaseNode) top = top.Parent;
        run.CheckChild(parent, top, withUniques: false);
        if (owner is ChoiceNode or CaseNode) return;
        if (owner is ListNode && anchor.Schema == owner)
        {
            run.CheckNode(new XPathNode(anchor));
            return;
        }

        var instances = new List<XPathNode>();
        run.Tree.AddInstances(parent, owner, instances);
        foreach (var instance in instances)
        {
            // What a when just let in brings its defaults, and demands what is mandatory in it.
            if (isWhen) run.CheckSurface(instance);
            else run.CheckNode(instance);
        }
    });

    private void RecheckReferrer(TypedNode referrer, byte[] value)
    {
        // Defaults in use are stored nowhere: no index knows them.
        if (referrer.Defaults.Count > 0)
        {
            Recheck(referrer, run.Tree.Data.Root, isWhen: false);
            return;
        }

        foreach (var node in values.Find(referrer, run.Tree.Data, value)) run.CheckNode(new XPathNode(node));
    }
}
