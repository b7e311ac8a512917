using System.Globalization;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>kill-session (RFC 6241 §7.9).</summary>
internal sealed class KillSessionOperation(OperationContext context, uint sessionId) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        uint? id = null;
        var parameters = context.Parameters(request);
        while (parameters.Read()) id = parameters.Name == "session-id" ? ParseId(parameters.ReadText()) : throw parameters.Unknown();
        return new KillSessionOperation(context, id ?? throw ProtocolErrors.MissingElement("session-id", "kill-session needs a <session-id>."));
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        context.Operations.KillSession(context.Session, sessionId);
        return new ValueTask<NetconfReply>(NetconfReply.Ok);
    }

    private static uint ParseId(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw ProtocolErrors.BadElement("session-id", $"\"{text}\" is no session-id: expected a number from 1 to {uint.MaxValue}.");
}
