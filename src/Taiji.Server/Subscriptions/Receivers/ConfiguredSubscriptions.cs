using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>The configured subscriptions (RFC 8639 §2.5): those that running has when the server starts, and what commits make of them.</summary>
internal sealed class ConfiguredSubscriptions : IHostedService, IDisposable
{
    private readonly Lock _sync = new();
    private readonly ConcurrentDictionary<uint, ConfiguredSubscription> _all = new();
    private readonly Operations _operations;
    private readonly SubscriptionSettingsReader _reader;
    private readonly NamedFilters _filters;
    private readonly PublishingDesk _desk;
    private readonly CancellationTokenSource _stopping = new();
    private long _sequence = -1;
    private bool _isStopping;

    /// <summary>Makes it; nothing is sent before it is started.</summary>
    /// <param name="operations">The floor below.</param>
    /// <param name="options">How receivers are treated.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it is told what becomes of receivers.</param>
    public ConfiguredSubscriptions(Operations operations, IOptions<ConfiguredSubscriptionOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _operations = operations;
        _filters = new NamedFilters(operations);
        _reader = new SubscriptionSettingsReader(new SubscriptionTermsReader(operations, _filters));
        _desk = new PublishingDesk(operations, new StateChanges(operations.Schema, time), time, options.Value, loggers.CreateLogger("Taiji.Subscriptions"), time.GetUtcNow(), _stopping.Token);
    }

    /// <summary>All there are, by their numbers.</summary>
    public IEnumerable<ConfiguredSubscription> All => _all.Values.OrderBy(s => s.Settings.Id);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _operations.Committed += OnCommitted;
        using var session = _operations.Sessions.Open(new SessionIdentity("system", "internal") { IsRecovery = true });
        var running = _operations.Begin(session).Content;
        lock (_sync)
        {
            // A commit in between has newer ones.
            if (_sequence < 0) Apply(running);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _operations.Committed -= OnCommitted;
        lock (_sync) _isStopping = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_all.Values.Select(s => s.StopAsync())).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void OnCommitted(CommitChange change)
    {
        // Where nothing is subscribed to, a large commit needn't be looked through.
        if (_all.IsEmpty && !SubscriptionSettingsReader.HasAny(change.Diff.After)) return;
        if (!_filters.OrSubscriptionsAreConcernedBy(change)) return;
        lock (_sync)
        {
            if (change.Sequence <= _sequence) return;
            _sequence = change.Sequence;
            Apply(change.Diff.After);
        }
    }

    private void Apply(DataTree running)
    {
        if (_isStopping) return;
        var configured = _reader.Read(running);
        foreach (var id in _all.Keys.Except(configured.Select(s => s.Id)).ToList())
        {
            if (_all.TryRemove(id, out var gone)) gone.End();
        }

        foreach (var settings in configured)
        {
            if (_all.TryGetValue(settings.Id, out var known))
            {
                known.Apply(settings);
                continue;
            }

            var made = new ConfiguredSubscription(_desk);
            made.Apply(settings);
            _all[settings.Id] = made;
        }
    }
}
