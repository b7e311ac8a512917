using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Transactions;

/// <summary>Everything that changes a configuration: running through the pipeline, the candidate in place.</summary>
internal sealed class ConfigurationEditor
{
    private readonly DatastoreSwitches _switches;
    private readonly DatastoreReader _reader;
    private readonly RunningStore _running;
    private readonly CandidateTable _candidates;
    private readonly LockTable _locks;
    private readonly LeafTransformer _transformer;
    private readonly ChangeEvaluator _evaluator;
    private readonly IChangeValidator _validator;
    private readonly IChangeCodec _codec;
    private readonly CommitPipeline _pipeline;
    private readonly Confirmations _confirmations;
    private readonly ConflictTeller _conflicts;

    /// <summary>Makes the editor.</summary>
    /// <param name="switches">Which datastores there are.</param>
    /// <param name="reader">Gives their contents.</param>
    /// <param name="running">Running.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="locks">The global locks.</param>
    /// <param name="transformer">Rewrites edits before they are applied.</param>
    /// <param name="evaluator">Authorises.</param>
    /// <param name="validator">The schema's constraints.</param>
    /// <param name="codec">How changes of startup are kept.</param>
    /// <param name="pipeline">The only writer of running.</param>
    /// <param name="confirmations">Watches confirmed commits.</param>
    /// <param name="conflicts">Says who changed what conflicts.</param>
    public ConfigurationEditor(
        DatastoreSwitches switches, DatastoreReader reader, RunningStore running, CandidateTable candidates, LockTable locks, LeafTransformer transformer,
        ChangeEvaluator evaluator, IChangeValidator validator, IChangeCodec codec, CommitPipeline pipeline, Confirmations confirmations,
        ConflictTeller conflicts)
    {
        _switches = switches;
        _reader = reader;
        _running = running;
        _candidates = candidates;
        _locks = locks;
        _transformer = transformer;
        _evaluator = evaluator;
        _validator = validator;
        _codec = codec;
        _pipeline = pipeline;
        _confirmations = confirmations;
        _conflicts = conflicts;
    }

