using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>delete-config (RFC 6241 §7.4): of startup, or of what is at a URL (§8.8.5.3).</summary>
internal sealed class DeleteConfigOperation(OperationContext context, DatastoreParameter target) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        DatastoreParameter? target = null;
        var parameters = context.Parameters(request);
        while (parameters.Read()) target = parameters.Name == "target" ? DatastoreParameter.Read(parameters, context, allowConfig: false) : throw parameters.Unknown();
        return new DeleteConfigOperation(context, target ?? throw ProtocolErrors.MissingElement("target", "delete-config needs a <target>."));
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (target.Url is { } url) await url.DeleteAsync(cancellationToken);
        else await context.Operations.DeleteConfigAsync(context.Session, target.Datastore, cancellationToken);
        return NetconfReply.Ok;
    }
}
