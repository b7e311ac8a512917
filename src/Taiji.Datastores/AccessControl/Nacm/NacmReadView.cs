using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>What one reader may see while it reads once: remembers the verdict of the entry it is in. Not for several threads.</summary>
internal sealed class NacmReadView(NacmDecisions decisions)
{
    private (DataNode Entry, bool Verdict)[] _last = [];

    /// <summary>Whether the node may be read; that its ancestors may is known by whoever came down to it.</summary>
    /// <param name="node">The node.</param>
    public bool IsReadable(DataNode node)
    {
        if (node.IsRoot) return true;
        if (decisions.TryDecide(node.Schema, AccessOperations.Read, out var conditional) is { } decided) return decided;
        var entry = node;
        while (entry.Schema != conditional!.Anchor) entry = entry.Parent;
        if (conditional.Id >= _last.Length) Array.Resize(ref _last, conditional.Id + 4);
        ref var last = ref _last[conditional.Id];
        if (last.Entry != entry) last = (entry, conditional.Of(entry));
        return last.Verdict;
    }

    /// <summary>Whether the node's instances and all below them may be read, whatever their keys.</summary>
    /// <param name="node">The schema node.</param>
    public bool IsWholeReadable(SchemaNode node) => decisions.IsWholePermitted(node, AccessOperations.Read);

    /// <summary>Whether a node that need not exist may be read: its ancestors and their keys may be, too.</summary>
    /// <param name="path">The node; it may end in a whole list.</param>
    public bool IsReadable(DataPath path)
    {
        for (var length = 1; length <= path.Steps.Length; length++)
        {
            var step = path.Steps[length - 1];
            var at = new DataPath(path.Schema, path.Steps[..length]);
            if (!decisions.IsPermittedAt(step.Node, at, AccessOperations.Read)) return false;
            if (step is { Node: ListNode list, Key: not null } && !list.Keys.All(k => decisions.IsPermittedAt(k, at, AccessOperations.Read))) return false;
        }

        return true;
    }
}
