namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>A subscription as configured.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Terms">What it is to; null when that can't be.</param>
/// <param name="Receivers">Who gets it.</param>
internal sealed record SubscriptionSettings(uint Id, SubscriptionTerms? Terms, IReadOnlyList<ReceiverSettings> Receivers)
{
    /// <summary>The encoding of its notifications; null for one that the receiver takes.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether what has happened since the server started comes first (RFC 8639 §2.5.6).</summary>
    public bool Replays { get; init; }

    /// <summary>Why it can't be; null when it can.</summary>
    public SubscriptionFlaw? Flaw { get; init; }
}

/// <summary>A receiver of a subscription.</summary>
/// <param name="Name">Its name in the subscription.</param>
/// <param name="Https">Where it is.</param>
internal sealed record ReceiverSettings(string Name, HttpsReceiver Https);

/// <summary>Why a configured subscription is invalid.</summary>
/// <param name="Message">For whoever mends it.</param>
/// <param name="Reason">For the receivers: an identity derived from subscription-terminated-reason (RFC 8639 §2.7.3).</param>
internal sealed record SubscriptionFlaw(string Message, string Reason);
