using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>Sends what has changed in a datastore, when it has (RFC 8641 §3.3): in running and intended with each commit, in operational when it is applied.</summary>
/// <param name="operations">Has the datastore.</param>
internal sealed class OnChangeFeed(Operations operations) : ISubscriptionFeed
{
    // Whose receiver takes an update for longer than so many commits is suspended: after that only what differs in the end is told.
    private const int MostCommits = 1_000;

    private readonly Lock _sync = new();
    private List<CommitChange> _commits = [];
    private bool _isSending;

    /// <inheritdoc/>
    public async Task RunAsync(ActiveSubscription subscription, CancellationToken cancellationToken)
    {
        void OnCommitted(CommitChange change)
        {
            lock (_sync)
            {
                if (_commits.Count < MostCommits) _commits.Add(change);
                else subscription.IsSuspended |= _isSending;
            }

            subscription.Signal();
        }

        operations.Committed += OnCommitted;
        operations.Applied.Changed += subscription.Signal;
        try
        {
            await SendAsync(subscription, cancellationToken);
        }
        finally
        {
            operations.Applied.Changed -= subscription.Signal;
            operations.Committed -= OnCommitted;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private async Task SendAsync(ActiveSubscription subscription, CancellationToken cancellationToken)
    {
        var generation = 0;
        var terms = await subscription.TermsAsync();
        var told = await ReadAsync(subscription, terms, cancellationToken);
        var (toldAt, patch) = (subscription.Time.GetUtcNow(), 0L);
        // What is applied is reported by whoever applies it, whenever that is.
        var isReported = terms.Datastore == Datastore.Operational && operations.Applied.IsTracking;
        // It may be asked to send everything before it has begun.
        if (terms.SyncOnStart || subscription.Generation != generation) await SendAllAsync();
        while (true)
        {
            if (terms.StopTime <= subscription.Time.GetUtcNow()) return;
            var isSignalled = await subscription.WaitAsync(terms.StopTime, cancellationToken);
            if (isSignalled && terms.Dampening > TimeSpan.Zero) await DampenAsync(subscription, toldAt + terms.Dampening, generation, cancellationToken);
            terms = await subscription.TermsAsync();
            var now = await ReadAsync(subscription, terms, cancellationToken);
            var commits = Take(now.Snapshot.Sequence);
            await subscription.ResumeAsync();
            if (generation != subscription.Generation)
            {
                told = now;
                await SendAllAsync();
                continue;
            }

            if (commits.Count == 0 && !isReported) continue;
            var edits = isReported ? ChangeRecord.Of(told, now, terms, operations.Schema) : ChangeRecord.Of(told, now, commits, terms, operations.Schema);
            told = now;
            if (edits.Count == 0) continue;
            toldAt = subscription.Time.GetUtcNow();
            await SendAsync(subscription, new PushChangeMessage(subscription.Id, toldAt, patch++, edits));
        }

        ValueTask SendAllAsync()
        {
            generation = subscription.Generation;
            toldAt = subscription.Time.GetUtcNow();
            return SendAsync(subscription, new PushUpdateMessage(subscription.Id, toldAt, Selections.Of(told, terms, operations.Schema)));
        }
    }

    private async ValueTask SendAsync(ActiveSubscription subscription, SubscriptionMessage message)
    {
        lock (_sync) _isSending = true;
        await subscription.SendAsync(message);
        lock (_sync) _isSending = false;
    }

    /// <summary>Waits until the next update may be sent, or its terms have been modified.</summary>
    private static async Task DampenAsync(ActiveSubscription subscription, DateTimeOffset until, int generation, CancellationToken cancellationToken)
    {
        while (subscription.Time.GetUtcNow() < until && generation == subscription.Generation) await subscription.WaitAsync(until, cancellationToken);
    }

    private ValueTask<ReadResult> ReadAsync(ActiveSubscription subscription, SubscriptionTerms terms, CancellationToken cancellationToken) =>
        Selections.ReadAsync(operations, subscription.Receiver.Session, terms, cancellationToken);

    /// <summary>The commits that are in what was read, since the last time.</summary>
    private List<CommitChange> Take(long sequence)
    {
        lock (_sync)
        {
            var taken = _commits.FindAll(c => c.Sequence <= sequence);
            _commits = _commits.FindAll(c => c.Sequence > sequence);
            return taken;
        }
    }
}
