using Taiji.Datastores.AccessControl;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>What a session may see of a tree.</summary>
internal static class Visibility
{
    /// <summary>Whether a node and all around it may be read (RFC 8341 §3.4.5: what isn't readable hides what is in it).</summary>
    /// <param name="node">The node.</param>
    /// <param name="readable">Access control's view; null for everything.</param>
    public static bool IsVisible(this DataNode node, Func<DataNode, bool>? readable)
    {
        if (readable is null) return true;
        for (var at = node; !at.IsRoot; at = at.Parent)
        {
            if (!readable(at)) return false;
        }

        return true;
    }

    /// <summary>What expressions see of a tree: no more than the view, so that conditions don't tell of what can't be shown (RFC 8341 §3.2.4).</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="operation">An operation's parameters in it; null for none.</param>
    /// <param name="parent">The node that the operation belongs to; null for the root.</param>
    public static AccessibleTree Over(this ReadView? view, DataTree tree, DataTree? operation = null, DataNode? parent = null) =>
        new(tree, operation, parent) { IsReadable = view?.IsReadable, IsWholeReadable = view?.IsWholeReadable };

    /// <summary>How many entries of a list may be read; only where that hangs on more than their keys are they asked for one by one.</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="entries">Its entries; what they are in may be read.</param>
    public static long Count(this ReadView? view, SchemaNode list, DataEntries entries)
    {
        if (view is null || view.Lists(list) is { IsWhole: true }) return entries.Count;
        var count = 0L;
        foreach (var entry in entries)
        {
            if (view.SeesEntry(entry)) count++;
        }

        return count;
    }

    /// <summary>Whether an entry may be read, with its keys; what it is in may be.</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="entry">The entry.</param>
    public static bool SeesEntry(this ReadView? view, in DataNode entry)
    {
        if (view is null) return true;
        var access = view.Lists(entry.Schema);
        if (access is { IsWhole: true }) return true;
        if (access?.Of(entry.Key) == EntryAccess.None || !view.IsReadable(entry)) return false;
        if (entry.Schema is not ListNode list) return true;
        foreach (var key in list.Keys)
        {
            if (entry.TryGetChild(key, out var leaf) && !view.IsReadable(leaf)) return false;
        }

        return true;
    }
}
