using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Transactions;

/// <summary>What a <see cref="ConfigurationTransaction"/> needs of the datastores, step by step.</summary>
/// <param name="running">Running.</param>
/// <param name="locks">The locks.</param>
/// <param name="transformer">Rewrites edits before they are applied.</param>
/// <param name="evaluator">Authorises.</param>
/// <param name="validator">The schema's constraints.</param>
/// <param name="pipeline">The only writer of running.</param>
/// <param name="confirmations">Watches confirmed commits.</param>
/// <param name="conflicts">Says who changed what conflicts.</param>
/// <param name="preview">Writes differences down.</param>
internal sealed class TransactionSteps(
    RunningStore running, LockTable locks, LeafTransformer transformer, ChangeEvaluator evaluator, IChangeValidator validator, CommitPipeline pipeline,
    Confirmations confirmations, ConflictTeller conflicts, ChangePreview preview)
{
    /// <summary>Writes differences down.</summary>
    public ChangePreview Preview => preview;

    /// <summary>Begins a transaction on running as it is now.</summary>
    /// <param name="session">Who.</param>
    public ConfigurationTransaction Begin(Session session) => new(this, session, running.Current);

    /// <summary>Edits of a transaction, applied to what it has made so far.</summary>
    /// <param name="content">That.</param>
    /// <param name="edits">In order.</param>
    /// <exception cref="RpcErrorException">One doesn't apply.</exception>
    public DataTree ApplyTo(DataTree content, IReadOnlyList<Edit> edits)
    {
        var after = new Transaction { Edits = transformer.Apply(edits) }.ApplyTo(new DatastoreSnapshot(content, 0, default)).Tree;
        return ReferenceEquals(after, content) ? content : validator.CleanUp(content, after);
    }

    /// <summary>What others have changed since a transaction began that it changes or has read: an error for each node, with the user and the time.</summary>
    /// <param name="pending">The transaction.</param>
    public IReadOnlyList<RpcError> Conflicts(PendingTransaction pending)
    {
        var found = ConflictFinder.Find(pending.Base.Tree, pending.Content, running.Current.Tree, pending.Reads);
        return found.Count == 0 ? [] : conflicts.Tell(ConflictFinder.ToException(found, pending.Base), pending.Base).Errors;
    }

    /// <summary>What the commit of a transaction would be refused for now, locks aside.</summary>
    /// <param name="session">Who.</param>
    /// <param name="pending">The transaction.</param>
    /// <param name="warnings">What validators warn of.</param>
    public IReadOnlyList<RpcError> Check(Session session, PendingTransaction pending, out IReadOnlyList<RpcError> warnings)
    {
        warnings = [];
        try
        {
            if (Conflicts(pending) is { Count: > 0 } conflicting) return conflicting;
            var diff = Changes(pending);
            evaluator.Authorise(session, diff.Before, diff);
            var found = validator.Check(diff).ToLookup(e => e.Severity);
            warnings = [.. found[ErrorSeverity.Warning]];
            return [.. found[ErrorSeverity.Error]];
        }
        catch (RpcErrorException e)
        {
            return e.Errors;
        }
    }

    /// <summary>What the commit of a transaction would change of running as it is now.</summary>
    /// <param name="pending">The transaction.</param>
    /// <exception cref="RpcErrorException">An edit doesn't apply.</exception>
    public DataDiff Changes(PendingTransaction pending)
    {
        var now = running.Current.Tree;
        return new DataDiff(now, ReferenceEquals(now, pending.Base.Tree) ? pending.Content : ApplyTo(now, pending.Edits()));
    }

    /// <summary>Puts a transaction on running as it is now.</summary>
    /// <param name="pending">The transaction.</param>
    /// <param name="resolution">What becomes of what others have changed too.</param>
    /// <exception cref="RpcErrorException">The conflicts, when they are the answer asked for.</exception>
    public PendingTransaction Rebase(PendingTransaction pending, ConflictResolution resolution)
    {
        try
        {
            var state = new CandidateState(pending.Base, pending.Base with { Tree = pending.Content }, [.. pending.Edits()], 0);
            var rebased = CandidateUpdate.Rebase(state, running.Current, resolution);
            return new PendingTransaction(rebased.Base, rebased.Content.Tree, []);
        }
        catch (RpcErrorException e)
        {
            throw conflicts.Tell(e, pending.Base);
        }
    }

    /// <summary>Validates what a transaction would make of running, and keeps others from changing that until it is committed or the lock cleared.</summary>
    /// <param name="session">Who.</param>
    /// <param name="owner">The transaction, to be told apart from others.</param>
    /// <param name="pending">What is in it.</param>
    /// <param name="cancellationToken">Gives up; nothing is locked then.</param>
    /// <exception cref="RpcErrorException">All errors; in-use: somebody else holds the validate lock, or a lock on running or what it changes of it.</exception>
    public async Task<(ValidateLock Held, IReadOnlyList<RpcError> Warnings)> ValidateCommitAsync(Session session, object owner, PendingTransaction pending, CancellationToken cancellationToken)
    {
        var held = locks.TakeValidate(session, owner);
        try
        {
            // Changes of others that were let in before the lock was there end before it is said to be held.
            await pipeline.SettleAsync(cancellationToken).ConfigureAwait(false);
            var request = Request(session, pending, new CommitOptions(), held) with { IsTest = true };
            var result = await conflicts.TellAsync(() => pipeline.RunAsync(request, cancellationToken), pending.Base).ConfigureAwait(false);
            return (held, result.Warnings);
        }
        catch
        {
            locks.ReleaseValidate(held);
            throw;
        }
    }

    /// <summary>Clears a validate lock.</summary>
    /// <param name="held">Which.</param>
    public void Clear(ValidateLock held) => locks.ReleaseValidate(held);

    /// <summary>Whether a validate lock is still held: the end of its session, or kill-session, takes it.</summary>
    /// <param name="held">Which.</param>
    public bool IsHeld(ValidateLock held) => ReferenceEquals(locks.Validate, held);

    /// <summary>Has participants prepare for a transaction.</summary>
    /// <param name="session">Who.</param>
    /// <param name="pending">The transaction.</param>
    /// <param name="options">Label and comment, and whether it will be a confirmed commit.</param>
    /// <param name="held">Its validate lock.</param>
    /// <param name="cancellationToken">Gives up; participants hear abort.</param>
    public async Task<ChangeInProgress> PrepareAsync(Session session, PendingTransaction pending, CommitOptions options, ValidateLock held, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.PrepareAsync(Request(session, pending, options, held), cancellationToken).ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            throw conflicts.Tell(e, pending.Base);
        }
    }

    /// <summary>Gives up what is prepared.</summary>
    /// <param name="prepared">It.</param>
    public Task AbortAsync(ChangeInProgress prepared) => pipeline.AbortAsync(prepared);

    /// <summary>Commits a transaction.</summary>
    /// <param name="session">Who.</param>
    /// <param name="pending">The transaction.</param>
    /// <param name="options">Label and comment, and whether it is a confirmed commit.</param>
    /// <param name="held">Its validate lock; null for none.</param>
    /// <param name="prepared">What is prepared of it; null for nothing.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> CommitAsync(
        Session session, PendingTransaction pending, CommitOptions options, ValidateLock? held, ChangeInProgress? prepared, CancellationToken cancellationToken)
    {
        var request = Request(session, pending, options, held);
        var result = await conflicts.TellAsync(
            () => prepared is null ? pipeline.RunAsync(request, cancellationToken) : pipeline.CommitAsync(prepared, request, cancellationToken), pending.Base).ConfigureAwait(false);
        if (options.Confirmed is { } confirmed) confirmations.Begin(session, confirmed.Timeout);
        return new EditResult(result.Before, result.After, result.Errors) { ValidationWarnings = result.Warnings };
    }

    private static ChangeRequest Request(Session session, PendingTransaction pending, CommitOptions options, ValidateLock? held)
    {
        var noConflict = new NoConflict(pending.Base, pending.Content, pending.Reads);
        StateStep? confirmation = options switch
        {
            { Confirmed: { } confirmed } => new AwaitConfirmation(session, confirmed, options.PersistId),
            { PersistId: not null } => new Confirm(session, options.PersistId),
            _ => null,
        };
        return new ChangeRequest
        {
            Session = session,
            Transaction = new Transaction { Edits = pending.Edits(), Base = pending.Base, Result = pending.Content },
            Steps = confirmation is null ? [noConflict] : [confirmation, noConflict],
            ValidateLock = held,
            Comment = options.Comment,
            Label = options.Label,
        };
    }
}

/// <summary>What is in a transaction.</summary>
/// <param name="Base">What it began from.</param>
/// <param name="Content">What it made of that.</param>
/// <param name="Reads">What it read.</param>
internal sealed record PendingTransaction(DatastoreSnapshot Base, DataTree Content, IReadOnlyList<DataPath> Reads)
{
    /// <summary>By what they come to: what was made and unmade again touches nothing.</summary>
    public IReadOnlyList<Edit> Edits() => DiffDecoder.Decode(Content.Schema, DiffEncoder.Encode(new DataDiff(Base.Tree, Content)));
}
