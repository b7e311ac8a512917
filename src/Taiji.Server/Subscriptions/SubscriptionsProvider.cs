using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Server.Subscriptions.Receivers;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>Gives <c>/ietf-subscribed-notifications:subscriptions</c> (RFC 8639 §2.8): dynamic subscriptions, and the state of configured ones.</summary>
/// <param name="publisher">Has the dynamic ones.</param>
/// <param name="configured">Has the others; null where there are none.</param>
internal sealed class SubscriptionsProvider(SubscriptionPublisher publisher, ConfiguredSubscriptions? configured = null) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-subscribed-notifications:subscriptions";

    /// <summary>Whether subscriptions can be configured.</summary>
    /// <param name="schema">The schema.</param>
    public static bool IsConfigured(YangSchema schema) => schema.FindModule("ietf-subscribed-notifications") is { } module && schema.Root.FindChild(module, "subscriptions") is { IsConfig: true };

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var at = DataPath.Parse(context.Running.Schema, Path);
        // Then a dynamic one is configuration that is in use though nobody configured it: a subscriber brought it.
        if (IsConfigured(context.Running.Schema)) context.ProvideConfiguration("ietf-origin:learned");
        foreach (var subscription in publisher.All) Write(state, at.Entry("subscription", subscription.Id.ToString(CultureInfo.InvariantCulture)), subscription);
        foreach (var subscription in configured?.All ?? [])
        {
            var entry = at.Entry("subscription", subscription.Settings.Id.ToString(CultureInfo.InvariantCulture));
            // One that has been removed since running was read isn't there for this reader.
            if (context.Running.TryFind(entry, out _)) ConfiguredState.Write(state, entry, subscription);
        }

        return ValueTask.CompletedTask;
    }

    private static void Write(DataTreeEditor state, DataPath entry, ActiveSubscription item)
    {
        state.Create(entry);
        SubscriptionTermsWriter.Write(state, entry, item.Terms);
        if (item.Receiver.Uri is { } uri && entry.Schema.FindModule("ietf-restconf-subscribed-notifications") is { IsImplemented: true })
            state.SetText(entry.Child("ietf-restconf-subscribed-notifications:uri"), uri);
        var receiver = entry.Child("receivers").Entry("receiver", item.Receiver.Name);
        state.SetText(receiver.Child("sent-event-records"), item.Sent.ToString(CultureInfo.InvariantCulture));
        state.SetText(receiver.Child("excluded-event-records"), item.ExcludedRecords.ToString(CultureInfo.InvariantCulture));
        state.SetText(receiver.Child("state"), item.IsSuspended ? "suspended" : "active");
    }
}
