using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>Hands notifications to their subscribers (RFC 5277): each has a bounded queue of its own, so that a slow one holds up nobody.</summary>
internal sealed class NotificationHub : INotificationPublisher, IDisposable
{
    /// <summary>The stream that has everything (RFC 5277 §3.2.3).</summary>
    public const string DefaultStream = "NETCONF";

    private readonly Lock _sync = new();
    private readonly RunningStore _running;
    private readonly IChangeValidator _validator;
    private readonly IAccessControl? _accessControl;
    private readonly int _capacity;
    private readonly HashSet<string> _streams = [DefaultStream];
    private volatile Subscription[] _subscriptions = [];
    private bool _isClosed;

    /// <summary>Makes a hub without subscribers.</summary>
    /// <param name="running">The rules in force.</param>
    /// <param name="validator">Checks contents.</param>
    /// <param name="accessControl">Null permits everything.</param>
    /// <param name="capacity">How far a subscriber may fall behind.</param>
    public NotificationHub(RunningStore running, IChangeValidator validator, IAccessControl? accessControl, int capacity = 1_000)
    {
        _running = running;
        _validator = validator;
        _accessControl = accessControl;
        _capacity = capacity;
    }

    /// <summary>Whether anybody listens.</summary>
    public bool HasSubscribers => _subscriptions.Length > 0;

    /// <inheritdoc/>
    public void Publish(NotificationRecord record, string stream = DefaultStream)
    {
        if (record.Content.RootNode is not NotificationNode notification) throw Errors.InvalidValue("The content is not rooted at a notification.");
        lock (_sync) _streams.Add(stream);
        var rules = _running.Current.Tree;
        var errors = _validator.CheckParameters(record.Content, rules, record.Target);
        if (errors.Count > 0) throw new RpcErrorException(errors);
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Stream != DefaultStream && subscription.Stream != stream) continue;
            if (_accessControl?.MayReceive(rules, subscription.Session, notification, record.Target) != false) subscription.Offer(record);
        }
    }

    /// <summary>Begins to listen: what is published from now on arrives.</summary>
    /// <param name="session">On whose behalf; its end ends the subscription.</param>
    /// <param name="stream">The stream.</param>
    /// <exception cref="RpcErrorException">invalid-value: there is no such stream.</exception>
    public Subscription Subscribe(Session session, string stream)
    {
        lock (_sync)
        {
            if (!_streams.Contains(stream)) throw Errors.InvalidValue($"There is no stream '{stream}'; there is {string.Join(", ", _streams.Order())}.");
            var subscription = new Subscription(session, stream, _capacity, Remove);
            _subscriptions = [.. _subscriptions, subscription];
            if (_isClosed) subscription.Dispose();
            else subscription.EndWith(session.Closed);
            return subscription;
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    public void Dispose()
    {
        lock (_sync) _isClosed = true;
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    private void Remove(Subscription subscription)
    {
        lock (_sync) _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
    }
}
