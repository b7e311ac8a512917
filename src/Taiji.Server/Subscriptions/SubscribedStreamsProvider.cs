using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>Gives <c>/ietf-subscribed-notifications:streams</c> (RFC 8639 §3.1).</summary>
/// <param name="operations">Knows the streams.</param>
public sealed class SubscribedStreamsProvider(Operations operations) : EntriesProvider<EventStreamStatus>(Path, "stream")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-subscribed-notifications:streams";

    /// <inheritdoc/>
    protected override IEnumerable<EventStreamStatus> Items => operations.Streams;

    /// <inheritdoc/>
    protected override string[] KeysOf(EventStreamStatus item) => [item.Stream.Name];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, EventStreamStatus item)
    {
        state.SetText(entry.Child("description"), item.Stream.Description);
        if (!item.Stream.HasReplay) return;
        state.SetText(entry.Child("replay-support"), "");
        if (item.LogCreated is { } since) state.SetText(entry.Child("replay-log-creation-time"), SubscriptionTermsWriter.Text(since));
        if (item.LogAged is { } newest) state.SetText(entry.Child("replay-log-aged-time"), SubscriptionTermsWriter.Text(newest));
    }
}
