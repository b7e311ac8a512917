using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>copy-config (RFC 6241 §7.3). <c>with-defaults</c> (RFC 6243 §4.5.1) is taken; it changes nothing, for datastores hold explicit values only.</summary>
internal sealed class CopyConfigOperation(OperationContext context, DatastoreParameter source, Datastore target) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        DatastoreParameter? source = null;
        Datastore? target = null;
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "source") source = DatastoreParameter.Read(parameters, context, allowConfig: true);
            else if (parameters.Name == "target") target = DatastoreParameter.ReadDatastore(parameters, context);
            else if (WithDefaultsParameter.IsAt(parameters)) WithDefaultsParameter.Read(parameters);
            else throw parameters.Unknown();
        }

        return new CopyConfigOperation(
            context,
            source ?? throw ProtocolErrors.MissingElement("source", "copy-config needs a <source>."),
            target ?? throw ProtocolErrors.MissingElement("target", "copy-config needs a <target>."));
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (source.Config is { } config) await context.Operations.CopyConfigAsync(context.Session, config, target, cancellationToken);
        else await context.Operations.CopyConfigAsync(context.Session, source.Datastore, target, cancellationToken);
        return NetconfReply.Ok;
    }
}
