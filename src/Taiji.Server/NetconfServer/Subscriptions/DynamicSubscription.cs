using System.IO.Pipelines;
using System.Threading.Channels;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>A subscription that a session established (RFC 8639 §2.4): it ends with the session at the latest.</summary>
internal sealed class DynamicSubscription : IDisposable
{
    private readonly OperationContext _context;
    private readonly Func<DynamicSubscription, CancellationToken, Task> _feed;
    private readonly CancellationTokenSource _stop;
    // One signal stands for all that has happened since it was taken.
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string? _reason;

    /// <summary>Makes one that hasn't begun.</summary>
    /// <param name="context">Where it is.</param>
    /// <param name="session">Who gets its notifications.</param>
    /// <param name="terms">What it is to.</param>
    /// <param name="feed">Sends until there is nothing more to send.</param>
    public DynamicSubscription(OperationContext context, NetconfServerSession session, SubscriptionTerms terms, Func<DynamicSubscription, CancellationToken, Task> feed)
    {
        _context = context;
        _feed = feed;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(session.Ended);
        Session = session;
        Terms = terms;
        Id = context.Established.NextId();
    }

    /// <summary>Its number.</summary>
    public uint Id { get; }

    /// <summary>Who gets its notifications.</summary>
    public NetconfServerSession Session { get; }

    /// <summary>What it is to, as last modified.</summary>
    public SubscriptionTerms Terms { get; private set; }

    /// <summary>How often it was modified or is to be resynchronized: whoever sends looks whether that has changed.</summary>
    public int Generation { get; private set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => _context.Time;

    /// <summary>Completes, never with an exception, when it has ended.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    /// <param name="begin">Completes when its notifications may be sent.</param>
    public void Start(Task begin) => Completion = RunAsync(begin);

    /// <summary>Other terms from now on (RFC 8639 §2.4.3).</summary>
    /// <param name="terms">They.</param>
    public void Modify(SubscriptionTerms terms)
    {
        Terms = terms;
        Resync();
    }

    /// <summary>Sends all that is selected once more (RFC 8641 §4.4.3).</summary>
    public void Resync()
    {
        Generation++;
        Signal();
    }

    /// <summary>Something may have to be sent.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Ends it.</summary>
    /// <param name="reason">The identity of the reason that the subscriber is told (RFC 8639 §2.7.5); null to tell nothing.</param>
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
        var remaining = until - Time.GetUtcNow();
        if (remaining <= TimeSpan.Zero) return false;
        using var timer = new CancellationTokenSource(Clamp(remaining), Time);
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

    /// <summary>Sends a notification of this subscription's; one that has begun to leave leaves whole.</summary>
    /// <param name="ns">The namespace of its element.</param>
    /// <param name="name">The name of its element.</param>
    /// <param name="content">Writes what comes after the subscription's number; null for nothing.</param>
    public ValueTask SendAsync(string ns, string name, Func<PipeWriter, CancellationToken, ValueTask>? content) => Session.SendNotificationAsync(
        Time.GetUtcNow(),
        async (output, cancel) =>
        {
            output.WriteRaw($"<{name} xmlns=\"{ns}\"><id>{Id}</id>");
            if (content is not null) await content(output, cancel);
            output.WriteRaw($"</{name}>");
        },
        Session.Ended);

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private static TimeSpan Clamp(TimeSpan? time) => time is { } wait ? TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds, int.MaxValue - 1)) : Timeout.InfiniteTimeSpan;

    private async Task RunAsync(Task begin)
    {
        try
        {
            await begin.WaitAsync(_stop.Token);
            await _feed(this, _stop.Token);
            await SendAsync(NetconfNamespaces.SubscribedNotifications, "subscription-completed", null);
        }
        catch (OperationCanceledException) when (!Session.Ended.IsCancellationRequested)
        {
            await TellEndAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or NetconfException or IOException)
        {
            // The session has ended; that has been logged where it did.
        }
        catch (Exception e)
        {
            NetconfServerLog.SubscriptionFault(_context.Logger, Session.SessionId, e);
            _reason = "unsupportable-volume";
            await TellEndAsync();
        }
        finally
        {
            _context.Established.Remove(this);
            Session.HasSubscription = _context.Established.Of(Session).Any();
            Dispose();
        }
    }

    private async Task TellEndAsync()
    {
        if (_reason is null) return;
        try
        {
            await SendAsync(NetconfNamespaces.SubscribedNotifications, "subscription-terminated", (output, _) =>
            {
                output.WriteRaw($"<reason>{_reason}</reason>");
                return default;
            });
        }
        catch (Exception e) when (e is OperationCanceledException or NetconfException or IOException)
        {
            // Nobody is there to be told.
        }
    }
}
