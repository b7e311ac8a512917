using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// Digests of subtrees: the same content has the same one, in whichever process and however it came to be, and two contents differ in it but for a chance of 2⁻⁶⁰. Pages keep
/// theirs, so that after a change only what it touched is looked at again. No protection against somebody who looks for collisions.
/// </summary>
public static class ContentDigest
{
    /// <summary>The digest of what a path names; 0 when nothing is there.</summary>
    /// <param name="tree">A snapshot.</param>
    /// <param name="path">The path; it may end in a whole list or leaf-list.</param>
    public static ulong Of(DataTree tree, DataPath path)
    {
        if (path.IsWholeList)
        {
            if (tree.FindUnit(path) is not { } unit) return 0;
            var list = ListView.Of(unit.Layout!, unit.Record, tree.Layouts[path.Node].Slot!);
            return list.Count == 0 ? 0 : PageDigest.Of(list);
        }

        return tree.TryFind(path, out var node) ? Of(node) : 0;
    }

    /// <summary>The digest of a node with all that is in it.</summary>
    /// <param name="node">The node.</param>
    public static ulong Of(DataNode node)
    {
        var unit = node.Unit;
        if (node.IsUnit) return PageDigest.Mix(PageDigest.Of(unit.Parent is null ? default : unit.Key), unit.Layout is null ? 0 : PageDigest.Of(unit.Layout, unit.Record));
        if (node.Schema is not ContainerNode) return PageDigest.Of(node.Value);
        var at = node.Tree.Layouts[node.Schema];
        return PageDigest.Of(unit.Layout!, unit.Record, at.First, at.End);
    }
}
