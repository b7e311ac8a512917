using System.Globalization;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>partial-unlock (RFC 5717 §2.4.2).</summary>
internal sealed class PartialUnlockOperation(OperationContext context, uint lockId) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        _ = PartialLockOperation.Rpc(context, request);
        uint? id = null;
        var parameters = context.Parameters(request);
        while (parameters.Read()) id = parameters.Name == "lock-id" ? ParseId(parameters.ReadText()) : throw parameters.Unknown();
        return new PartialUnlockOperation(context, id ?? throw ProtocolErrors.MissingElement("lock-id", "partial-unlock needs a <lock-id>."));
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        context.Operations.PartialUnlock(context.Session, lockId);
        return new ValueTask<NetconfReply>(NetconfReply.Ok);
    }

    private static uint ParseId(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id : throw ProtocolErrors.InvalidValue($"\"{text}\" is no lock-id: expected a number.");
}
