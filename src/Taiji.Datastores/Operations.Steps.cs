using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Staging;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores;

public sealed partial class Operations
{
    /// <summary>The validate lock, or null: somebody has validated a change of running and is about to commit it.</summary>
    public ValidateLock? ValidateLock => _locks.Validate;

    /// <summary>Begins a transaction on running as it is now: for code in the host that reads, decides and writes. What it reads is not access-controlled; what it writes is.</summary>
    /// <param name="session">On whose behalf.</param>
    public ConfigurationTransaction Begin(Session session) => _transactions.Begin(session);

    /// <summary>
    /// Validates what the commit of the candidate would make of running, and takes the validate lock: until the session commits it, <see cref="ClearValidateLock"/>, or the session's
    /// end, nobody changes running or that candidate.
    /// </summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="cancellationToken">Gives up; nothing is locked then.</param>
    /// <returns>What validators warn of, as far as the session may read it.</returns>
    /// <exception cref="RpcErrorException">All errors; in-use with the session-id of whoever holds the validate lock, or a lock on either. Nothing is locked then.</exception>
    public Task<IReadOnlyList<RpcError>> ValidateCommitAsync(Session session, CancellationToken cancellationToken) =>
        _errors.OfAsync(session, async () => _errors.Readable(session, await _candidateEditor.ValidateCommitAsync(session, cancellationToken).ConfigureAwait(false)));

    /// <summary>Errors or warnings without what a session may not read (RFC 8341 §3.2.5): for those of <see cref="ConfigurationTransaction"/>, which is for the host's own code.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="errors">The errors.</param>
    public IReadOnlyList<RpcError> Readable(Session session, IReadOnlyList<RpcError> errors) => _errors.Readable(session, errors);

    /// <summary>Clears the session's validate lock on its candidate; does nothing when there is none.</summary>
    /// <param name="session">On whose behalf.</param>
    public void ClearValidateLock(Session session) => _candidateEditor.ClearValidateLock(session);

    /// <summary>A dry run: what the commit of the candidate would change of running as it is now, as far as the session may read it.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="format">How to write it.</param>
    /// <param name="isReversed">Whether to tell how to come back to running as it is now, once it is committed.</param>
    /// <exception cref="RpcErrorException">It would not be valid; with all errors.</exception>
    public string DryRun(Session session, DiffFormat format, bool isReversed = false)
    {
        _candidateEditor.Validate(session);
        return _preview.Write(session, _candidateEditor.Changes(session), format, isReversed);
    }

    /// <summary>What the commit of the candidate would change of running as it is now: not validated, and not access-controlled.</summary>
    /// <param name="session">Whose candidate.</param>
    /// <exception cref="RpcErrorException">One of its edits applies no longer.</exception>
    public DataDiff CandidateChanges(Session session) => _candidateEditor.Changes(session);

    /// <summary>What is in the session's candidate, against what running is now.</summary>
    /// <param name="session">Whose candidate.</param>
    public CandidateStatus CandidateStatus(Session session) => _candidateEditor.Status(session);

    /// <summary>Writes a difference of two trees of a datastore down, as far as the session may read it.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="diff">The difference.</param>
    /// <param name="format">How to write it.</param>
    public string WriteChanges(Session session, DataDiff diff, DiffFormat format) => _preview.Write(session, diff, format);

    /// <summary>Confirms the confirmed commit that waits (RFC 6241 §8.4), and changes nothing else; does nothing when none waits.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="persistId">The token of a persistent one; null for the session's own.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    /// <exception cref="RpcErrorException">invalid-value: the token isn't that one; in-use: it isn't this session's to confirm.</exception>
    public Task ConfirmCommitAsync(Session session, string? persistId, CancellationToken cancellationToken) =>
        _editor.ConfirmAsync(session, persistId, cancellationToken);

    /// <summary>What a rollback would change: of the nodes that the session may read.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="selection">Which.</param>
    /// <param name="format">How to write it; <see cref="DiffFormat.Curly"/> is what rollback files look like.</param>
    /// <exception cref="RpcErrorException">invalid-value: there is no such rollback.</exception>
    public string ShowRollback(Session session, RollbackSelection selection, DiffFormat format) => _preview.Write(session, _rollbacks.Edits(selection), format);
}
