using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>delete-config (RFC 6241 §7.4).</summary>
internal sealed class DeleteConfigOperation(OperationContext context, Datastore target) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request) =>
        new DeleteConfigOperation(context, TargetParameter.ReadOnly(context, request));

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        await context.Operations.DeleteConfigAsync(context.Session, target, cancellationToken);
        return NetconfReply.Ok;
    }
}
