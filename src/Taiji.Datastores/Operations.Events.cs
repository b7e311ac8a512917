using System.Runtime.CompilerServices;
using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores;

public sealed partial class Operations
{
    /// <summary>The streams of notifications, by name.</summary>
    public IReadOnlyList<EventStreamStatus> Streams => _hub.Streams;

    /// <summary>The time by the clock that events are told by.</summary>
    public DateTimeOffset Now => _hub.Now;

    /// <summary>Tells subscribers when the capabilities of the NETCONF server are others than it said last, even before a restart (RFC 6470 <c>netconf-capability-change</c>).</summary>
    /// <param name="capabilities">All that there are now.</param>
    public void TellCapabilities(IReadOnlyCollection<string> capabilities) => CapabilityEvents.Tell(_hub, Schema, capabilities);

    /// <summary>Tells subscribers when the YANG library is another than the one told of last, even before a restart (RFC 8525 <c>yang-library-update</c>).</summary>
    /// <param name="contentId">The library's content-id now.</param>
    public void TellLibrary(string contentId) => LibraryEvents.Tell(_hub, Schema, contentId);

    /// <summary>
    /// Listens to a stream (RFC 5277): what is kept of it when asked for, then what happens, with nothing missing or twice in between. A reader that falls more than 1,000 behind what
    /// happens loses the oldest and is told how many (<see cref="NotificationRecord.LostBefore"/>); one that reads what is kept does not. Only what the session may receive comes.
    /// </summary>
    /// <param name="session">On whose behalf; its end ends the stream.</param>
    /// <param name="request">What. It is checked, and counts, from this call on; the result must be enumerated.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">invalid-value: there is no such stream, or the times can't be; operation-failed: the stream has no replay.</exception>
    public IAsyncEnumerable<StreamItem> SubscribeAsync(Session session, StreamRequest request, CancellationToken cancellationToken) =>
        _hub.ReadAsync(_hub.Subscribe(session, request), request, cancellationToken);

    /// <summary>As the other one: what happens from now on.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="stream">The stream's name; <c>NETCONF</c> is the default one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<NotificationRecord> SubscribeAsync(Session session, string stream, CancellationToken cancellationToken) =>
        NotificationsAsync(SubscribeAsync(session, new StreamRequest(stream), cancellationToken), cancellationToken);

    /// <summary>Completes when all notifications that were published so far have been logged, and are with those who listen.</summary>
    public Task NotificationsDeliveredAsync() => _hub.DeliveredAsync();

    private static async IAsyncEnumerable<NotificationRecord> NotificationsAsync(IAsyncEnumerable<StreamItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (item.Notification is { } notification) yield return notification;
        }
    }
}
