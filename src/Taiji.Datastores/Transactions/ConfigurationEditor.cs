using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>Everything that changes a configuration: running through the pipeline, the candidate in place.</summary>
internal sealed class ConfigurationEditor
{
    private readonly RunningStore _running;
    private readonly CandidateStore _candidate;
    private readonly LockTable _locks;
    private readonly LeafTransformer _transformer;
    private readonly ChangeEvaluator _evaluator;
    private readonly IChangeValidator _validator;
    private readonly CommitPipeline _pipeline;

    /// <summary>Makes the editor.</summary>
    /// <param name="running">Running.</param>
    /// <param name="candidate">The shared candidate.</param>
    /// <param name="locks">The global locks.</param>
    /// <param name="transformer">Rewrites edits before they are applied.</param>
    /// <param name="evaluator">Authorises.</param>
    /// <param name="validator">The schema's constraints.</param>
    /// <param name="pipeline">The only writer of running.</param>
    public ConfigurationEditor(
        RunningStore running, CandidateStore candidate, LockTable locks, LeafTransformer transformer, ChangeEvaluator evaluator, IChangeValidator validator,
        CommitPipeline pipeline)
    {
        _running = running;
        _candidate = candidate;
        _locks = locks;
        _transformer = transformer;
        _evaluator = evaluator;
        _validator = validator;
        _pipeline = pipeline;
    }

    /// <summary>Edits running.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> EditRunningAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken)
    {
        var result = await _pipeline.RunAsync(
            new ChangeRequest
            {
                Session = session,
                Transaction = new Transaction { Edits = _transformer.Apply(edits), ErrorOption = options.ErrorOption },
                Precondition = options.Precondition,
                IsTest = options.TestOption == TestOption.TestOnly,
                Comment = options.Comment,
            },
            cancellationToken).ConfigureAwait(false);
        return Finish(result.Before, result.After, result.Errors, options);
    }

    /// <summary>Edits the candidate. Its constraints are looked at when it is validated or committed (RFC 7950 §8.3.3), or at once with test-only.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    public EditResult EditCandidate(Session session, IReadOnlyList<Edit> edits, EditOptions options)
    {
        var transaction = new Transaction { Edits = _transformer.Apply(edits), ErrorOption = options.ErrorOption };
        var (before, after, errors) = _candidate.Edit(state =>
        {
            _locks.DemandFree(session, Datastore.Candidate);
            if (options.Precondition?.Invoke(state.Content) is { } refused) throw new RpcErrorException(refused);
            return ApplyToCandidate(session, transaction, state, options.TestOption == TestOption.TestOnly);
        });
        return Finish(before, after, errors, options);
    }

    /// <summary>Commits the candidate: its edits, replayed over running.</summary>
    /// <param name="session">Who.</param>
    /// <param name="comment">Kept with the commit.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> CommitAsync(Session session, string? comment, CancellationToken cancellationToken)
    {
        var state = _candidate.Current;
        var request = new ChangeRequest { Session = session, Transaction = state.ToTransaction(), AlsoLocked = Datastore.Candidate, Comment = comment };
        var result = await _pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
        _candidate.Committed(state, result.After);
        return new EditResult(result.Before, result.After, result.Errors);
    }

    /// <summary>Reverts the candidate to running.</summary>
    /// <param name="session">Who.</param>
    public void DiscardChanges(Session session) => _candidate.Discard(() => _locks.DemandFree(session, Datastore.Candidate));

    /// <summary>Copies one datastore onto another.</summary>
    /// <param name="session">Who.</param>
    /// <param name="source">From.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task CopyAsync(Session session, Datastore source, Datastore target, CancellationToken cancellationToken)
    {
        if (source == target) throw Errors.InvalidValue($"{Errors.Name(source)} can't be copied onto itself.");
        switch (source, target)
        {
            case (Datastore.Running or Datastore.Intended, Datastore.Candidate):
                DiscardChanges(session);
                break;

            case (Datastore.Candidate, Datastore.Running):
                var state = _candidate.Current;
                var result = await EditRunningAsync(session, [ReplaceAll(state.Content.Tree)], new EditOptions(), cancellationToken).ConfigureAwait(false);
                _candidate.Committed(state, result.After);
                break;

            default:
                throw Errors.NotSupported($"{Errors.Name(source)} can't be copied onto {Errors.Name(target)}.");
        }
    }

