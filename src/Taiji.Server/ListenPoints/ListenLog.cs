using Microsoft.Extensions.Logging;

namespace Taiji.Server.ListenPoints;

/// <summary>What is logged about configured ports and calls home, whichever protocol they are for.</summary>
internal static partial class ListenLog
{
    [LoggerMessage(EventId = 3107, Level = LogLevel.Error, Message = "A connection to {Local} can't be accepted: {Reason}")]
    public static partial void AcceptFailed(ILogger logger, string local, string reason);

    [LoggerMessage(EventId = 3110, Level = LogLevel.Information, Message = "Called {Client} home at {Endpoint}")]
    public static partial void CalledHome(ILogger logger, string client, string endpoint);

    [LoggerMessage(EventId = 3111, Level = LogLevel.Warning, Message = "{Client} can't be called home at {Endpoint}: {Reason}")]
    public static partial void CallHomeFailed(ILogger logger, string client, string endpoint, string reason);

    [LoggerMessage(EventId = 3112, Level = LogLevel.Information, Message = "Configured endpoint {Name} listens on {Local}")]
    public static partial void Listening(ILogger logger, string name, string local);

    [LoggerMessage(EventId = 3113, Level = LogLevel.Error, Message = "Configured endpoint {Name} can't be served: {Reason}")]
    public static partial void NotListening(ILogger logger, string name, string reason);
}
