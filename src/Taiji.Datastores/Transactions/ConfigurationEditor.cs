using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>Edits of running, through the pipeline.</summary>
/// <param name="switches">Which datastores there are.</param>
/// <param name="reader">Gives their contents.</param>
/// <param name="candidates">The candidates: committed with an edit where running isn't writable otherwise.</param>
/// <param name="transformer">Rewrites edits before they are applied.</param>
/// <param name="codec">How changes of startup are kept.</param>
/// <param name="pipeline">The only writer of running.</param>
internal sealed class ConfigurationEditor(
    DatastoreSwitches switches, DatastoreReader reader, CandidateTable candidates, LeafTransformer transformer, IChangeCodec codec, CommitPipeline pipeline)
{
    /// <summary>Edits running.</summary>
    /// <param name="session">Who.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task<EditResult> EditRunningAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken)
    {
        switches.DemandWritable(Datastore.Running);
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
        if (switches.Startup == StartupMode.On && options.SavesStartup)
            request = request with { Changes = [.. request.Changes, Datastore.Startup], Steps = [new SaveStartup(codec, session.User)] };
        if (switches.WritableRunning) return await EditAsync(request, options, cancellationToken).ConfigureAwait(false);

        if (!switches.Candidate) switches.DemandWritable(Datastore.Running);
        var candidate = candidates.Of(session);
        var state = candidate.Current;
        var transaction = state.IsModified
            ? request.Transaction with { Edits = [.. state.Edits, .. request.Transaction.Edits], Base = state.Base, EditsOnBase = state.Edits.Count } : request.Transaction;
        var result = await EditAsync(
            request with { Transaction = transaction, Precondition = ContentCondition.Join(request.Precondition, state.Conditions), Changes = [.. request.Changes, Datastore.Candidate], Steps = [new ConfirmAny(), .. request.Steps] },
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

    /// <summary>Makes running, the shared candidate and startup what a new data directory begins with (RFC 8808 §2).</summary>
    /// <param name="session">Who: a right to the operation is all it takes.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task FactoryResetAsync(Session session, CancellationToken cancellationToken)
    {
        StateStep[] save = switches.Startup == StartupMode.On ? [new SaveStartup(codec, session.User)] : [];
        var request = new ChangeRequest
        {
            Session = session,
            Transaction = new Transaction { Edits = [Whole.Replace(reader.Content(session, Datastore.FactoryDefault).Tree)] },
            Changes = [.. new[] { Datastore.Running, Datastore.Candidate, Datastore.Startup }.Where(switches.Has)],
            NeedsNoRights = true,
            Steps = [new ForgetConfirmation("factory reset"), .. save],
            Comment = "factory reset",
        };
        await pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
        candidates.Shared.Discard();
    }

    /// <summary>Edits running for the server itself, whatever clients may; a distinct startup is saved too.</summary>
    /// <param name="session">The server's own.</param>
    /// <param name="edits">In order.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task<EditResult> EditForServerAsync(Session session, IReadOnlyList<Edit> edits, EditOptions options, CancellationToken cancellationToken)
    {
        var request = Request(session, edits, options);
        return EditAsync(switches.Startup == StartupMode.On ? request with { Steps = [new SaveStartup(codec, null)] } : request, options, cancellationToken);
    }

    /// <summary>Confirms the confirmed commit that waits, and changes nothing else.</summary>
    /// <param name="session">Who.</param>
    /// <param name="persistId">Its token; null for the session's own.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public Task ConfirmAsync(Session session, string? persistId, CancellationToken cancellationToken)
    {
        var request = new ChangeRequest { Session = session, Transaction = new Transaction { Edits = [] }, Changes = [], Steps = [new Confirm(session, persistId)] };
        return pipeline.RunAsync(request, cancellationToken);
    }

    private ChangeRequest Request(Session session, IReadOnlyList<Edit> edits, EditOptions options) => new()
    {
        Session = session,
        Transaction = new Transaction { Edits = transformer.Apply(edits), ErrorOption = options.ErrorOption },
        Precondition = ContentCondition.Join(options.Precondition, options.Conditions),
        IsTest = options.TestOption == TestOption.TestOnly,
        Comment = options.Comment,
        Label = options.Label,
    };

    private async Task<EditResult> EditAsync(ChangeRequest request, EditOptions options, CancellationToken cancellationToken)
    {
        var result = await pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
        return EditOutcome.Of(result.Before, result.After, result.Errors, options) with { ValidationWarnings = result.Warnings };
    }
}
