using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>cancel-commit (RFC 6241 §8.4.4.1).</summary>
internal sealed class CancelCommitOperation(OperationContext context, string? persistId) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        string? persistId = null;
        var parameters = context.Parameters(request);
        while (parameters.Read()) persistId = parameters.Name == "persist-id" ? parameters.ReadRawText() : throw parameters.Unknown();
        return new CancelCommitOperation(context, persistId);
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        await context.Operations.CancelCommitAsync(context.Session, persistId, cancellationToken);
        return NetconfReply.Ok;
    }
}
