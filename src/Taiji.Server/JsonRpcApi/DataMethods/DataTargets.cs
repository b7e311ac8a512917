using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Finds what a method's keypath names.</summary>
internal static class DataTargets
{
    /// <summary>The instance path of a parameter.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter.</param>
    public static DataPath Path(this MethodCall call, string parameter = "path")
    {
        var keypath = KeypathParser.Parse(call.Server.Names, call.Arguments.Text(parameter), parameter);
        if (keypath.Operation is not null) throw JsonRpcException.InvalidParameter(parameter, "it names an operation, not data");
        return keypath.Path ?? throw JsonRpcException.InvalidParameter(parameter, "a list on the way needs its keys");
    }

    /// <summary>The path of a parameter that names a leaf, leaf-list, list … of a kind.</summary>
    /// <typeparam name="T">The kind of schema node.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="what">What it is called.</param>
    /// <param name="parameter">The parameter.</param>
    public static DataPath PathOf<T>(this MethodCall call, string what, string parameter = "path")
        where T : SchemaNode => call.Path(parameter) is { Node: T } path ? path : throw JsonRpcException.InvalidParameter(parameter, $"it names no {what}");

    /// <summary>The path of an entry of a list.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter.</param>
    public static DataPath EntryPath(this MethodCall call, string parameter) =>
        call.PathOf<ListNode>("list entry", parameter) is { IsWholeList: false } path ? path : throw JsonRpcException.InvalidParameter(parameter, "the entry's keys are missing");

    /// <summary>The tree that has a path's node: the transaction's configuration, or, for state, what is asked for now.</summary>
    /// <param name="call">The call.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="path">The path.</param>
    public static ValueTask<DataTree> TreeAsync(this MethodCall call, WebTransaction transaction, DataPath path) =>
        path.IsRoot || path.Node.IsConfig ? ValueTask.FromResult(transaction.Content) : transaction.WithStateAsync(path, call.Cancelled);

    /// <summary>Finds a node or its default in use, or an empty container, that the session may read.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="path">The path; not a whole list.</param>
    /// <param name="readable">Access control's view.</param>
    /// <param name="node">The node.</param>
    public static bool TryFindInUse(this DataTree tree, DataPath path, Func<DataNode, bool>? readable, out DataNode node)
    {
        if (path.IsRoot)
        {
            node = tree.Root;
            return true;
        }

        if (tree.TryFind(path, out node)) return node.IsVisible(readable);
        node = tree.Root;
        foreach (ref readonly var step in path.Steps)
        {
            var parent = node;
            if (step.Node is ListNode or LeafListNode ? !TryEnter(parent, step, out node) : !parent.TryGetChildOrDefault(step.Node, out node)) return false;
        }

        return node.IsVisible(readable) && IsWhenTrue(node);
    }

    /// <summary>Refuses what has an ancestor that must be created first.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="path">The path.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="JsonRpcException"><c>data.not_found</c>.</exception>
    public static void DemandAncestors(DataTree tree, DataPath path, SchemaNames names)
    {
        for (var above = path.Parent; !above.IsRoot; above = above.Parent)
        {
            if (above.Node is not (ListNode or ContainerNode { IsPresence: true })) continue;
            if (!tree.TryFind(above, out _)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {names.Keypath(above)}");
            return;
        }
    }

    private static bool TryEnter(in DataNode parent, in DataPathStep step, out DataNode node)
    {
        var entries = parent.Entries(step.Node);
        node = default;
        if (step.Position is { } position)
        {
            if (position >= entries.Count) return false;
            node = entries.At(position);
            return true;
        }

        return step.Key is { } key && entries.TryGet(key.Span, out node);
    }

    // A default whose when is false isn't in use (RFC 7950 §7.21.5).
    private static bool IsWhenTrue(in DataNode node)
    {
        for (var at = node; !at.IsRoot && at.IsDefault; at = at.Parent)
        {
            if (!new AccessibleTree(node.Tree).AreWhensTrue(at.Parent, at.Schema)) return false;
        }

        return true;
    }
}
