using System.Threading.Channels;
using Taiji.Netconf;

namespace Taiji.Server.Subscriptions;

/// <summary>What is sent to one receiver of a subscription: all of a dynamic one (RFC 8639 §2.4), one receiver's part of a configured one. It ends with its receiver at the latest.</summary>
internal sealed class ActiveSubscription : IDisposable
{
    private readonly Lock _sync = new();
    private readonly CancellationTokenSource _stop;
    // One signal stands for all that has happened since it was taken.
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StateChanges _states;
    private SubscriptionTerms _terms;
    private bool _isToTell;
    private long _sent, _excluded;
    private string? _reason;

    /// <summary>Makes one that hasn't begun.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="receiver">Who gets its notifications.</param>
    /// <param name="terms">What it is to.</param>
    /// <param name="states">Makes the messages about it.</param>
    /// <param name="time">The clock.</param>
    public ActiveSubscription(uint id, ISubscriptionReceiver receiver, SubscriptionTerms terms, StateChanges states, TimeProvider time)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(receiver.Ended);
        _terms = terms;
        _states = states;
        Id = id;
        Receiver = receiver;
        Time = time;
    }

    /// <summary>Its number.</summary>
    public uint Id { get; }

    /// <summary>Who gets its notifications.</summary>
    public ISubscriptionReceiver Receiver { get; }

    /// <summary>What it is to, as last modified.</summary>
    public SubscriptionTerms Terms
    {
        get
        {
            lock (_sync) return _terms;
        }
    }

    /// <summary>How often it was modified or is to be resynchronized: whoever sends looks whether that has changed.</summary>
    public int Generation { get; private set; }

    /// <summary>Where its replay begins instead, when less is kept than was asked for (RFC 8639 §2.4.2.1).</summary>
    public DateTimeOffset? ReplayStartRevision { get; init; }

    /// <summary>Whether it is suspended (RFC 8639 §2.4.1): its receiver takes less than happens.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>How it ended; known once it has.</summary>
    public SubscriptionEnd End { get; private set; }

    /// <summary>How many event records, or updates, were sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many event records were not, for the filter or access control.</summary>
    public long ExcludedRecords => Interlocked.Read(ref _excluded);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Completes, never with an exception, when it has ended.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Lets it send: whoever established it has been told.</summary>
    public void Begin() => _begin.TrySetResult();

    /// <summary>Starts.</summary>
    /// <param name="feed">Sends until there is nothing more to send.</param>
    /// <param name="ended">Called when it has ended.</param>
    public void Start(ISubscriptionFeed feed, Action<ActiveSubscription, Exception?> ended) => Completion = RunAsync(feed, ended);

    /// <summary>Other terms from now on (RFC 8639 §2.4.3).</summary>
    /// <param name="terms">They.</param>
    /// <param name="isTold">Whether the receiver is told, since it wasn't its subscriber's doing (RFC 8639 §2.7.2).</param>
    public void Modify(SubscriptionTerms terms, bool isTold = false)
    {
        lock (_sync)
        {
            _terms = terms;
            _isToTell |= isTold;
        }

        Resync();
    }

    /// <summary>The terms from here on. When somebody else has changed them the receiver is told first, between what was sent by the old ones and by the new ones.</summary>
    public async ValueTask<SubscriptionTerms> TermsAsync()
    {
        SubscriptionTerms terms;
        bool isToTell;
        lock (_sync)
        {
            (terms, isToTell) = (_terms, _isToTell);
            _isToTell = false;
        }

        if (isToTell) await SendAsync(_states.Modified(this, terms));
        return terms;
    }

    /// <summary>Sends all that is selected once more (RFC 8641 §4.4.4).</summary>
    public void Resync()
    {
        lock (_sync) Generation++;
        Signal();
    }

    /// <summary>Something may have to be sent.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Ends it.</summary>
    /// <param name="reason">The identity of the reason that the receiver is told (RFC 8639 §2.7.3); null to tell nothing.</param>
    public async Task EndAsync(string? reason = null)
    {
        _reason = reason;
        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }

        await Completion;
    }

    /// <summary>Waits for a signal.</summary>
    /// <param name="until">Gives up then; null to wait on.</param>
    /// <param name="cancellationToken">It ends.</param>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> WaitAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (_signals.Reader.TryRead(out _)) return true;
        if (until is null) return await _signals.Reader.ReadAsync(cancellationToken);
        var remaining = until - Time.GetUtcNow();
        if (remaining <= TimeSpan.Zero) return false;
        using var timer = new CancellationTokenSource(Clamp(remaining.Value), Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Sends an update, or says something of itself.</summary>
    /// <param name="message">The message.</param>
    public ValueTask SendAsync(SubscriptionMessage message)
    {
        if (message is not StateChangeMessage) Interlocked.Increment(ref _sent);
        return Receiver.SendAsync(message, false, Receiver.Ended);
    }

    /// <summary>Sends event records, in order.</summary>
    /// <param name="messages">They; not kept.</param>
    /// <param name="hasMore">Whether another one follows at once.</param>
    public ValueTask SendAsync(IReadOnlyList<EventMessage> messages, bool hasMore)
    {
        Interlocked.Add(ref _sent, messages.Count);
        return Receiver.SendAsync(messages, hasMore, Receiver.Ended);
    }

    /// <summary>Tells of it what comes before all else: that it has started, or goes on by other terms (RFC 8639 §2.7.1, §2.7.2).</summary>
    /// <param name="replay">Where its replay begins; null for a subscription that was told of before.</param>
    public ValueTask OpenAsync(ReplayBegin? replay) => SendAsync(replay is null ? _states.Modified(this, _terms) : _states.Started(this, _terms, replay));

    /// <summary>Tells of a change of its state.</summary>
    /// <param name="name">The notification.</param>
    /// <param name="reason">The identity of the reason, when it has one.</param>
    public ValueTask TellAsync(string name, string? reason = null) => SendAsync(_states.Of(this, name, reason));

    /// <summary>Tells that it was suspended and goes on (RFC 8639 §2.7.4, §2.7.5): its receiver hears of both when it reads again. Nothing to tell when it wasn't.</summary>
    public async ValueTask ResumeAsync()
    {
        if (!IsSuspended) return;
        await TellAsync("subscription-suspended", "unsupportable-volume");
        IsSuspended = false;
        await TellAsync("subscription-resumed");
    }

    /// <summary>Counts an event record that isn't sent.</summary>
    public void CountExcluded() => Interlocked.Increment(ref _excluded);

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private static TimeSpan Clamp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds, int.MaxValue - 1));

    private async Task RunAsync(ISubscriptionFeed feed, Action<ActiveSubscription, Exception?> ended)
    {
        Exception? fault = null;
        Receiver.Session.Enter();
        try
        {
            await _begin.Task.WaitAsync(_stop.Token);
            await feed.RunAsync(this, _stop.Token);
            // At its stop-time a dynamic one ends, and its receiver knows that (RFC 8639 §2.4.1): subscription-completed is for configured ones (§2.7.6).
            if (Receiver.IsToldOfCompletion) await TellAsync("subscription-completed");
            End = SubscriptionEnd.Completed;
        }
        catch (OperationCanceledException) when (!Receiver.Ended.IsCancellationRequested)
        {
            End = SubscriptionEnd.Ended;
            await TellEndAsync();
        }
        catch (Exception e) when (IsLoss(e))
        {
            End = SubscriptionEnd.Lost;
            // The receiver has gone; that has been logged where it did.
        }
        catch (Exception e)
        {
            (fault, End) = (e, SubscriptionEnd.Failed);
            _reason ??= "stream-unavailable";
            await TellEndAsync();
        }
        finally
        {
            await feed.DisposeAsync();
            ended(this, fault);
            Receiver.Session.Leave();
            Dispose();
        }
    }

    private static bool IsLoss(Exception e) => e is OperationCanceledException or NetconfException or IOException;

    private async Task TellEndAsync()
    {
        if (_reason is null) return;
        try
        {
            await TellAsync("subscription-terminated", _reason);
        }
        catch (Exception e) when (IsLoss(e))
        {
            // Nobody is there to be told.
        }
    }
}

/// <summary>How a subscription ended.</summary>
internal enum SubscriptionEnd
{
    /// <summary>It hasn't.</summary>
    None,

    /// <summary>Its stop-time came.</summary>
    Completed,

    /// <summary>Somebody ended it.</summary>
    Ended,

    /// <summary>Its receiver can't be reached any more.</summary>
    Lost,

    /// <summary>Something is wrong with what it is to.</summary>
    Failed,
}

/// <summary>Where the replay of a configured subscription begins (RFC 8639 §2.5.6).</summary>
/// <param name="Start">The time; null without a replay.</param>
/// <param name="Previous">The time of the event record before that; null when there is none.</param>
internal sealed record ReplayBegin(DateTimeOffset? Start, DateTimeOffset? Previous);
