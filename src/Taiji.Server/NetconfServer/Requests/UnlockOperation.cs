using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>unlock (RFC 6241 §7.6).</summary>
internal sealed class UnlockOperation(OperationContext context, Datastore target) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request) => new UnlockOperation(context, TargetParameter.ReadOnly(context, request));

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        context.Operations.Unlock(context.Session, target);
        return new ValueTask<NetconfReply>(NetconfReply.Ok);
    }
}
