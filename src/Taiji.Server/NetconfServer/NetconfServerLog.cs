using Microsoft.Extensions.Logging;

namespace Taiji.Server.NetconfServer;

/// <summary>What is logged about the NETCONF server.</summary>
internal static partial class NetconfServerLog
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "NETCONF session of {User} over {Transport} refused: {Limit} sessions are open")]
    public static partial void TooManySessions(ILogger logger, string user, string transport, int limit);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Information, Message = "NETCONF session {SessionId} opened by {User} over {Transport} from {Source}")]
    public static partial void Opened(ILogger logger, uint sessionId, string user, string transport, string source);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Error, Message = "NETCONF session {SessionId}: its subscription failed unexpectedly")]
    public static partial void SubscriptionFault(ILogger logger, uint sessionId, Exception exception);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Error, Message = "NETCONF over SSH is not available: {Reason}")]
    public static partial void SshUnavailable(ILogger logger, string reason);

    [LoggerMessage(EventId = 3105, Level = LogLevel.Error, Message = "A connection to the Unix socket can't be served: {Reason}")]
    public static partial void UnixConnectionFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 3106, Message = "SSH {Remote} {User}: {Text}")]
    public static partial void Ssh(ILogger logger, LogLevel level, string remote, string user, string text, Exception? exception);

    [LoggerMessage(EventId = 3108, Level = LogLevel.Warning, Message = "TLS client {Remote} refused: {Reason}")]
    public static partial void TlsRefused(ILogger logger, string remote, string reason);

    [LoggerMessage(EventId = 3109, Level = LogLevel.Information, Message = "TLS connection of {Remote} ended: {Reason}")]
    public static partial void TlsEnded(ILogger logger, string remote, string reason);
}
