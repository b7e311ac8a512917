using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Staging;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>What is done to a candidate: edited in place, committed through the pipeline.</summary>
/// <param name="switches">Which datastores there are.</param>
/// <param name="running">Running.</param>
/// <param name="candidates">The candidates.</param>
/// <param name="locks">The locks.</param>
/// <param name="transformer">Rewrites edits before they are applied.</param>
/// <param name="evaluator">Authorises.</param>
/// <param name="validator">The schema's constraints.</param>
/// <param name="pipeline">The only writer of running.</param>
/// <param name="confirmations">Watches confirmed commits.</param>
/// <param name="conflicts">Says who changed what conflicts.</param>
/// <param name="codec">How changes of startup are kept.</param>
internal sealed class CandidateEditor(
    DatastoreSwitches switches, RunningStore running, CandidateTable candidates, LockTable locks, LeafTransformer transformer, ChangeEvaluator evaluator,
    IChangeValidator validator, CommitPipeline pipeline, Confirmations confirmations, ConflictTeller conflicts, IChangeCodec codec)
{
    /// <summary>Edits the candidate. Its constraints are looked at when it is validated or committed (RFC 7950 §8.3.3), or at once with test-only.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    public EditResult EditCandidate(Session session, IReadOnlyList<Edit> edits, EditOptions options)
    {
        switches.Demand(Datastore.Candidate);
        var transaction = new Transaction { Edits = transformer.Apply(edits), ErrorOption = options.ErrorOption };
        var (before, after, errors) = candidates.Of(session).Edit(state =>
        {
            locks.DemandFree(session, Datastore.Candidate);
            if (options.Precondition?.Invoke(state.Content) is { } refused) throw new RpcErrorException(refused);
            return ApplyToCandidate(session, transaction, state, options.TestOption == TestOption.TestOnly);
        }, options.TestOption == TestOption.TestOnly ? [] : options.Conditions);
        return EditOutcome.Of(before, after, errors, options);
    }

    /// <summary>Commits the candidate: its edits, replayed over running.</summary>
    /// <param name="session">Who.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> CommitAsync(Session session, CommitOptions options, CancellationToken cancellationToken)
    {
        switches.Demand(Datastore.Candidate);
        var candidate = candidates.Of(session);
        var state = candidate.Current;
        var held = OwnLock(session, candidate);
        var request = Request(session, state, options) with { ValidateLock = held };
        if (options.SavesStartup && switches.Startup == StartupMode.On)
            request = request with { Changes = [.. request.Changes, Datastore.Startup], Steps = [.. request.Steps, new SaveStartup(codec, session.User)] };
        var result = await conflicts.TellAsync(() => pipeline.RunAsync(request, cancellationToken), state.Base).ConfigureAwait(false);
        candidate.Committed(state, result.After);
        if (held is not null) locks.ReleaseValidate(held);
        if (options.Confirmed is not null) confirmations.Begin(session, options.Confirmed.Timeout);
        return new EditResult(result.Before, result.After, result.Errors) { ValidationWarnings = result.Warnings };
    }

    /// <summary>Reverts the candidate to running.</summary>
    /// <param name="session">Who.</param>
    public void DiscardChanges(Session session)
    {
        switches.Demand(Datastore.Candidate);
        candidates.Of(session).Discard(() => locks.DemandFree(session, Datastore.Candidate));
    }

    /// <summary>Brings a session's private candidate up to running (draft-ietf-netconf-privcand).</summary>
    /// <param name="session">Whose.</param>
    /// <param name="resolution">What to do about conflicts.</param>
    public void UpdateCandidate(Session session, ConflictResolution resolution)
    {
        switches.Demand(Datastore.Candidate);
        if (!session.HasPrivateCandidate) throw Errors.NotSupported("The candidate is shared: only a private one is updated.");
        var candidate = candidates.Of(session);
        var editedOn = candidate.Current.Base;
        try
        {
            candidate.Rebase(state => CandidateUpdate.Rebase(state, running.Current, resolution));
        }
        catch (RpcErrorException e)
        {
            throw conflicts.Tell(e, editedOn);
        }
    }

    /// <summary>What is in a session's candidate, against what running is now.</summary>
    /// <param name="session">Whose.</param>
    public CandidateStatus Status(Session session)
    {
        switches.Demand(Datastore.Candidate);
        var state = candidates.Of(session).Current;
        var now = running.Current;
        var found = ConflictFinder.Find(state.Base.Tree, state.Content.Tree, now.Tree);
        var errors = found.Count == 0 ? [] : conflicts.Tell(ConflictFinder.ToException(found, state.Base), state.Base).Errors;
        return new CandidateStatus(state.IsModified, state.Base.Sequence, now.Sequence, state.Content.LastModified, errors);
    }

    /// <summary>Validates what the commit of the candidate would make of running.</summary>
    /// <param name="session">Whose.</param>
    /// <returns>The warnings.</returns>
    /// <exception cref="RpcErrorException">All errors.</exception>
    public IReadOnlyList<RpcError> Validate(Session session) => EditOutcome.Demand(validator.Check(Changes(session)));

    /// <summary>What the commit of the candidate would change of running as it is now.</summary>
    /// <param name="session">Whose.</param>
    /// <exception cref="RpcErrorException">An edit applies no longer.</exception>
    public DataDiff Changes(Session session)
    {
        switches.Demand(Datastore.Candidate);
        var now = running.Current;
        var applied = candidates.Of(session).Current.ToTransaction().ApplyTo(now);
        return new DataDiff(now.Tree, validator.CleanUp(now.Tree, applied.Tree));
    }

    /// <summary>Validates what the commit of the candidate would make of running, and keeps others from changing either until it is committed.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="cancellationToken">Gives up; nothing is locked then.</param>
    /// <returns>The warnings.</returns>
    /// <exception cref="RpcErrorException">All errors; in-use: somebody else holds the validate lock or a lock on what it needs.</exception>
    public async Task<IReadOnlyList<RpcError>> ValidateCommitAsync(Session session, CancellationToken cancellationToken)
    {
        switches.Demand(Datastore.Candidate);
        var candidate = candidates.Of(session);
        var held = locks.TakeValidate(session, candidate);
        try
        {
            // Changes of others that were let in before the lock was there end before it is said to be held.
            await pipeline.SettleAsync(cancellationToken).ConfigureAwait(false);
            var result = await pipeline.RunAsync(Request(session, candidate.Current, new CommitOptions()) with { IsTest = true, ValidateLock = held }, cancellationToken).ConfigureAwait(false);
            return result.Warnings;
        }
        catch
        {
            locks.ReleaseValidate(held);
            throw;
        }
    }

    /// <summary>Clears the validate lock on a session's candidate, if there is one.</summary>
    /// <param name="session">Whose.</param>
    public void ClearValidateLock(Session session)
    {
        if (OwnLock(session, candidates.Of(session)) is { } held) locks.ReleaseValidate(held);
    }

    private ValidateLock? OwnLock(Session session, CandidateStore candidate) =>
        locks.Validate is { } held && held.Session == session && ReferenceEquals(held.Owner, candidate) ? held : null;

    private static ChangeRequest Request(Session session, CandidateState state, CommitOptions options)
    {
        StateStep step = options.Confirmed is { } confirmed ? new AwaitConfirmation(session, confirmed, options.PersistId) : new Confirm(session, options.PersistId);
        return new ChangeRequest
        {
            Session = session,
            Transaction = state.ToTransaction(),
            Changes = [Datastore.Running, Datastore.Candidate],
            Precondition = ContentCondition.Join(null, state.Conditions),
            Steps = session.HasPrivateCandidate && state.IsModified ? [step, new NoConflict(state.Base, state.Content.Tree)] : [step],
            Comment = options.Comment,
            Label = options.Label,
        };
    }

    private AppliedEdits ApplyToCandidate(Session session, Transaction transaction, CandidateState state, bool isTest)
    {
        var current = state.Content.Tree;
        evaluator.AuthoriseEdits(session, running.Current.Tree, transaction);
        var applied = transaction.ApplyTo(state.Content);
        var unchanged = applied with { Tree = current };
        if (ReferenceEquals(applied.Tree, current)) return unchanged;
        var after = validator.CleanUp(current, applied.Tree);
        var diff = new DataDiff(current, after);
        if (!diff.IsEmpty) evaluator.Authorise(session, running.Current.Tree, diff);
        if (isTest) EditOutcome.Demand(validator.Check(new DataDiff(state.Base.Tree, after)));
        return isTest || diff.IsEmpty ? unchanged : applied with { Tree = after };
    }
}
