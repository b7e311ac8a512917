using Microsoft.Extensions.Logging;
using Taiji.Datastores;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>What the receivers of configured subscriptions are served with.</summary>
/// <param name="Operations">Has the streams and datastores.</param>
/// <param name="States">Makes the messages about a subscription.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">How receivers are treated.</param>
/// <param name="Logger">Where it is told what becomes of them.</param>
/// <param name="Booted">When the server started: a replay begins no earlier (RFC 8639 §2.5.6).</param>
/// <param name="Stopping">The server stops: whatever is still being told isn't any more.</param>
internal sealed record PublishingDesk(Operations Operations, StateChanges States, TimeProvider Time, ConfiguredSubscriptionOptions Options, ILogger Logger, DateTimeOffset Booted, CancellationToken Stopping)
{
    /// <summary>A way to a receiver.</summary>
    /// <param name="receiver">Which.</param>
    public INotificationSender MakeSender(HttpsReceiver receiver) => new HttpsSender(receiver, Options.Patience);
}
