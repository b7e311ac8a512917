using Microsoft.Extensions.Logging;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>What is told of configured subscriptions.</summary>
internal static partial class ReceiverLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "configured subscription {Id}: receiver {Receiver} at {Url} is active")]
    public static partial void Active(ILogger logger, uint id, string receiver, string url);

    [LoggerMessage(Level = LogLevel.Warning, Message = "configured subscription {Id}: receiver {Receiver} isn't served: {Message}")]
    public static partial void Unreachable(ILogger logger, uint id, string receiver, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "configured subscription {Id} is invalid: {Message}")]
    public static partial void Invalid(ILogger logger, uint id, string message);

    [LoggerMessage(Level = LogLevel.Error, Message = "configured subscription {Id}: sending to receiver {Receiver} failed")]
    public static partial void Fault(ILogger logger, uint id, string receiver, Exception exception);
}
