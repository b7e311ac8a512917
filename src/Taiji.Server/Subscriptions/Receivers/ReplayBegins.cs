using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>Finds where the replay of a configured subscription begins (RFC 8639 §2.5.6).</summary>
internal static class ReplayBegins
{
    /// <summary>
    /// After the event record that the receiver has taken last, since the server started; without one, with what is kept since then. Null where there is no replay.
    /// </summary>
    /// <param name="desk">Has the streams.</param>
    /// <param name="session">On whose behalf.</param>
    /// <param name="terms">Which stream.</param>
    /// <param name="last">The time of the event record that was taken last.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ReplayBegin?> FindAsync(PublishingDesk desk, Session session, SubscriptionTerms terms, DateTimeOffset? last, CancellationToken cancellationToken)
    {
        if (desk.Operations.Streams.FirstOrDefault(s => s.Stream.Name == terms.Stream) is not { Stream.HasReplay: true } stream) return null;
        var start = last?.AddTicks(1) ?? new[] { desk.Booted, stream.LogCreated ?? default, stream.LogAged ?? default }.Max();
        return new ReplayBegin(start, await PreviousAsync(desk, session, terms.Stream!, start, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The time of the last event record before the replay.</summary>
    private static async Task<DateTimeOffset?> PreviousAsync(PublishingDesk desk, Session session, string stream, DateTimeOffset start, CancellationToken cancellationToken)
    {
        DateTimeOffset? previous = null;
        var request = new StreamRequest(stream) { From = DateTimeOffset.MinValue, Until = start.AddTicks(-1) };
        await foreach (var item in desk.Operations.SubscribeAsync(session, request, cancellationToken).ConfigureAwait(false))
        {
            if (item.Kind == StreamItemKind.Notification && item.Time < start && !(item.Time < previous)) previous = item.Time;
            if (item.Kind == StreamItemKind.ReplayComplete) break;
        }

        return previous;
    }
}
