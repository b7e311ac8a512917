using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Edits a transaction for a session: what the schema or the rules don't permit is refused at once, not at the commit.</summary>
/// <param name="call">The call.</param>
/// <param name="transaction">The transaction.</param>
internal sealed class WriteAccess(MethodCall call, WebTransaction transaction)
{
    /// <summary>The warning of deletions that rules keep from being complete.</summary>
    public const string SomeKept = "Some elements could not be removed due to NACM rules prohibiting access.";

    /// <summary>The warning of rollbacks that rules keep from being complete.</summary>
    public const string SomeNotApplied = "Some changes could not be applied due to NACM rules prohibiting access.";

    /// <summary>Refuses state, keys, transactions for reading, and what the session may neither read nor write: before anybody looks whether it is there.</summary>
    /// <param name="path">What is to be written.</param>
    /// <param name="operation">How: create, delete, or merge for anything else.</param>
    /// <exception cref="JsonRpcException"><c>data.not_writable</c>.</exception>
    /// <exception cref="RpcErrorException">access-denied.</exception>
    public void DemandWritable(DataPath path, EditOperation operation = EditOperation.Merge)
    {
        if (!transaction.Settings.IsWritable) throw new JsonRpcException(ErrorKind.NotWritable, "the transaction is for reading only");
        if (path.IsRoot || !path.Node.IsConfig) throw new JsonRpcException(ErrorKind.NotWritable, "it is no configuration");
        if (path.Node is LeafNode { IsKey: true }) throw new JsonRpcException(ErrorKind.NotWritable, "a key is set with its list entry");
        if (call.Server.AccessControl is not { } access) return;
        var may = access.PermissionsOn(Rules, call.Session.Datastores, path.Node, path);
        if (operation switch { EditOperation.Create => may.MayCreate, EditOperation.Delete => may.MayDelete, _ => may.MayCreate || may.MayUpdate }) return;
        if (access.CheckEdits(Rules, call.Session.Datastores, [new Edit(EditOperation.Delete, path)]) is { Count: > 0 } errors) throw new RpcErrorException(errors);
    }

    /// <summary>Edits, all or nothing.</summary>
    /// <param name="edits">In order.</param>
    /// <exception cref="RpcErrorException">One doesn't apply, or isn't permitted.</exception>
    public void Edit(params IReadOnlyList<Edit> edits)
    {
        if (Denials(edits) is { Count: > 0 } errors) throw new RpcErrorException(errors);
        transaction.Edit(edits);
    }

    /// <summary>Deletes a node and all below it, as far as the rules permit.</summary>
    /// <param name="path">The node; it is there.</param>
    /// <returns>Whether something was kept that the rules protect.</returns>
    /// <exception cref="RpcErrorException">Nothing may be deleted.</exception>
    public bool Delete(DataPath path)
    {
        var whole = new Edit(EditOperation.Remove, path);
        if (Denials([whole]) is not { Count: > 0 } errors)
        {
            transaction.Edit(whole);
            return false;
        }

        var permitted = new PermittedEdits(transaction.Content, Denials);
        foreach (var node in NodesAt(path)) permitted.Delete(node);
        if (permitted.Edits.Count == 0) throw new RpcErrorException(errors);
        transaction.Edit(permitted.Edits);
        return true;
    }

    /// <summary>Edits as far as the rules permit.</summary>
    /// <param name="edits">In order.</param>
    /// <returns>Whether something couldn't be done that the rules don't permit.</returns>
    /// <exception cref="RpcErrorException">One doesn't apply, or nothing is permitted.</exception>
    public bool EditPermitted(IReadOnlyList<Edit> edits)
    {
        var content = transaction.Content;
        var editor = content.Edit();
        foreach (var edit in edits)
        {
            if (editor.Apply(edit) is { } error) throw new RpcErrorException(error);
        }

        var diff = new DataDiff(content, editor.Seal());
        if (Denials(diff) is not { Count: > 0 } errors)
        {
            transaction.Edit(edits);
            return false;
        }

        var permitted = new PermittedEdits(content, Denials);
        permitted.Add(diff);
        if (permitted.Edits.Count == 0) throw new RpcErrorException(errors);
        transaction.Edit(permitted.Edits);
        return true;
    }

    private DataTree Rules => call.Server.Snapshot(call.Session, Datastore.Running);

    private IEnumerable<DataNode> NodesAt(DataPath path)
    {
        var content = transaction.Content;
        if (!path.IsWholeList)
        {
            if (content.TryFind(path, out var node)) yield return node;
            yield break;
        }

        DataNode parent;
        if (path.Parent.IsRoot) parent = content.Root;
        else if (!content.TryFind(path.Parent, out parent)) yield break;
        foreach (var entry in parent.Entries(path.Node)) yield return entry;
    }

    private IReadOnlyList<RpcError> Denials(IReadOnlyList<Edit> edits)
    {
        if (call.Server.AccessControl is not { } access) return [];
        // What is hidden isn't told of by whether the edit applies.
        if (access.CheckEdits(Rules, call.Session.Datastores, edits) is { Count: > 0 } hidden) return hidden;
        var content = transaction.Content;
        var editor = content.Edit();
        foreach (var edit in edits)
        {
            // It is told when it is really done.
            if (editor.Apply(edit) is not null) return [];
        }

        return Denials(new DataDiff(content, editor.Seal()));
    }

    private IReadOnlyList<RpcError> Denials(DataDiff diff) =>
        call.Server.AccessControl?.CheckWrite(Rules, call.Session.Datastores, diff) ?? [];
}
