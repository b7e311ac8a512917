using Taiji.Yang.Data.Paging;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>What must hold before an <see cref="Edit"/> is applied.</summary>
internal static class EditChecks
{
    /// <summary>An error at a path.</summary>
    public static RpcError Error(string tag, DataPath path, string message, string? appTag = null, params IReadOnlyList<ErrorInfo> info) => new()
    {
        Type = ErrorType.Application,
        Tag = tag,
        AppTag = appTag,
        Path = path.ToString(),
        Message = message,
        Info = info,
    };

    /// <summary>Whether the node, or any entry of a whole list, is there.</summary>
    public static bool Exists(DataTree tree, DataPath path)
    {
        if (path.IsRoot) return true;
        if (!path.IsWholeList) return tree.TryFind(path, out _);
        return tree.FindUnit(path) is { } unit && RecordCursor.IsPresent(unit.Record, tree.Layouts[path.Node].First);
    }

    /// <summary>data-missing for the first node of the payload, from the target on, that the tree lacks (RFC 6241 §7.2 <c>none</c>); non-presence containers always are.</summary>
    public static RpcError? MissingOf(DataTree tree, DataPath target, DataTree payload)
    {
        if (tree.FindUnit(target) is not { } unit) return Missing(target);
        if (payload.FindUnit(target) is not { } source) return null;
        if (target.IsWholeList)
        {
            foreach (var entry in new DataEntries(source, tree.Layouts[target.Node].Slot!))
            {
                if (MissingIn(new DataNode(unit, target.Node.DataParent!), entry) is { } missing) return missing;
            }

            return null;
        }

        if (!payload.TryFind(target, out var node)) return null;
        return target.IsRoot ? MissingBelow(tree.Root, node) : MissingIn(new DataNode(unit, target.Node.DataParent!), node);
    }

    /// <summary>Why an entry can't be inserted there, if it can't (RFC 7950 §7.7.9, §7.8.6, §15.7).</summary>
    public static RpcError? InsertError(DataTree tree, DataPath target, InsertPosition insert)
    {
        var node = target.Node;
        if (target.IsRoot || node is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true }) || target.IsWholeList)
            return Attribute(ErrorTag.BadAttribute, target, "insert", "an insert position is for entries of a list ordered by the user");
        if (insert.Place is InsertPlace.First or InsertPlace.Last) return null;

        var name = node is ListNode ? "key" : "value";
        if (insert.Anchor is not { } anchor) return Attribute(ErrorTag.MissingAttribute, target, name, "before and after need the entry they refer to");
        return tree.FindUnit(target) is { } unit && ListView.Of(unit.Layout!, unit.Record, tree.Layouts[node].Slot!).TryGet(anchor.Span, out _, out _)
            ? null
            : Attribute(ErrorTag.BadAttribute, target, name, "the entry to insert before or after does not exist", "missing-instance");
    }

    private static RpcError Attribute(string tag, DataPath target, string attribute, string message, string? appTag = null) =>
        Error(tag, target, message, appTag, new ErrorInfo("bad-attribute", attribute), new ErrorInfo("bad-element", target.Node.Name));

    private static RpcError Missing(DataPath path) => Error(ErrorTag.DataMissing, path, "there is no such data");

    private static RpcError? MissingIn(DataNode parent, DataNode wanted)
    {
        if (wanted.Schema is ListNode or LeafListNode)
        {
            if (!wanted.Unit.Slot!.Format!.HasKey) return null;
            return parent.Entries(wanted.Schema).TryGet(wanted.Key, out var entry) ? MissingBelow(entry, wanted) : Missing(wanted.Path);
        }

        if (parent.TryGetChild(wanted.Schema, out var child)) return MissingBelow(child, wanted);
        return wanted.Schema is ContainerNode { IsPresence: false } ? MissingBelow(new DataNode(parent.Unit, wanted.Schema), wanted) : Missing(wanted.Path);
    }

    private static RpcError? MissingBelow(DataNode node, DataNode wanted)
    {
        foreach (var child in wanted.Children)
        {
            if (MissingIn(node, child) is { } missing) return missing;
        }

        return null;
    }
}
