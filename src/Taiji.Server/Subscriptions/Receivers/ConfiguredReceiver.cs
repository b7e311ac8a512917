using Taiji.Datastores.Sessions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>
/// A receiver of a configured subscription, with the states of RFC 8639 §2.5.1. It is connected to again and again, further apart each time; one that answers no is left alone until
/// it is reset or configured otherwise. Whenever it becomes active it is told subscription-started before all else.
/// </summary>
internal sealed class ConfiguredReceiver : IDisposable
{
    private const string Transport = "https-notif";

    private readonly Lock _sync = new();
    private readonly PublishingDesk _desk;
    private readonly uint _id;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _abort;
    private SubscriptionSettings _settings;
    private ActiveSubscription? _active;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;
    private DateTimeOffset? _lastRecord;
    private bool _isDisconnected, _goesOn;
    private long _sent, _excluded;
    private int _failures;

    /// <summary>Makes one that isn't connected.</summary>
    /// <param name="settings">What is configured of it.</param>
    /// <param name="subscription">The subscription, which is valid.</param>
    /// <param name="desk">What it is served with.</param>
    public ConfiguredReceiver(ReceiverSettings settings, SubscriptionSettings subscription, PublishingDesk desk)
    {
        (Settings, _settings, _desk, _id) = (settings, subscription, desk, subscription.Id);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(desk.Stopping);
    }

    /// <summary>What is configured of it.</summary>
    public ReceiverSettings Settings { get; }

    /// <summary>Its state.</summary>
    public ReceiverState State
    {
        get
        {
            lock (_sync) return _active is { } active ? active.IsSuspended ? ReceiverState.Suspended : ReceiverState.Active : _isDisconnected ? ReceiverState.Disconnected : ReceiverState.Connecting;
        }
    }

    /// <summary>How many event records, or updates, it was sent.</summary>
    public long Sent
    {
        get
        {
            lock (_sync) return _sent + (_active?.Sent ?? 0);
        }
    }

    /// <summary>How many event records it wasn't sent, for the filter or access control.</summary>
    public long Excluded
    {
        get
        {
            lock (_sync) return _excluded + (_active?.ExcludedRecords ?? 0);
        }
    }

    /// <summary>Where its last replay began; null without one.</summary>
    public DateTimeOffset? ReplayStart { get; private set; }

    /// <summary>What the last attempt failed of; null when it didn't.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Begins to serve it.</summary>
    public void Start() => _run = Task.Run(RunAsync);

    /// <summary>The subscription has been modified (RFC 8639 §2.5.3): the receiver is told, and sent what happens by the new terms.</summary>
    /// <param name="settings">The subscription.</param>
    public void Modify(SubscriptionSettings settings)
    {
        lock (_sync)
        {
            var old = _settings;
            _settings = settings;
            if (_active is { } active) Adjust(active, old);
            // One that said no may say yes to this.
            else Wake();
        }
    }

    /// <summary>The action <c>reset</c> (RFC 8639 §2.5.5): it is connected to at once, and told subscription-started.</summary>
    public void Reset()
    {
        lock (_sync)
        {
            if (_active is { } active) _ = active.EndAsync();
            else Wake();
        }
    }

    /// <summary>Ends it. One that is active is told (RFC 8639 §2.7.3), if it can be.</summary>
    /// <param name="reason">The identity of the reason.</param>
    public async Task EndAsync(string reason)
    {
        await _over.CancelAsync().ConfigureAwait(false);
        ActiveSubscription? active;
        lock (_sync) active = _active;
        if (active is not null) await active.EndAsync(reason).ConfigureAwait(false);
        await _run.ConfigureAwait(false);
    }

    /// <summary>Ends it at once, and tells it nothing: after the server's next start the subscription goes on.</summary>
    public async Task StopAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _abort.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync()
    {
        using var sender = _desk.MakeSender(Settings.Https);
        while (!_over.IsCancellationRequested)
        {
            Task wake;
            SubscriptionSettings settings;
            lock (_sync) (settings, wake) = (_settings, _wake.Task);
            if (settings.Terms!.StopTime <= _desk.Time.GetUtcNow()) return;
            try
            {
                var end = await ServeAsync(settings, sender).ConfigureAwait(false);
                if (end == SubscriptionEnd.Completed) return;
                if (end == SubscriptionEnd.Failed) _failures++;
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or RpcErrorException or OperationCanceledException)
            {
                Fail(e);
            }
#pragma warning disable CA1031 // What nobody thought of is told, and tried again like what was: a receiver must not be given up in silence.
            catch (Exception e)
            {
                ReceiverLog.Fault(_desk.Logger, _id, Settings.Name, e);
                Fail(e);
            }
#pragma warning restore CA1031

            if (_failures > 0) await WaitAsync(settings.Terms.StopTime, wake).ConfigureAwait(false);
        }
    }

