using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>close-session (RFC 6241 §7.8).</summary>
internal sealed class CloseSessionOperation : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        context.Parameters(request).ReadNone();
        return new CloseSessionOperation();
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => new(NetconfReply.Close());
}
