using Microsoft.Extensions.Logging;

namespace Taiji.Netconf.Serving;

/// <summary>What is logged about sessions.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "NETCONF session {SessionId} speaks {Version}")]
    public static partial void Established(ILogger logger, uint sessionId, string version);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "NETCONF session {SessionId} ended: {Reason}")]
    public static partial void Ended(ILogger logger, uint sessionId, string reason);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "NETCONF session {SessionId}: an operation failed unexpectedly")]
    public static partial void Fault(ILogger logger, uint sessionId, Exception exception);
}
