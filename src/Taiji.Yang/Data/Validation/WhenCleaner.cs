using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>
/// Removes what a change makes void: nodes whose when was true and is false now because something else changed (RFC 7950 §8.2). A node that the change itself sets while its
/// when is false is an error (§8.3.2).
/// </summary>
public sealed class WhenCleaner
{
    // Every round removes what the round before made void; whens may not depend on each other in circles (RFC 7950 §7.21.5).
    private const int MaximumRounds = 64;
    private readonly ConstraintTable _table;
    private readonly ConstraintIndex _index;
    private readonly IndexCatalog _indexes;
    private readonly WhenReach _reach;

    internal WhenCleaner(YangSchema schema, ConstraintTable table, ConstraintIndex index, IndexCatalog indexes)
    {
        _reach = new WhenReach(schema, index);
        _indexes = indexes;
        _table = table;
        _index = index;
    }

    /// <summary>Cleans a tree up.</summary>
    /// <param name="before">The tree before the change.</param>
    /// <param name="after">The tree after it.</param>
    /// <param name="errors">unknown-element for each node that the change set although its when is false; empty when there are none.</param>
    /// <returns><paramref name="after"/> without the void nodes; itself when there are none.</returns>
    public DataTree CleanUp(DataTree before, DataTree after, out IReadOnlyList<RpcError> errors) => CleanUp(new DataDiff(before, after), out errors).After;

    /// <summary>Cleans a change up.</summary>
    /// <param name="change">The change.</param>
    /// <param name="errors">unknown-element for each node that the change set although its when is false; empty when there are none.</param>
    /// <returns>The change without the void nodes; itself when there are none, so that what differs is found once.</returns>
    public DataDiff CleanUp(DataDiff change, out IReadOnlyList<RpcError> errors)
    {
        errors = [];
        if (!_reach.IsTouchedBy(change)) return change;
        var found = new List<RpcError>();
        errors = found;
        var diff = change;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var tree = diff.After;
            var indexes = _indexes.After(diff);
            var affected = new AffectedNodes(_index, diff, indexes, onlyWhens: true);
            var run = new ValidationRun(_table, new AccessibleTree(tree) { Indexes = indexes }, configOnly: true);
            if (round == 0)
            {
                foreach (var node in affected.Created) CheckSet(run, node, found);
                foreach (var node in affected.Changed) CheckOne(run, node, found);
                if (found.Count > 0) return change;
            }

            var voided = Voided(run, affected);
            if (voided.Count == 0) return diff;
            var editor = tree.Edit();
            foreach (var path in voided) editor.Remove(path);
            diff = new DataDiff(change.Before, editor.Seal());
        }

        return diff;
    }

    private static List<DataPath> Voided(ValidationRun run, AffectedNodes affected)
    {
        var voided = new List<DataPath>();
        foreach (var owner in affected.Owners) AddVoided(run, owner.Owner, owner.Below, voided);
        return voided;
    }

    private static void AddVoided(ValidationRun run, SchemaNode owner, DataNode anchor, List<DataPath> voided)
    {
        if (owner is ChoiceNode or CaseNode) return;
        if (owner is ListNode or LeafListNode && anchor.Schema == owner)
        {
            if (!run.AreWhensTrue(new XPathNode(anchor), out _)) voided.Add(anchor.Path);
            return;
        }

        new OwnerInstances(run.Tree).VisitParents(owner, anchor, parent =>
        {
            var found = new List<XPathNode>();
            run.Tree.AddInstances(parent, owner, found);
            foreach (var node in found)
            {
                if (node.IsDefaultEntry || node.Data.IsDefault || run.AreWhensTrue(node, out _)) continue;
                AddStored(node.Data, voided);
            }

            return false;
        });
    }

    /// <summary>A non-presence container goes with what is in it.</summary>
    private static void AddStored(DataNode node, List<DataPath> paths)
    {
        if (node.Schema is not ContainerNode { IsPresence: false })
        {
            paths.Add(node.Path);
            return;
        }

        foreach (var child in node.Children) AddStored(child, paths);
    }

    private void CheckSet(ValidationRun run, DataNode node, List<RpcError> errors)
    {
        CheckOne(run, node, errors);
        if (node.Schema is InnerNode) CheckBelow(run, node, errors);
    }

    private void CheckBelow(ValidationRun run, DataNode node, List<RpcError> errors)
    {
        if (!_table.HasChecks(node.Schema)) return;
        foreach (var child in node.Children)
        {
            if (!run.AreWhensTrue(new XPathNode(child), out var failed)) errors.Add(ValidationErrors.When(ValidationErrors.PathOf(child), child.Schema, failed!));
            else if (child.Schema is InnerNode) CheckBelow(run, child, errors);
        }
    }

    /// <summary>Checks a node, and the containers around it that its being set brought about.</summary>
    private static void CheckOne(ValidationRun run, DataNode node, List<RpcError> errors)
    {
        for (var n = node; !n.IsRoot; n = n.Parent)
        {
            if (!run.AreWhensTrue(new XPathNode(n), out var failed))
            {
                errors.Add(ValidationErrors.When(ValidationErrors.PathOf(n), n.Schema, failed!));
                return;
            }

            if (n.Parent.Schema is not ContainerNode { IsPresence: false }) return;
        }
    }
}
