using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>edit-data (RFC 8526 §3.1.2): all or nothing.</summary>
internal sealed class EditDataOperation(OperationContext context, Datastore datastore, EditParameters edit) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        Datastore? datastore = null;
        var edit = EditParameters.Read(context, request, parameters =>
        {
            if (parameters.Name != "datastore") return false;
            datastore = DatastoreIdentity.Read(parameters, context);
            return true;
        });
        if (datastore is not { } given) throw ProtocolErrors.MissingElement("datastore", "edit-data needs a <datastore>.");
        var isWritable = given == Datastore.Candidate || (given == Datastore.Running && context.Operations.Datastores.WritableRunning);
        return isWritable ? new EditDataOperation(context, given, edit) : throw DatastoreIdentity.Unsuitable(given);
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var edits = await edit.EditsAsync(cancellationToken);
        var result = await context.Operations.EditAsync(context.Session, datastore, edits, new EditOptions { Precondition = edit.Creation.Precondition, Conditions = edit.Versions.Conditions }, cancellationToken);
        return edit.Creation.Reply(result.Warnings, await edit.Versions.OutcomeAsync(result.After, datastore == Datastore.Running, cancellationToken));
    }
}
