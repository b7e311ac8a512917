using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>Gives <c>/ietf-subscribed-notifications:subscriptions</c> (RFC 8639 §2.8): the dynamic subscriptions, which is all there are.</summary>
/// <param name="publisher">Has them.</param>
internal sealed class SubscriptionsProvider(SubscriptionPublisher publisher) : EntriesProvider<DynamicSubscription>(Path, "subscription")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-subscribed-notifications:subscriptions";

    /// <inheritdoc/>
    protected override IEnumerable<DynamicSubscription> Items => publisher.All;

    /// <inheritdoc/>
    protected override string[] KeysOf(DynamicSubscription item) => [item.Id.ToString(CultureInfo.InvariantCulture)];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, DynamicSubscription item)
    {
        SubscriptionTermsWriter.Write(state, entry, item.Terms);
        if (item.Receiver.Uri is { } uri && entry.Schema.FindModule("ietf-restconf-subscribed-notifications") is { IsImplemented: true })
            state.SetText(entry.Child("ietf-restconf-subscribed-notifications:uri"), uri);
        var receiver = entry.Child("receivers").Entry("receiver", item.Receiver.Name);
        state.SetText(receiver.Child("sent-event-records"), item.Sent.ToString(CultureInfo.InvariantCulture));
        state.SetText(receiver.Child("excluded-event-records"), item.ExcludedRecords.ToString(CultureInfo.InvariantCulture));
        state.SetText(receiver.Child("state"), item.IsSuspended ? "suspended" : "active");
    }
}
