using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>lock (RFC 6241 §7.5).</summary>
internal sealed class LockOperation(OperationContext context, Datastore target) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request) => new LockOperation(context, TargetParameter.ReadOnly(context, request));

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        context.Operations.Lock(context.Session, target);
        return new ValueTask<NetconfReply>(NetconfReply.Ok);
    }
}