    /// <summary>Makes a configuration that came with the request the whole content of a datastore.</summary>
    /// <param name="session">Who.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task CopyAsync(Session session, DataTree config, Datastore target, CancellationToken cancellationToken)
    {
        switch (target)
        {
            case Datastore.Running:
                return EditRunningAsync(session, [ReplaceAll(config)], new EditOptions(), cancellationToken);

            case Datastore.Candidate:
                EditCandidate(session, [ReplaceAll(config)], new EditOptions());
                return Task.CompletedTask;

            default:
                throw Errors.NotSupported($"{Errors.Name(target)} can't be written.");
        }
    }

    /// <summary>Deletes a datastore (RFC 6241 §7.4): there is none that can be.</summary>
    /// <param name="session">Who.</param>
    /// <param name="target">Which.</param>
    public void Delete(Session session, Datastore target)
    {
        _locks.DemandFree(session, target);
        throw target == Datastore.Startup
            ? Errors.NotSupported("This server has no startup datastore.") : Errors.InvalidValue($"{Errors.Name(target)} can't be deleted.");
    }

    /// <summary>Validates a datastore; for the candidate: what its commit would make of running.</summary>
    /// <param name="datastore">Running or candidate.</param>
    /// <exception cref="RpcErrorException">All errors.</exception>
    public void Validate(Datastore datastore)
    {
        switch (datastore)
        {
            case Datastore.Running or Datastore.Intended:
                Demand(_validator.CheckAll(_running.Current.Tree));
                break;

            case Datastore.Candidate:
                var running = _running.Current;
                var applied = _candidate.Current.ToTransaction().ApplyTo(running);
                Demand(_validator.Check(new DataDiff(running.Tree, _validator.CleanUp(running.Tree, applied.Tree))));
                break;

            default:
                throw Errors.NotSupported($"{Errors.Name(datastore)} can't be validated.");
        }
    }

    /// <summary>Validates a configuration that came with the request.</summary>
    /// <param name="config">The configuration.</param>
    /// <exception cref="RpcErrorException">All errors.</exception>
    public void Validate(DataTree config) => Demand(_validator.CheckAll(_validator.CleanUp(DataTree.Empty(config.Schema), config)));

    private static Edit ReplaceAll(DataTree config) => new(EditOperation.Replace, new DataPath(config.Schema), config);

    private static void Demand(IReadOnlyList<RpcError> errors)
    {
        if (errors.Any(e => e.Severity == ErrorSeverity.Error)) throw new RpcErrorException(errors);
    }

    // Stop-on-error: what was applied before the error stays, and the error is the answer.
    private static EditResult Finish(DatastoreSnapshot before, DatastoreSnapshot after, IReadOnlyList<RpcError> errors, EditOptions options) =>
        errors.Count > 0 && options.ErrorOption == ErrorOption.StopOnError ? throw new RpcErrorException(errors) : new EditResult(before, after, errors);

    private AppliedEdits ApplyToCandidate(Session session, Transaction transaction, CandidateState state, bool isTest)
    {
        var current = state.Content.Tree;
        var applied = transaction.ApplyTo(state.Content);
        var unchanged = applied with { Tree = current };
        if (ReferenceEquals(applied.Tree, current)) return unchanged;
        var after = _validator.CleanUp(current, applied.Tree);
        var diff = new DataDiff(current, after);
        if (!diff.IsEmpty) _evaluator.Authorise(session, _running.Current.Tree, diff);
        if (isTest) Demand(_validator.Check(new DataDiff(state.Base.Tree, after)));
        return isTest || diff.IsEmpty ? unchanged : applied with { Tree = after };
    }
}
