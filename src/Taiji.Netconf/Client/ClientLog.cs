using Microsoft.Extensions.Logging;

namespace Taiji.Netconf.Client;

/// <summary>What a client logs.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Debug, SkipEnabledCheck = true,
        Message = "NETCONF session {SessionId} with {Peer}: request {MessageId} {Operation}: {Content}")]
    public static partial void Request(ILogger logger, uint sessionId, string? peer, long messageId, string operation, string content);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Debug, SkipEnabledCheck = true,
        Message = "NETCONF session {SessionId} with {Peer}: reply {MessageId} to {Operation} after {RoundTripMilliseconds} ms: {Content}")]
    public static partial void Reply(ILogger logger, uint sessionId, string? peer, long messageId, string operation, double roundTripMilliseconds, string content);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Debug, SkipEnabledCheck = true,
        Message = "NETCONF session {SessionId} with {Peer}: no reply {MessageId} to {Operation} after {RoundTripMilliseconds} ms: {Reason}")]
    public static partial void NoReply(ILogger logger, uint sessionId, string? peer, long messageId, string operation, double roundTripMilliseconds, string reason);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Debug, SkipEnabledCheck = true, Message = "NETCONF with {Peer}: a reply with message-id {MessageId} that nobody waits for")]
    public static partial void UnexpectedReply(ILogger logger, string? peer, string? messageId);

    [LoggerMessage(EventId = 3105, Level = LogLevel.Debug, Message = "NETCONF session {SessionId} with {Peer} has ended: {Reason}")]
    public static partial void Ended(ILogger logger, uint sessionId, string? peer, string reason);

    [LoggerMessage(EventId = 3106, Level = LogLevel.Warning, Message = "NETCONF session {SessionId} with {Peer}: a handler of its end failed")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, uint sessionId, string? peer);
}
