using Microsoft.Extensions.Logging;

namespace Taiji.Clients.Restconf;

/// <summary>What the client logs: never a body, which may hold secrets.</summary>
internal static partial class RestconfLog
{
    [LoggerMessage(EventId = 3201, Level = LogLevel.Debug, Message = "RESTCONF {Method} {Uri}: {Status} after {RoundTripMilliseconds} ms")]
    public static partial void Answer(ILogger logger, string method, Uri uri, int status, double roundTripMilliseconds);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Debug, Message = "RESTCONF event stream {Uri} broke off after {Count} events: {Reason}")]
    public static partial void StreamLost(ILogger logger, Uri uri, long count, string reason);
}
