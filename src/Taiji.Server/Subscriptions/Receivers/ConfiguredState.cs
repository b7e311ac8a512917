using System.Globalization;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>Writes the state of a configured subscription.</summary>
internal static class ConfiguredState
{
    /// <summary>Writes it.</summary>
    /// <param name="state">Receives it.</param>
    /// <param name="entry">Its entry of <c>/subscriptions</c>.</param>
    /// <param name="subscription">The subscription.</param>
    public static void Write(DataTreeEditor state, DataPath entry, ConfiguredSubscription subscription)
    {
        state.SetText(entry.Child("configured-subscription-state"), subscription.State);
        if (subscription.Settings.Flaw is { } flaw) state.SetText(entry.Child("taiji-https-receiver:invalid-reason"), flaw.Message);
        foreach (var receiver in subscription.Receivers)
        {
            var at = entry.Child("receivers").Entry("receiver", receiver.Settings.Name);
            if (receiver.ReplayStart is { } replay) state.SetText(entry.Child("replay-start-time"), SubscriptionTermsWriter.Text(replay));
            state.SetText(at.Child("sent-event-records"), receiver.Sent.ToString(CultureInfo.InvariantCulture));
            state.SetText(at.Child("excluded-event-records"), receiver.Excluded.ToString(CultureInfo.InvariantCulture));
            state.SetText(at.Child("state"), NameOf(receiver.State));
            if (receiver.LastFailure is { } failure) state.SetText(at.Child("taiji-https-receiver:last-failure"), failure);
        }
    }

    private static string NameOf(ReceiverState state) => state switch
    {
        ReceiverState.Active => "active",
        ReceiverState.Suspended => "suspended",
        ReceiverState.Disconnected => "disconnected",
        _ => "connecting",
    };
}
