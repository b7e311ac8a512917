using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>Gives <c>/ietf-subscribed-notifications:subscriptions</c> (RFC 8639 §2.8): the dynamic subscriptions, which is all there are.</summary>
/// <param name="publisher">Has them.</param>
public sealed class SubscriptionsProvider(SubscriptionPublisher publisher) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-subscribed-notifications:subscriptions";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var subscriptions = new DataPath(context.Running.Schema).Child(Path[1..]);
        foreach (var subscription in publisher.All) Write(state, subscriptions.Entry("subscription", subscription.Id.ToString(CultureInfo.InvariantCulture)), subscription);
        return ValueTask.CompletedTask;
    }

    private static void Write(DataTreeEditor state, DataPath entry, DynamicSubscription subscription)
    {
        SubscriptionTermsWriter.Write(state, entry, subscription.Terms);
        if (subscription.Receiver.Uri is { } uri && entry.Schema.FindModule("ietf-restconf-subscribed-notifications") is { IsImplemented: true })
            state.SetText(entry.Child("ietf-restconf-subscribed-notifications:uri"), uri);
        var receiver = entry.Child("receivers").Entry("receiver", subscription.Receiver.Name);
        state.SetText(receiver.Child("sent-event-records"), subscription.Sent.ToString(CultureInfo.InvariantCulture));
        state.SetText(receiver.Child("excluded-event-records"), subscription.ExcludedRecords.ToString(CultureInfo.InvariantCulture));
        state.SetText(receiver.Child("state"), subscription.IsSuspended ? "suspended" : "active");
    }
}