    /// <summary>Connects, and sends until that ends.</summary>
    /// <exception cref="IOException">The receiver can't be reached.</exception>
    private async Task<SubscriptionEnd> ServeAsync(SubscriptionSettings settings, INotificationSender sender)
    {
        var encoding = Choose(settings.Encoding, await sender.DiscoverAsync(_over.Token).ConfigureAwait(false));
        var session = _desk.Operations.Sessions.Open(new SessionIdentity(Settings.Https.User, Transport));
        using var connection = new ReceiverConnection(session, Settings.Name, sender, encoding, _desk, _abort.Token);
        var replay = settings.Replays ? await ReplayBegins.FindAsync(_desk, session, settings.Terms!, _lastRecord, _over.Token).ConfigureAwait(false) : null;
        var terms = settings.Terms! with { Encoding = encoding, ReplayStart = replay?.Start };
        var feed = SubscriptionFeeds.Make(_desk.Operations, connection, terms, _desk.Time.GetUtcNow());
        var active = new ActiveSubscription(_id, connection, terms, _desk.States, _desk.Time);
        try
        {
            await active.OpenAsync(_goesOn ? null : replay ?? new ReplayBegin(null, null)).AsTask().WaitAsync(_over.Token).ConfigureAwait(false);
        }
        catch
        {
            await feed.DisposeAsync().ConfigureAwait(false);
            active.Dispose();
            throw;
        }

        Begin(active, feed, settings, replay?.Start);
        await active.Completion.ConfigureAwait(false);
        return Leave(active, connection);
    }

    private void Begin(ActiveSubscription active, ISubscriptionFeed feed, SubscriptionSettings settings, DateTimeOffset? replay)
    {
        ReceiverLog.Active(_desk.Logger, _id, Settings.Name, Settings.Https.Url);
        _failures = 0;
        lock (_sync)
        {
            active.Start(feed, (_, fault) =>
            {
                if (fault is null) return;
                LastFailure = fault.Message;
                ReceiverLog.Fault(_desk.Logger, _id, Settings.Name, fault);
            });
            (_active, _goesOn, _isDisconnected, LastFailure, ReplayStart) = (active, false, false, null, replay);
            if (_over.IsCancellationRequested) _ = active.EndAsync("no-such-subscription");
            else Adjust(active, settings);
        }

        active.Begin();
    }

    private SubscriptionEnd Leave(ActiveSubscription active, ReceiverConnection connection)
    {
        lock (_sync)
        {
            _active = null;
            _sent += active.Sent;
            _excluded += active.ExcludedRecords;
            _lastRecord = connection.LastRecord ?? _lastRecord;
        }

        if (active.End == SubscriptionEnd.Lost && !_over.IsCancellationRequested) throw connection.Failure ?? new IOException("Its session was ended.");
        return active.End;
    }

    /// <summary>Brings one that is active from other terms to those it is to have; by what it can't become, it begins anew.</summary>
    private void Adjust(ActiveSubscription active, SubscriptionSettings old)
    {
        if (ReferenceEquals(old, _settings)) return;
        var (before, now) = (old.Terms!, _settings.Terms!);
        if (old.Encoding == _settings.Encoding && old.Replays == _settings.Replays && before.AreSame(now)) return;
        if (old.Encoding == _settings.Encoding && old.Replays == _settings.Replays && before.CanBecome(now))
        {
            active.Modify(now with { Encoding = active.Terms.Encoding, ReplayStart = active.Terms.ReplayStart }, isTold: true);
            return;
        }

        _goesOn = true;
        _ = active.EndAsync();
    }

    private void Fail(Exception e)
    {
        _failures++;
        lock (_sync)
        {
            // Whoever has been lost is told from the beginning.
            (LastFailure, _isDisconnected, _goesOn) = (e.Message, e is ReceiverRefusedException, false);
        }

        if (_failures == 1 || e is ReceiverRefusedException) ReceiverLog.Unreachable(_desk.Logger, _id, Settings.Name, e.Message);
    }

    /// <summary>Waits for the next attempt, which a reset, and a modification, bring at once.</summary>
    private async Task WaitAsync(DateTimeOffset? stop, Task wake)
    {
        var delay = _isDisconnected ? Timeout.InfiniteTimeSpan : _desk.Options.DelayAfter(_failures);
        if (stop - _desk.Time.GetUtcNow() is { } left && left.TotalMilliseconds < int.MaxValue && (_isDisconnected || left < delay)) delay = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        await Task.WhenAny(Task.Delay(delay, _desk.Time, enough.Token), wake).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        lock (_sync) _isDisconnected = false;
    }

    private void Wake()
    {
        _wake.TrySetResult();
        _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static string Choose(string? wanted, IReadOnlyList<string> accepted)
    {
        if (wanted is null) return accepted.Count == 0 || accepted.Contains("encode-xml") ? "encode-xml" : accepted[0];
        return accepted.Count == 0 || accepted.Contains(wanted) ? wanted : throw new ReceiverRefusedException($"The receiver takes {string.Join(", ", accepted)}, and the subscription is to be {wanted}.");
    }
}
