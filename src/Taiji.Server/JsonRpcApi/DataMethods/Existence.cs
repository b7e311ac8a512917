using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Creates a list entry, a presence container, a leaf-list entry, or a leaf of the type empty.</summary>
internal sealed class Create() : TransactionMethod("create", Parameter.Text("path"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(path, EditOperation.Create);
        var canBe = path.Node is ContainerNode { IsPresence: true } or LeafNode { Type.BuiltIn: BuiltInType.Empty } || (path.Node is ListNode or LeafListNode && !path.IsWholeList);
        if (!canBe) throw JsonRpcException.InvalidParameter("path", "it names no list entry, presence container or leaf of the type empty");
        var content = transaction.Content;
        DataTargets.DemandAncestors(content, path, call.Server.Names);
        if (content.TryFind(path, out _)) throw new JsonRpcException(ErrorKind.AlreadyExists, $"{call.Server.Names.Keypath(path)} is there already");
        access.Edit(Edits.Make(path, EditOperation.Create));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Deletes a node and all below it; what rules protect stays, with a warning.</summary>
internal sealed class Delete() : TransactionMethod("delete", Parameter.Text("path"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        Deletion.Run(call, transaction, call.Path());
        return ValueTask.CompletedTask;
    }
}

/// <summary>Deleting, by <c>delete</c> and by <c>set_value</c> with null.</summary>
internal static class Deletion
{
    public static void Run(MethodCall call, WebTransaction transaction, DataPath path)
    {
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(path, EditOperation.Delete);
        if (!Exists(transaction.Content, path)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        if (access.Delete(path)) call.Answer("warnings", [WriteAccess.SomeKept]);
    }

    private static bool Exists(DataTree content, DataPath path)
    {
        if (!path.IsWholeList) return content.TryFind(path, out _);
        if (path.Parent.IsRoot) return content.Root.Entries(path.Node).Count > 0;
        return content.TryFind(path.Parent, out var parent) && parent.Entries(path.Node).Count > 0;
    }
}

/// <summary>Whether a node is there.</summary>
internal sealed class Exists() : TransactionMethod("exists", Parameter.Text("path"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
        var readable = call.Server.Readable(call.Session);
        if (path.IsWholeList) call.Answer("exists", tree.TryFindInUse(path.Parent, readable, out var parent) && parent.Entries(path.Node).Count > 0);
        else call.Answer("exists", tree.TryFindInUse(path, readable, out _));
    }
}

/// <summary>The case of a choice that is in use.</summary>
internal sealed class GetCase() : TransactionMethod("get_case", Parameter.Text("path"), Parameter.Text("choice"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        var name = call.Arguments.Text("choice");
        if (path.IsWholeList || path.Node is not InnerNode inner) throw JsonRpcException.InvalidParameter("path", "it names no container or list entry");
        var choice = ChoicesOf(inner).FirstOrDefault(c => c.Name == name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..])
            ?? throw JsonRpcException.InvalidParameter("choice", $"there is no choice '{name}'");
        var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
        if (!tree.TryFindInUse(path, call.Server.Readable(call.Session), out var node)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        call.Answer("case", ActiveCase(choice, node)?.Name ?? throw new JsonRpcException(ErrorKind.NotFound, "no case is in use"));
    }

    /// <summary>The choices right in a node, also those within cases.</summary>
    /// <param name="parent">The node.</param>
    public static IEnumerable<ChoiceNode> ChoicesOf(InnerNode parent)
    {
        foreach (var child in parent.Children)
        {
            if (child is ChoiceNode choice) yield return choice;
            if (child is not (ChoiceNode or CaseNode)) continue;
            foreach (var inner in ChoicesOf((InnerNode)child)) yield return inner;
        }
    }

    /// <summary>The case with data in it, or else the default one; null for none.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="parent">The instance around it.</param>
    public static CaseNode? ActiveCase(ChoiceNode choice, DataNode parent) =>
        choice.Children.OfType<CaseNode>().FirstOrDefault(c => c.DataChildren.Any(d => HasData(parent, d))) ?? choice.DefaultCase;

    private static bool HasData(in DataNode parent, SchemaNode child) =>
        child is ListNode or LeafListNode ? parent.Entries(child).Count > 0 : parent.TryGetChild(child, out _);
}
