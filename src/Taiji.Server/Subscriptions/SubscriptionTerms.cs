using Taiji.Datastores.Store;
using Taiji.Server.Filters;

namespace Taiji.Server.Subscriptions;

/// <summary>What a subscription is to (RFC 8639 §2.4.2, RFC 8641 §4.2).</summary>
internal sealed record SubscriptionTerms
{
    /// <summary>The event stream; null for a datastore's.</summary>
    public string? Stream { get; init; }

    /// <summary>The datastore; null for a stream's.</summary>
    public Datastore? Datastore { get; init; }

    /// <summary>Which of the two.</summary>
    public SubscriptionTarget Target => Stream is null ? SubscriptionTarget.Datastore : SubscriptionTarget.Stream;

    /// <summary>The filter; null for everything.</summary>
    public FilterSpecification? Specification { get; init; }

    /// <summary>The name by which the filter is referenced; null when it came with the subscription.</summary>
    public string? FilterName { get; init; }

    /// <summary>What is selected; null for everything.</summary>
    public DataFilter? Filter => Specification?.Filter;

    /// <summary>The encoding of its notifications, as an identity of ietf-subscribed-notifications.</summary>
    public string Encoding { get; init; } = "encode-xml";

    /// <summary>The identity of the transport to the receivers, with its module's name; null for a dynamic subscription.</summary>
    public string? Transport { get; init; }

    /// <summary>What whoever configured it says it is for.</summary>
    public string? Purpose { get; init; }

    /// <summary>From when on what is kept of the stream comes first; null for no replay.</summary>
    public DateTimeOffset? ReplayStart { get; init; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset? StopTime { get; init; }

    /// <summary>From update to update; null when it isn't periodic.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Updates are sent at multiples of the period from then; null for from the first one.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>Whether updates are sent when something changes.</summary>
    public bool IsOnChange { get; init; }

    /// <summary>The least time between two updates on change.</summary>
    public TimeSpan Dampening { get; init; }

    /// <summary>Whether all that is selected is sent at first.</summary>
    public bool SyncOnStart { get; init; } = true;

    /// <summary>Changes that aren't told, by the names of RFC 8641's change-type.</summary>
    public IReadOnlySet<string> Excluded { get; init; } = new HashSet<string>();

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">The others.</param>
    public bool AreSame(SubscriptionTerms other) => this with { Excluded = other.Excluded } == other && Excluded.SetEquals(other.Excluded);

    /// <summary>Whether what is sent by these terms can go on by the others, rather than begin anew.</summary>
    /// <param name="other">The others.</param>
    public bool CanBecome(SubscriptionTerms other) => AreSame(other with
    {
        Specification = Specification, FilterName = FilterName, StopTime = StopTime, Period = other.Period is null ? null : Period, Anchor = Anchor, Dampening = Dampening, Purpose = Purpose,
    });

    /// <summary>When the next periodic update is due.</summary>
    /// <param name="now">Now.</param>
    /// <param name="first">When the first was sent.</param>
    public DateTimeOffset NextUpdate(DateTimeOffset now, DateTimeOffset first)
    {
        var anchor = Anchor ?? first;
        return anchor + ((Math.Floor((now - anchor) / Period!.Value) + 1) * Period.Value);
    }
}
