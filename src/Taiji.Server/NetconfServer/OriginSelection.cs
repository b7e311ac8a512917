using Taiji.Datastores.Operational;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary><c>origin-filter</c> and <c>negated-origin-filter</c> (RFC 8526 §4): configuration of some origins only. State is not affected.</summary>
/// <param name="origins">The origins given.</param>
/// <param name="isNegated">Whether they are the ones not wanted.</param>
internal sealed class OriginSelection(IReadOnlyList<Identity> origins, bool isNegated)
{
    /// <summary>Whether nodes of an origin are wanted.</summary>
    /// <param name="origin">The origin.</param>
    public bool Wants(Identity origin) => origins.Any(o => origin == o || origin.IsDerivedFrom(o)) != isNegated;

    /// <summary>The nodes of a tree that are wanted, with those around them.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="view">The nodes' origins.</param>
    public DataTree Apply(DataTree tree, OriginView view)
    {
        if (!view.HasOthers && Wants(view.Intended)) return tree;
        var editor = tree.Edit();
        var pruning = new Pruning(this, view, editor);
        foreach (var child in tree.Root.Children)
        {
            if (!pruning.Keeps(child)) editor.Remove(child.Path);
        }

        return editor.Seal();
    }

    private sealed class Pruning(OriginSelection selection, OriginView view, DataTreeEditor editor)
    {
        private readonly bool _wantsDefaults = selection.Wants(view.Default);

        public bool Keeps(DataNode node)
        {
            if (!node.Schema.IsConfig) return true;
            if (node.Schema is not InnerNode inner) return selection.Wants(view.Of(node));
            var isKept = inner is ListNode or ContainerNode { IsPresence: true } && selection.Wants(view.Of(node));
            foreach (var child in node.Children)
            {
                if (child.Schema is LeafNode { IsKey: true }) continue;
                if (Keeps(child)) isKept = true;
                else editor.Remove(child.Path);
            }

            return isKept || (_wantsDefaults && HasDefaults(node));
        }

        private static bool HasDefaults(DataNode node)
        {
            foreach (var child in ((InnerNode)node.Schema).DataChildren)
            {
                if (!child.IsConfig || !node.TryGetChildOrDefault(child, out var found)) continue;
                if (found.IsDefault && (child is LeafNode || HasDefaults(found))) return true;
            }

            return false;
        }
    }
}
