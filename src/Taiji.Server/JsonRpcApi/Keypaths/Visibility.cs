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

    /// <summary>Whether all entries of a list may be read: then positions count.</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="list">The list or leaf-list.</param>
    public static bool ShowsAll(this ReadView? view, SchemaNode list) => view is null || view.AccessTo(list) is { Otherwise: EntryAccess.Shown, Exceptions.Count: 0 };

    /// <summary>How many entries of a list may be read; only where that hangs on more than their keys are they asked for one by one.</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="entries">Its entries; what they are in may be read.</param>
    public static long Count(this ReadView? view, SchemaNode list, DataEntries entries)
    {
        if (view.ShowsAll(list)) return entries.Count;
        if (view.HiddenIn(list, entries) is { } hidden) return entries.Count - hidden.Count;
        var count = 0L;
        foreach (var entry in entries)
        {
            if (view.SeesEntry(entry)) count++;
        }

        return count;
    }

    /// <summary>The positions of a list's entries that may not be read, in order, where rules name the few; null where all entries must be looked at.</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="entries">Its entries.</param>
    public static IReadOnlyList<long>? HiddenIn(this ReadView? view, SchemaNode list, DataEntries entries)
    {
        if (view is null) return [];
        if (view.AccessTo(list) is not { Otherwise: EntryAccess.Shown } access) return null;
        var positions = new List<long>();
        foreach (var (key, _) in access.Exceptions)
        {
            if (entries.TryGet(key, out var entry) && !view.SeesEntry(entry)) positions.Add(entry.Position);
        }

        positions.Sort();
        return positions;
    }

    /// <summary>Whether an entry may be read, with its keys; what it is in may be.</summary>
    /// <param name="view">The view; null for everything.</param>
    /// <param name="entry">The entry.</param>
    public static bool SeesEntry(this ReadView? view, in DataNode entry)
    {
        if (view is null) return true;
        if (view.AccessTo(entry.Schema)?.Of(entry.Key) is { } known and not EntryAccess.Asked) return known == EntryAccess.Shown;
        if (!view.IsReadable(entry)) return false;
        if (entry.Schema is not ListNode list) return true;
        foreach (var key in list.Keys)
        {
            if (entry.TryGetChild(key, out var leaf) && !view.IsReadable(leaf)) return false;
        }

        return true;
    }

    // An entry without all its keys isn't shown: where one is left out, each is asked about.
    private static ListAccess? AccessTo(this ReadView view, SchemaNode list) =>
        view.Lists(list) is { } access && (access.Omits is not { } omits || list is not ListNode { Keys: var keys } || !keys.Any(omits)) ? access : null;
}