    /// <summary>Edits running.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> EditRunningAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken)
    {
        _switches.DemandWritable(Datastore.Running);
        return await EditAsync(Request(session, edits, options), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Edits what is configured, at once and to stay, whichever datastores there are (RFC 8040 §1.4): running when it is writable, otherwise the candidate with all that is
    /// in it, committed; and a distinct startup is saved too.
    /// </summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> ApplyAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken)
    {
        var request = Request(session, edits, options);
        if (_switches.Startup == StartupMode.On)
            request = request with { Changes = [.. request.Changes, Datastore.Startup], Steps = [new SaveStartup(_codec, session.User)] };
        if (_switches.WritableRunning) return await EditAsync(request, options, cancellationToken).ConfigureAwait(false);

        if (!_switches.Candidate) _switches.DemandWritable(Datastore.Running);
        var candidate = _candidates.Of(session);
        var state = candidate.Current;
        var transaction = state.IsModified
            ? request.Transaction with { Edits = [.. state.Edits, .. request.Transaction.Edits], Base = state.Base, EditsOnBase = state.Edits.Count } : request.Transaction;
        var result = await EditAsync(
            request with { Transaction = transaction, Changes = [.. request.Changes, Datastore.Candidate], Steps = [new ConfirmAny(), .. request.Steps] },
            options,
            cancellationToken).ConfigureAwait(false);
        if (!request.IsTest) candidate.Committed(state, result.After);
        return result;
    }

    /// <summary>Edits running in one commit, whether clients may edit it otherwise or not.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> CommitEditsAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken) =>
        EditAsync(Request(session, edits, options), options, cancellationToken);

    /// <summary>Begins a transaction on running as it is now.</summary>
    /// <param name="session">Who.</param>
    public ConfigurationTransaction Begin(Session session) => new(this, session, _running.Current);

    /// <summary>Edits of a transaction, applied to what it has made so far.</summary>
    /// <param name="content">That.</param>
    /// <param name="edits">In order.</param>
    /// <exception cref="RpcErrorException">One doesn't apply.</exception>
    public DataTree ApplyTo(DataTree content, IReadOnlyList<Edit> edits)
    {
        var after = new Transaction { Edits = _transformer.Apply(edits) }.ApplyTo(new DatastoreSnapshot(content, 0, default)).Tree;
        return ReferenceEquals(after, content) ? content : _validator.CleanUp(content, after);
    }

    /// <summary>What the commit of a transaction would be refused for now, locks aside.</summary>
    /// <param name="session">Who.</param>
    /// <param name="editedOn">What it began from.</param>
    /// <param name="content">What it made of that.</param>
    /// <param name="reads">What it read.</param>
    public IReadOnlyList<RpcError> Check(Session session, DatastoreSnapshot editedOn, DataTree content, IReadOnlyList<DataPath> reads)
    {
        try
        {
            var running = _running.Current;
            var conflicts = ConflictFinder.Find(editedOn.Tree, content, running.Tree, reads);
            if (conflicts.Count > 0) return _conflicts.Tell(ConflictFinder.ToException(conflicts, editedOn), editedOn).Errors;
            var edits = DiffDecoder.Decode(content.Schema, DiffEncoder.Encode(new DataDiff(editedOn.Tree, content)));
            var diff = new DataDiff(running.Tree, ApplyTo(running.Tree, edits));
            _evaluator.Authorise(session, running.Tree, diff);
            return [.. _validator.Check(diff).Where(e => e.Severity == ErrorSeverity.Error)];
        }
        catch (RpcErrorException e)
        {
            return e.Errors;
        }
    }

    /// <summary>Commits a transaction.</summary>
    /// <param name="session">Who.</param>
    /// <param name="editedOn">What it began from.</param>
    /// <param name="content">What it made of that.</param>
    /// <param name="edits">What that comes to.</param>
    /// <param name="reads">What it read.</param>
    /// <param name="options">Label and comment.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> CommitAsync(
        Session session, DatastoreSnapshot editedOn, DataTree content, IReadOnlyList<Edit> edits, IReadOnlyList<DataPath> reads, CommitOptions options,
        CancellationToken cancellationToken)
    {
        var request = new ChangeRequest
        {
            Session = session,
            Transaction = new Transaction { Edits = edits, Base = editedOn, Result = content },
            Steps = [new NoConflict(editedOn, content, reads)],
            Comment = options.Comment,
            Label = options.Label,
        };
        var result = await RunAsync(request, editedOn, cancellationToken).ConfigureAwait(false);
        return new EditResult(result.Before, result.After, result.Errors);
    }

    /// <summary>What edits would change of running, as far as the session may read it.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <returns>A JSON array of edits.</returns>
    public string Preview(Session session, IReadOnlyList<Edit> edits)
    {
        var running = _running.Current;
        var after = _validator.CleanUp(running.Tree, new Transaction { Edits = edits }.ApplyTo(running).Tree);
        return System.Text.Encoding.UTF8.GetString(DiffEncoder.Encode(new DataDiff(_reader.Readable(session, running.Tree), _reader.Readable(session, after))));
    }

    /// <summary>Makes running, the shared candidate and startup what a new data directory begins with (RFC 8808 §2).</summary>
    /// <param name="session">Who: a right to the operation is all it takes.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task FactoryResetAsync(Session session, CancellationToken cancellationToken)
    {
        StateStep[] save = _switches.Startup == StartupMode.On ? [new SaveStartup(_codec, session.User)] : [];
        var request = new ChangeRequest
        {
            Session = session,
            Transaction = new Transaction { Edits = [ReplaceAll(_reader.Content(session, Datastore.FactoryDefault).Tree)] },
            Changes = [.. new[] { Datastore.Running, Datastore.Candidate, Datastore.Startup }.Where(_switches.Has)],
            NeedsNoRights = true,
            Steps = [new ForgetConfirmation("factory reset"), .. save],
            Comment = "factory reset",
        };
        await _pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
        _candidates.Shared.Discard();
    }

    /// <summary>Edits running for the server itself, whatever clients may; a distinct startup is saved too.</summary>
    /// <param name="session">The server's own.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> EditForServerAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken)
    {
        var request = Request(session, edits, options);
        return EditAsync(_switches.Startup == StartupMode.On ? request with { Steps = [new SaveStartup(_codec, null)] } : request, options, cancellationToken);
    }

    /// <summary>Edits the candidate. Its constraints are looked at when it is validated or committed (RFC 7950 §8.3.3), or at once with test-only.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    public EditResult EditCandidate(Session session, IReadOnlyList<Edit> edits, EditOptions options)
    {
        _switches.Demand(Datastore.Candidate);
        var transaction = new Transaction { Edits = _transformer.Apply(edits), ErrorOption = options.ErrorOption };
        var (before, after, errors) = _candidates.Of(session).Edit(state =>
        {
            _locks.DemandFree(session, Datastore.Candidate);
            if (options.Precondition?.Invoke(state.Content) is { } refused) throw new RpcErrorException(refused);
            return ApplyToCandidate(session, transaction, state, options.TestOption == TestOption.TestOnly);
        });
        return Finish(before, after, errors, options);
    }

    /// <summary>Commits the candidate: its edits, replayed over running.</summary>
    /// <param name="session">Who.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> CommitAsync(Session session, CommitOptions options, CancellationToken cancellationToken)
    {
        _switches.Demand(Datastore.Candidate);
        var candidate = _candidates.Of(session);
        var state = candidate.Current;
        StateStep step = options.Confirmed is { } confirmed ? new AwaitConfirmation(session, confirmed, options.PersistId) : new Confirm(session, options.PersistId);
        var request = new ChangeRequest
        {
            Session = session,
            Transaction = state.ToTransaction(),
            Changes = [Datastore.Running, Datastore.Candidate],
            Steps = session.HasPrivateCandidate && state.IsModified ? [step, new NoConflict(state.Base, state.Content.Tree)] : [step],
            Comment = options.Comment,
            Label = options.Label,
        };
        var result = await RunAsync(request, state.Base, cancellationToken).ConfigureAwait(false);
        candidate.Committed(state, result.After);
        if (options.Confirmed is not null) _confirmations.Begin(session, options.Confirmed.Timeout);
        return new EditResult(result.Before, result.After, result.Errors);
    }

    /// <summary>Reverts the candidate to running.</summary>
    /// <param name="session">Who.</param>
    public void DiscardChanges(Session session)
    {
        _switches.Demand(Datastore.Candidate);
        _candidates.Of(session).Discard(() => _locks.DemandFree(session, Datastore.Candidate));
    }

    /// <summary>Copies one datastore onto another.</summary>
    /// <param name="session">Who.</param>
    /// <param name="source">From.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task CopyAsync(Session session, Datastore source, Datastore target, CancellationToken cancellationToken)
    {
        _switches.Demand(source);
        _switches.Demand(target);
        if (source == target) throw Errors.InvalidValue($"{Errors.Name(source)} can't be copied onto itself.");
        if (source == Datastore.Operational) throw Errors.NotSupported("operational can't be copied.");
        var isRunning = source is Datastore.Running or Datastore.Intended;
        switch (target)
        {
            case Datastore.Candidate when isRunning:
                DiscardChanges(session);
                break;

            case Datastore.Running when source == Datastore.Candidate:
                var candidate = _candidates.Of(session);
                var state = candidate.Current;
                var result = await EditRunningAsync(session, [ReplaceAll(state.Content.Tree)], new EditOptions(), cancellationToken).ConfigureAwait(false);
                candidate.Committed(state, result.After);
                break;

            case Datastore.Startup when isRunning && _switches.Startup == StartupMode.Mirrored:
                _locks.DemandFree(session, Datastore.Startup);
                break;

            // RFC 8341 §3.2.6: who may copy needs no rights on the nodes for that.
            case Datastore.Startup when isRunning:
                await WriteStartupAsync(session, null, cancellationToken).ConfigureAwait(false);
                break;

            default:
                await CopyAsync(session, _reader.Content(session, source).Tree, target, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Makes a configuration that came with the request the whole content of a datastore.</summary>
    /// <param name="session">Who.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task CopyAsync(Session session, DataTree config, Datastore target, CancellationToken cancellationToken)
    {
        _switches.DemandWritable(target);
        switch (target)
        {
            case Datastore.Running:
                await EditRunningAsync(session, [ReplaceAll(config)], new EditOptions(), cancellationToken).ConfigureAwait(false);
                break;

            case Datastore.Candidate:
                EditCandidate(session, [ReplaceAll(config)], new EditOptions());
                break;

            default:
                // A start begins with it: it must be able to.
                var content = _validator.CleanUp(DataTree.Empty(config.Schema), _transformer.Apply(config));
                Demand(_validator.CheckAll(content));
                await WriteStartupAsync(session, content, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Deletes a datastore (RFC 6241 §7.4): startup, so that the next start begins with the factory's.</summary>
    /// <param name="session">Who.</param>
    /// <param name="target">Which.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task DeleteAsync(Session session, Datastore target, CancellationToken cancellationToken)
    {
        _locks.DemandFree(session, target);
        if (target != Datastore.Startup) throw Errors.InvalidValue($"{Errors.Name(target)} can't be deleted.");
        _switches.DemandWritable(target);
        await WriteStartupAsync(session, DataTree.Empty(_running.Current.Tree.Schema), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Validates a datastore; for the candidate: what its commit would make of running.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Which.</param>
    /// <exception cref="RpcErrorException">All errors.</exception>
    public void Validate(Session session, Datastore datastore)
    {
        _switches.Demand(datastore);
        switch (datastore)
        {
            case Datastore.Running or Datastore.Intended or Datastore.Startup:
                Demand(_validator.CheckAll(_reader.Content(session, datastore).Tree));
                break;

            case Datastore.Candidate:
                var running = _running.Current;
                var applied = _candidates.Of(session).Current.ToTransaction().ApplyTo(running);
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

    /// <summary>Brings a session's private candidate up to running (draft-ietf-netconf-privcand).</summary>
    /// <param name="session">Whose.</param>
    /// <param name="resolution">What to do about conflicts.</param>
    public void UpdateCandidate(Session session, ConflictResolution resolution)
    {
        _switches.Demand(Datastore.Candidate);
        if (!session.HasPrivateCandidate) throw Errors.NotSupported("The candidate is shared: only a private one is updated.");
        var candidate = _candidates.Of(session);
        var editedOn = candidate.Current.Base;
        try
        {
            candidate.Rebase(state => CandidateUpdate.Rebase(state, _running.Current, resolution));
        }
        catch (RpcErrorException e)
        {
            throw _conflicts.Tell(e, editedOn);
        }
    }

    private async Task<ChangeResult> RunAsync(ChangeRequest request, DatastoreSnapshot editedOn, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            throw _conflicts.Tell(e, editedOn);
        }
    }

    private ChangeRequest Request(Session session, IReadOnlyList<Edit> edits, EditOptions options) => new()
    {
        Session = session,
        Transaction = new Transaction { Edits = _transformer.Apply(edits), ErrorOption = options.ErrorOption },
        Precondition = options.Precondition,
        IsTest = options.TestOption == TestOption.TestOnly,
        Comment = options.Comment,
        Label = options.Label,
    };

    private async Task<EditResult> EditAsync(ChangeRequest request, EditOptions options, CancellationToken cancellationToken)
    {
        var result = await _pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return Finish(result.Before, result.After, result.Errors, options);
    }

    private async Task WriteStartupAsync(Session session, DataTree? content, CancellationToken cancellationToken)
    {
        if (content is not null)
        {
            var running = _running.Current.Tree;
            _evaluator.Authorise(session, running, new DataDiff(_reader.Content(session, Datastore.Startup).Tree, content));
        }

        var request = new ChangeRequest
        {
            Session = session,
            Transaction = new Transaction { Edits = [] },
            Changes = [Datastore.Startup],
            Steps = [new SaveStartup(_codec, session.User, content)],
        };
        await _pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
    }

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
