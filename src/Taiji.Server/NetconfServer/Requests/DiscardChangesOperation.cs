using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>discard-changes (RFC 6241 §8.3.4.2).</summary>
internal sealed class DiscardChangesOperation(OperationContext context) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        context.Parameters(request).ReadNone();
        return new DiscardChangesOperation(context);
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        await context.Operations.DiscardChangesAsync(context.Session, cancellationToken);
        return NetconfReply.Ok;
    }
}
