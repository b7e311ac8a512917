using Taiji.Datastores;
using Taiji.Server.Filters;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>
/// The part of a datastore that tells what a change means to a subscription: the changed nodes, and what on the way to them decides whether they are selected. So that one changed leaf
/// costs as much among a million entries as among ten.
/// </summary>
/// <param name="filter">The subscription's filter; null for none.</param>
/// <param name="schema">The schema.</param>
internal sealed class Narrowing(DataFilter? filter, YangSchema schema)
{
    // Of more it is cheaper to look at everything.
    private const int MostChanges = 256;

    private readonly IReadOnlySet<SchemaNode>? _conditions = filter is null ? new HashSet<SchemaNode>() : filter.Conditions(schema);

    /// <summary>What was read before and after some changes, as far as they concern it.</summary>
    /// <param name="before">What was read before.</param>
    /// <param name="after">What was read after.</param>
    /// <param name="changes">The changes of the datastore in between.</param>
    /// <returns>The same when only all of it tells.</returns>
    public (ReadResult Before, ReadResult After) Apply(ReadResult before, ReadResult after, IEnumerable<DataChange> changes)
    {
        // All that there is shares what hasn't changed, and so needs no narrowing.
        if (_conditions is null || (filter is null && before.Readable is null && after.Readable is null)) return (before, after);
        var (old, current) = (new HashSet<DataNode>(), new HashSet<DataNode>());
        var count = 0;
        foreach (var change in changes)
        {
            if (++count > MostChanges || ChangesRules(change.Schema)) return (before, after);
            var path = change.Node.Path;
            if (!TryAdd(before.Tree, path, old) || !TryAdd(after.Tree, path, current)) return (before, after);
        }

        return (before with { Tree = DataSelection.Select(before.Tree, old) }, after with { Tree = DataSelection.Select(after.Tree, current) });
    }

    /// <summary>Whether other nodes than the changed ones may be readable from now on.</summary>
    private static bool ChangesRules(SchemaNode node) => node.Module.Name is "ietf-netconf-acm" or "taiji-access";

    /// <summary>Something that shows that a node is there, without all that is in it; null when its being there says nothing.</summary>
    private static DataNode? WitnessOf(DataNode node)
    {
        for (; !node.IsRoot; node = node.Parent)
        {
            if (node.Schema is ListNode { Keys: [var key, ..] } && node.TryGetChild(key, out var leaf)) return leaf;
            if (node.Schema is ListNode or ContainerNode { IsPresence: true }) return node;
        }

        return null;
    }

    private bool TryAdd(DataTree tree, DataPath changed, HashSet<DataNode> nodes)
    {
        var node = tree.Root;
        for (var i = 0; i < changed.Steps.Length; i++)
        {
            foreach (var condition in _conditions!)
            {
                if (condition.DataParent == node.Schema && node.TryGetChild(condition, out var leaf)) nodes.Add(leaf);
            }

            var step = changed.Steps[i].Node;
            if (_conditions.Contains(step))
            {
                // It decides about all that it stands beside.
                if (node.IsRoot) return false;
                nodes.Add(node);
                return true;
            }

            if (i == changed.Steps.Length - 1 && step is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true })
            {
                // Its place is told by its neighbours.
                foreach (var entry in node.Entries(step)) nodes.Add(entry);
                return true;
            }

            if (tree.TryFind(new DataPath(changed.Schema, changed.Steps[..(i + 1)]), out var next))
            {
                node = next;
                continue;
            }

            // What it was made in, or has gone from, is there all the same.
            if (WitnessOf(node) is { } witness) nodes.Add(witness);
            return true;
        }

        nodes.Add(node);
        return true;
    }
}
