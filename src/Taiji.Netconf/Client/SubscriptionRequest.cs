using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <summary>What a subscription was established as (RFC 8639 §2.4.2).</summary>
/// <param name="Id">The number its notifications carry.</param>
/// <param name="ReplayStartTimeRevision">Where replay begins instead, when the server keeps less than was asked for; null otherwise.</param>
public sealed record EstablishedSubscription(uint Id, DateTimeOffset? ReplayStartTimeRevision);

/// <summary>What to subscribe to: <see cref="StreamSubscription"/> or <see cref="DatastoreSubscription"/>.</summary>
public abstract record SubscriptionRequest
{
    /// <summary>What to select; null for everything.</summary>
    public NetconfFilter? Filter { get; init; }

    /// <summary>The name of a filter that is configured on the server, instead of <see cref="Filter"/>.</summary>
    public string? FilterName { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? StopTime { get; init; }

    /// <summary>The encoding's identity in ietf-subscribed-notifications, as <c>encode-xml</c>; null for the transport's.</summary>
    public string? Encoding { get; init; }

    /// <summary>The DSCP of its packets, 0 to 63; null for the server's choice.</summary>
    public int? Dscp { get; init; }

    /// <summary>Its share of the bandwidth among those that depend on the same subscription, 1 to 255; null for none.</summary>
    public int? Weighting { get; init; }

    /// <summary>The subscription whose updates come first; null for none.</summary>
    public uint? Dependency { get; init; }

    /// <summary>The parameters of establish-subscription.</summary>
    internal string ToParameters() =>
        ToTarget(isNew: true) + Parameter("stop-time", StopTime) + Parameter("dscp", Dscp) + Parameter("weighting", Weighting) + Parameter("dependency", Dependency)
        + (Encoding is null ? "" : Identity("encoding", Encoding, "sn", NetconfNamespaces.SubscribedNotifications));

    /// <summary>The parameters of modify-subscription.</summary>
    internal string ToModifiableParameters() => ToTarget(isNew: false) + Parameter("stop-time", StopTime);

    /// <summary>The target and what is told of it.</summary>
    /// <param name="isNew">With what can be told only at the beginning.</param>
    private protected abstract string ToTarget(bool isNew);
}

/// <summary>A subscription to an event stream (RFC 8639).</summary>
/// <param name="Stream">The stream's name, as <c>NETCONF</c>.</param>
public sealed record StreamSubscription(string Stream) : SubscriptionRequest
{
    /// <summary>Replay from then on; null for no replay.</summary>
    public DateTimeOffset? ReplayStartTime { get; init; }

    private protected override string ToTarget(bool isNew) =>
        (isNew ? Parameter("stream", Stream) : "") + Parameter("stream-filter-name", FilterName) + Filter?.ToNamed("stream-")
        + (isNew ? Parameter("replay-start-time", ReplayStartTime) : "");
}

/// <summary>A subscription to a datastore's content (RFC 8641): periodic or on change.</summary>
/// <param name="Datastore">Its identity's name in ietf-datastores.</param>
public sealed record DatastoreSubscription(string Datastore) : SubscriptionRequest
{
    /// <summary>The time between updates; null for a subscription on change. Sent in hundredths of a second.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>A moment from which the periods are counted; null for the server's choice.</summary>
    public DateTimeOffset? AnchorTime { get; init; }

    /// <summary>On change: the shortest time between updates.</summary>
    public TimeSpan DampeningPeriod { get; init; }

    /// <summary>On change: whether everything comes once at the beginning.</summary>
    public bool SyncOnStart { get; init; } = true;

    /// <summary>On change: kinds of changes that are not told: create, delete, insert, move, replace.</summary>
    public IReadOnlyList<string> ExcludedChanges { get; init; } = [];

    private protected override string ToTarget(bool isNew)
    {
        const string Name = "yp:datastore";
        var filter = Parameter("yp:selection-filter-ref", FilterName) + Filter?.ToNamed("yp:datastore-");
        var trigger = Period is { } period
            ? $"<yp:periodic>{Parameter("yp:period", Centiseconds(period))}{Parameter("yp:anchor-time", AnchorTime)}</yp:periodic>"
            : $"<yp:on-change>{Parameter("yp:dampening-period", Centiseconds(DampeningPeriod))}{(isNew ? OnlyWhenNew() : "")}</yp:on-change>";
        return Declared(DatastoreIdentity(Name, Datastore)) + Declared(filter) + Declared(trigger);
    }

    // Each element declares the prefix itself: the request's parts are put together as text.
    private static string Declared(string element)
    {
        var end = element.AsSpan().IndexOfAny(' ', '>', '/');
        return end < 0 ? element : element.Insert(end, $" xmlns:yp=\"{NetconfNamespaces.YangPush}\"");
    }

    private static long Centiseconds(TimeSpan time) => (long)(time.TotalMilliseconds / 10);

    private string OnlyWhenNew() =>
        Parameter("yp:sync-on-start", SyncOnStart ? "true" : "false") + string.Concat(ExcludedChanges.Select(c => Parameter("yp:excluded-change", c)));
}
