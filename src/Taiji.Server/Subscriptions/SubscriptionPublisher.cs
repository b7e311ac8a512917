using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>
/// The publisher of RFC 8639 §1.2: establishes dynamic subscriptions for whichever protocol asks, and knows all there are. A protocol brings an <see cref="ISubscriptionReceiver"/>
/// and the input of the rpc; errors are the standards', for it to render.
/// </summary>
public sealed partial class SubscriptionPublisher : IDisposable
{
    private const int MostOfAReceiver = 64;

    private readonly ConcurrentDictionary<uint, ActiveSubscription> _all = new();
    private readonly Operations _operations;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NamedFilters _filters;
    private readonly SubscriptionTermsReader _reader;
    private readonly StateChanges _states;
    private uint _lastId;

    /// <summary>Makes a publisher without subscriptions.</summary>
    /// <param name="operations">The floor below.</param>
    /// <param name="loggers">Where faults are told.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public SubscriptionPublisher(Operations operations, ILoggerFactory loggers, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(operations);
        _operations = operations;
        _time = time ?? TimeProvider.System;
        _logger = loggers.CreateLogger("Taiji.Subscriptions");
        _filters = new NamedFilters(operations);
        _reader = new SubscriptionTermsReader(operations, _filters);
        _states = new StateChanges(operations.Schema, _time);
        // Where subscriptions are configured too, their ids are the lower half and those of dynamic ones the upper (RFC 8639 §6).
        if (SubscriptionsProvider.IsConfigured(operations.Schema)) _lastId = int.MaxValue;
        operations.Committed += OnCommitted;
    }

    /// <summary>The subscriptions there are, by their numbers.</summary>
    internal IEnumerable<ActiveSubscription> All => _all.Values.OrderBy(s => s.Id);

    /// <summary>Whether a subscription hasn't ended.</summary>
    /// <param name="subscription">One of this publisher's.</param>
    internal bool Has(ActiveSubscription subscription) => _all.ContainsKey(subscription.Id);

    /// <summary>The subscriptions of a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    internal IEnumerable<ActiveSubscription> Of(ISubscriptionReceiver receiver) => _all.Values.Where(s => s.Receiver == receiver);

    /// <summary>establish-subscription (RFC 8639 §2.4.2, RFC 8641 §4.4.1). It sends nothing before <see cref="ActiveSubscription.Begin"/>.</summary>
    /// <param name="receiver">Who gets its notifications.</param>
    /// <param name="input">The input of the rpc.</param>
    internal async ValueTask<ActiveSubscription> EstablishAsync(ISubscriptionReceiver receiver, DataTree input)
    {
        var terms = await _reader.ReadNewAsync(receiver.Session, input, _time.GetUtcNow());
        terms = terms with { Encoding = EncodingOf(receiver, input) };
        if (Of(receiver).Count() >= MostOfAReceiver) throw SubscriptionErrors.TooMany(MostOfAReceiver);
        var revision = terms.Stream is { } stream ? RevisionOf(stream, terms.ReplayStart) : null;
        var feed = SubscriptionFeeds.Make(_operations, receiver, terms, _time.GetUtcNow());
        var subscription = new ActiveSubscription(Interlocked.Increment(ref _lastId), receiver, terms, _states, _time) { ReplayStartRevision = revision };
        _all[subscription.Id] = subscription;
        subscription.Start(feed, OnEnded);
        return subscription;
    }

    /// <summary>The output of establish-subscription.</summary>
    /// <param name="subscription">What was established.</param>
    internal DataTree OutputOf(ActiveSubscription subscription)
    {
        var rpc = (OperationNode)new DataPath(_operations.Schema).Child("ietf-subscribed-notifications:establish-subscription").Node;
        var path = new DataPath(_operations.Schema, rpc.Output);
        var output = DataTree.Empty(_operations.Schema, rpc.Output).Edit();
        output.SetText(path.Child("id"), subscription.Id.ToString(CultureInfo.InvariantCulture));
        if (subscription.ReplayStartRevision is { } revision) output.SetText(path.Child("replay-start-time-revision"), SubscriptionTermsWriter.Text(revision));
        return output.Seal();
    }

    /// <summary>modify-subscription (RFC 8639 §2.4.3, RFC 8641 §4.4.2).</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="input">The input of the rpc.</param>
    internal async ValueTask ModifyAsync(Session session, DataTree input)
    {
        var subscription = Own(session, IdOf(input));
        subscription.Modify(await _reader.ReadModifiedAsync(session, input, subscription.Terms, _time.GetUtcNow()), subscription.Receiver.IsToldOfModification);
    }

    /// <summary>delete-subscription (RFC 8639 §2.4.4): one's own. Nothing more is sent once it returns.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="input">The input of the rpc.</param>
    internal Task DeleteAsync(Session session, DataTree input) => Own(session, IdOf(input)).EndAsync();

    /// <summary>kill-subscription (RFC 8639 §2.4.5): anybody's.</summary>
    /// <param name="input">The input of the rpc.</param>
    internal Task KillAsync(DataTree input)
    {
        var id = IdOf(input);
        return (_all.GetValueOrDefault(id) ?? throw SubscriptionErrors.NoSuchSubscription(id)).EndAsync("no-such-subscription");
    }

    /// <summary>resync-subscription (RFC 8641 §4.4.4).</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="input">The input of the rpc.</param>
    internal void Resync(Session session, DataTree input)
    {
        var id = IdOf(input);
        if (_all.GetValueOrDefault(id) is not { Terms.IsOnChange: true } found || !found.Receiver.IsOf(session)) throw SubscriptionErrors.NoSuchSubscriptionToResync(id);
        found.Resync();
    }

    /// <inheritdoc/>
    public void Dispose() => _operations.Committed -= OnCommitted;

    private static string EncodingOf(ISubscriptionReceiver receiver, DataTree input)
    {
        if (SubscriptionTarget.Stream.Child(input.Root, "encoding") is not { } leaf) return receiver.Encoding;
        var (module, name) = leaf.ValueText.Split(':') is [var m, var n] ? (m, n) : ("", leaf.ValueText);
        return module == SubscriptionTarget.Stream.Module && receiver.Supports(name) ? name : throw SubscriptionErrors.EncodingUnsupported(leaf.ValueText);
    }

    /// <summary>Where a replay begins when less is kept than is asked for; null when enough is.</summary>
    private DateTimeOffset? RevisionOf(string stream, DateTimeOffset? start)
    {
        if (start is not { } from || _operations.Streams.FirstOrDefault(s => s.Stream.Name == stream) is not { } status) return null;
        if (!status.Stream.HasReplay) throw SubscriptionErrors.ReplayUnsupported(stream);
        var kept = status.LogAged ?? status.LogCreated;
        return from < kept ? kept : null;
    }

    private static uint IdOf(DataTree input) => input.Root.ChildText("id") is { } id
        ? uint.Parse(id, CultureInfo.InvariantCulture) : throw SubscriptionErrors.Missing("id", "The subscription's <id> is missing.");

    private ActiveSubscription Own(Session session, uint id) =>
        _all.GetValueOrDefault(id) is { } found && found.Receiver.IsOf(session) ? found : throw SubscriptionErrors.NoSuchSubscription(id);

    private void OnEnded(ActiveSubscription subscription, Exception? fault)
    {
        _all.TryRemove(subscription.Id, out _);
        if (fault is not null) LogFault(subscription.Id, subscription.Receiver.Session.Id, fault);
    }

    /// <summary>A commit waits for this: what takes time is done later.</summary>
    private void OnCommitted(CommitChange change)
    {
        var concerned = _all.Values.Where(s => s.Terms.FilterName is not null).ToList();
        if (concerned.Count > 0 && _filters.AreConcernedBy(change)) _ = Task.Run(() => FollowFiltersAsync(concerned));
    }

    private async Task FollowFiltersAsync(List<ActiveSubscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            try
            {
                await FollowFilterAsync(subscription);
            }
#pragma warning disable CA1031 // One that fails keeps no other from being looked after.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFault(subscription.Id, subscription.Receiver.Session.Id, e);
                _ = subscription.EndAsync("filter-unavailable");
            }
        }
    }

    private async Task FollowFilterAsync(ActiveSubscription subscription)
    {
        var terms = subscription.Terms;
        if (terms.FilterName is not { } name) return;
        var filter = await _filters.FindAsync(subscription.Receiver.Session, terms.Target, name, SubscriptionErrors.Invalid);
        // It may take until its receiver reads again: nobody waits for that here.
        if (filter is null) _ = subscription.EndAsync("filter-unavailable");
        else if (!filter.Equals(terms.Specification)) subscription.Modify(terms with { Specification = filter }, isTold: true);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "subscription {Id} of session {SessionId} failed")]
    private partial void LogFault(uint id, uint sessionId, Exception exception);
}
