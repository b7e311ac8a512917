using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>Whole datastores: copied, deleted, validated (RFC 6241 §7.3, §7.4, §8.6).</summary>
/// <param name="switches">Which datastores there are.</param>
/// <param name="reader">Gives their contents.</param>
/// <param name="running">Running.</param>
/// <param name="candidates">The candidates.</param>
/// <param name="locks">The locks.</param>
/// <param name="transformer">Rewrites edits before they are applied.</param>
/// <param name="evaluator">Authorises.</param>
/// <param name="validator">The schema's constraints.</param>
/// <param name="codec">How changes of startup are kept.</param>
/// <param name="pipeline">The only writer of running, and of startup.</param>
/// <param name="editor">Edits running.</param>
/// <param name="candidateEditor">Edits candidates.</param>
internal sealed class DatastoreCopier(
    DatastoreSwitches switches, DatastoreReader reader, RunningStore running, CandidateTable candidates, LockTable locks, LeafTransformer transformer,
    ChangeEvaluator evaluator, IChangeValidator validator, IChangeCodec codec, CommitPipeline pipeline, ConfigurationEditor editor, CandidateEditor candidateEditor)
{
    /// <summary>Copies one datastore onto another.</summary>
    /// <param name="session">Who.</param>
    /// <param name="source">From.</param>
    /// <param name="target">To.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public async Task CopyAsync(Session session, Datastore source, Datastore target, CancellationToken cancellationToken)
    {
        switches.Demand(source);
        switches.Demand(target);
        if (source == target) throw Errors.InvalidValue($"{Errors.Name(source)} can't be copied onto itself.");
        if (source == Datastore.Operational) throw Errors.NotSupported("operational can't be copied.");
        var isRunning = source is Datastore.Running or Datastore.Intended;
        switch (target)
        {
            // RFC 8341 §3.2.6: what may not be read is silently omitted; whoever reads everything copies what is there.
            case Datastore.Candidate or Datastore.Running when reader.IsRestricted(session):
                await CopyAsync(session, reader.Readable(session, reader.Content(session, source).Tree), target, cancellationToken).ConfigureAwait(false);
                break;

            case Datastore.Candidate when isRunning:
                candidateEditor.DiscardChanges(session);
                break;

            case Datastore.Running when source == Datastore.Candidate:
                var candidate = candidates.Of(session);
                var state = candidate.Current;
                var result = await editor.EditRunningAsync(session, [Whole.Replace(state.Content.Tree)], new EditOptions { Conditions = state.Conditions }, cancellationToken).ConfigureAwait(false);
                candidate.Committed(state, result.After);
                break;

            case Datastore.Startup when isRunning && switches.Startup == StartupMode.Mirrored:
                locks.DemandFree(session, Datastore.Startup);
                break;

            // RFC 8341 §3.2.6: who may copy needs no rights on the nodes for that.
            case Datastore.Startup when isRunning:
                await WriteStartupAsync(session, null, cancellationToken).ConfigureAwait(false);
                break;

            default:
                await CopyAsync(session, reader.Readable(session, reader.Content(session, source).Tree), target, cancellationToken).ConfigureAwait(false);
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
        switches.DemandWritable(target);
        switch (target)
        {
            case Datastore.Running:
                await editor.EditRunningAsync(session, [Whole.Replace(config)], new EditOptions(), cancellationToken).ConfigureAwait(false);
                break;

            case Datastore.Candidate:
                candidateEditor.EditCandidate(session, [Whole.Replace(config)], new EditOptions());
                break;

            default:
                // A start begins with it: it must be able to.
                var content = validator.CleanUp(DataTree.Empty(config.Schema), transformer.Apply(config));
                EditOutcome.Demand(validator.CheckAll(content));
                evaluator.Authorise(session, running.Current.Tree, new DataDiff(reader.Content(session, Datastore.Startup).Tree, content));
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
        locks.DemandFree(session, target);
        if (target != Datastore.Startup) throw Errors.InvalidValue($"{Errors.Name(target)} can't be deleted.");
        switches.DemandWritable(target);
        // RFC 8341 §3.2.7: it takes a rule to invoke it, and no rights on the nodes.
        await WriteStartupAsync(session, DataTree.Empty(running.Current.Tree.Schema), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Validates a datastore; for the candidate: what its commit would make of running.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Which.</param>
    /// <returns>The warnings.</returns>
    /// <exception cref="RpcErrorException">All errors.</exception>
    public IReadOnlyList<RpcError> Validate(Session session, Datastore datastore)
    {
        switches.Demand(datastore);
        return datastore switch
        {
            Datastore.Running or Datastore.Intended or Datastore.Startup => EditOutcome.Demand(validator.CheckAll(reader.Content(session, datastore).Tree)),
            Datastore.Candidate => candidateEditor.Validate(session),
            _ => throw Errors.NotSupported($"{Errors.Name(datastore)} can't be validated."),
        };
    }

    /// <summary>Validates a configuration that came with the request.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>The warnings.</returns>
    /// <exception cref="RpcErrorException">All errors.</exception>
    public IReadOnlyList<RpcError> Validate(DataTree config) => EditOutcome.Demand(validator.CheckAll(validator.CleanUp(DataTree.Empty(config.Schema), config)));

    private async Task WriteStartupAsync(Session session, DataTree? content, CancellationToken cancellationToken)
    {
        var request = new ChangeRequest
        {
            Session = session,
            Transaction = new Transaction { Edits = [] },
            Changes = [Datastore.Startup],
            Steps = [new SaveStartup(codec, session.User, content)],
        };
        await pipeline.RunAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
