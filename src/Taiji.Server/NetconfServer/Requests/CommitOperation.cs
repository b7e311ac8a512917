using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>commit (RFC 6241 §8.3.4.1). The parameters of <c>:confirmed-commit</c>, which is not advertised, are unknown elements.</summary>
internal sealed class CommitOperation(OperationContext context) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        context.Parameters(request).ReadNone();
        return new CommitOperation(context);
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var result = await context.Operations.CommitAsync(context.Session, cancellationToken);
        return NetconfReply.OkOr(result.Warnings);
    }
}
