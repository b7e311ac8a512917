using System.Globalization;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>Makes the messages about a subscription's own state (RFC 8639 §2.7).</summary>
/// <param name="schema">The schema.</param>
/// <param name="time">The clock.</param>
internal sealed class StateChanges(YangSchema schema, TimeProvider time)
{
    private const string Module = "ietf-subscribed-notifications";
    private const string RestconfModule = "ietf-restconf-subscribed-notifications";

    /// <summary>A message.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="name">The notification.</param>
    /// <param name="reason">The identity of the reason, when it has one.</param>
    public StateChangeMessage Of(ActiveSubscription subscription, string name, string? reason)
    {
        if (Begin(subscription, name) is not var (path, content)) return new StateChangeMessage(subscription.Id, time.GetUtcNow(), name, null);
        if (reason is not null) content.SetText(path.Child("reason"), $"{Module}:{reason}");
        return new StateChangeMessage(subscription.Id, time.GetUtcNow(), name, content.Seal());
    }

    /// <summary><c>subscription-started</c>, with the terms (RFC 8639 §2.7.1): the first that a receiver of a configured subscription gets.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="replay">Where its replay begins.</param>
    public StateChangeMessage Started(ActiveSubscription subscription, SubscriptionTerms terms, ReplayBegin replay)
    {
        const string name = "subscription-started";
        if (Begin(subscription, name) is not var (path, content)) return new StateChangeMessage(subscription.Id, time.GetUtcNow(), name, null);
        SubscriptionTermsWriter.Write(content, path, terms with { FilterName = null, ReplayStart = replay.Start });
        if (replay is { Start: not null, Previous: { } previous }) content.SetText(path.Child("replay-previous-event-time"), SubscriptionTermsWriter.Text(previous));
        return new StateChangeMessage(subscription.Id, time.GetUtcNow(), name, content.Seal());
    }

    /// <summary><c>subscription-modified</c>, with the terms from now on (RFC 8639 §2.7.2).</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="terms">The terms.</param>
    public StateChangeMessage Modified(ActiveSubscription subscription, SubscriptionTerms terms)
    {
        const string name = "subscription-modified";
        if (Begin(subscription, name) is not var (path, content)) return new StateChangeMessage(subscription.Id, time.GetUtcNow(), name, null);
        // With the filter itself, not its name: that is what has changed (RFC 8640 §A.3.1).
        SubscriptionTermsWriter.Write(content, path, terms with { FilterName = null });
        // Over RESTCONF, where it is still to be fetched (RFC 8650 §6).
        if (subscription.Receiver.Uri is { } uri && schema.FindModule(RestconfModule) is { IsImplemented: true }) content.SetText(path.Child($"{RestconfModule}:uri"), uri);
        return new StateChangeMessage(subscription.Id, time.GetUtcNow(), name, content.Seal());
    }

    private (DataPath Path, DataTreeEditor Content)? Begin(ActiveSubscription subscription, string name)
    {
        if (schema.FindModule(Module) is not { } module || schema.Root.FindChild(module, name) is not NotificationNode notification) return null;
        var path = new DataPath(schema, notification);
        var content = DataTree.Empty(schema, notification).Edit();
        content.SetText(path.Child("id"), subscription.Id.ToString(CultureInfo.InvariantCulture));
        return (path, content);
    }
}
