using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>
/// Changes of running in the making, for code in the host: a snapshot of running and edits on it. It reads its own writes, and holds nothing: others commit meanwhile. Its commit
/// succeeds unless somebody else has changed since what it changes, or what it has read by <see cref="Read"/>. <see cref="ValidateCommitAsync"/> and <see cref="PrepareAsync"/> do
/// the first steps of a commit on their own, and keep others from changing running until the last one. Not for several threads at a time.
/// </summary>
public sealed class ConfigurationTransaction
{
    private readonly TransactionSteps _steps;
    private readonly Session _session;
    private readonly ConfigurationTransaction? _outer;
    private List<DataPath> _reads = [];
    private DatastoreSnapshot _base;
    private ValidateLock? _lock;
    private ChangeInProgress? _prepared;
    private bool _isEnded;

    internal ConfigurationTransaction(TransactionSteps steps, Session session, DatastoreSnapshot running)
    {
        _steps = steps;
        _session = session;
        _base = running;
        Content = running.Tree;
    }

    private ConfigurationTransaction(ConfigurationTransaction outer)
    {
        _steps = outer._steps;
        _session = outer._session;
        _outer = outer;
        _base = outer._base;
        Content = outer.Content;
    }

    /// <summary>Running as it was at the beginning, with the edits made so far. Looking at it is no read that others' changes conflict with: <see cref="Read"/> is.</summary>
    public DataTree Content { get; private set; }

    /// <summary>What it changes of running as it was when it began.</summary>
    public DataDiff Changes => new(_base.Tree, Content);

    /// <summary>Whether it holds the validate lock: what was validated can be committed, and nobody else changes running meanwhile.</summary>
    public bool IsValidateLocked => _lock is { } held && _steps.IsHeld(held);

    /// <summary>Whether participants have prepared for it, by <see cref="PrepareAsync"/>.</summary>
    public bool IsPrepared => _prepared is not null;

    /// <summary>What validators (<see cref="IConfigurationValidator"/>) warned of when it was last validated.</summary>
    public IReadOnlyList<RpcError> ValidationWarnings { get; private set; } = [];

    private PendingTransaction Pending => new(_base, Content, _reads);

    /// <summary>Reads a node, and makes the commit depend on nobody else changing it, or anything below it, meanwhile.</summary>
    /// <param name="path">The node.</param>
    /// <param name="node">The node, when it is there.</param>
    /// <returns>Whether it is there.</returns>
    public bool Read(DataPath path, out DataNode node)
    {
        Demand();
        _reads.Add(path);
        return Content.TryFind(path, out node);
    }

    /// <summary>Edits it: all or nothing.</summary>
    /// <param name="edits">In order.</param>
    /// <exception cref="RpcErrorException">One doesn't apply.</exception>
    /// <exception cref="InvalidOperationException">It has ended; or it is validated or prepared for commit: clear or abort that first.</exception>
    public void Edit(params IReadOnlyList<Edit> edits)
    {
        Demand();
        DemandOpen();
        Content = _steps.ApplyTo(Content, edits);
    }

    /// <summary>Begins a transaction in this one: its commit brings its edits here, its abort leaves this one as it is. One at a time.</summary>
    public ConfigurationTransaction Begin()
    {
        Demand();
        DemandOpen();
        return new ConfigurationTransaction(this);
    }

    /// <summary>What a commit would break, as things are now; empty when it would succeed. Locks are not looked at.</summary>
    public IReadOnlyList<RpcError> Validate()
    {
        Demand();
        var errors = _steps.Check(_session, Pending, out var warnings);
        ValidationWarnings = warnings;
        return errors;
    }

    /// <summary>What others have changed since it began that it changes too or has read: an error (app-tag <c>conflict</c>) for each node, with the user and the time.</summary>
    public IReadOnlyList<RpcError> Conflicts()
    {
        Demand();
        return _steps.Conflicts(Pending);
    }

    /// <summary>Puts it on running as it is now, so that what others have changed conflicts no more.</summary>
    /// <param name="resolution">What becomes of the nodes that others have changed too.</param>
    /// <exception cref="RpcErrorException">There are conflicts and they are the answer asked for; or its edits apply no longer. It is as it was.</exception>
    public void Rebase(ConflictResolution resolution)
    {
        Demand();
        DemandOpen();
        var rebased = _steps.Rebase(Pending, resolution);
        (_base, Content, _reads) = (rebased.Base, rebased.Content, []);
    }

    /// <summary>A dry run: what a commit would change of running as it is now, as far as the session may read it.</summary>
    /// <returns>A JSON array of edits, as <see cref="Taiji.Yang.Encodings.DiffEncoder"/> writes it.</returns>
    /// <exception cref="RpcErrorException">It would not succeed; with all errors.</exception>
    public string Preview() => DryRun(DiffFormat.Json);

    /// <summary>A dry run: what a commit would change of running as it is now, as far as the session may read it.</summary>
    /// <param name="format">How to write it.</param>
    /// <param name="isReversed">Whether to tell how to come back to running as it is now, once it is committed.</param>
    /// <exception cref="RpcErrorException">It would not succeed; with all errors.</exception>
    public string DryRun(DiffFormat format, bool isReversed = false)
    {
        var errors = Validate();
        return errors.Count == 0 ? _steps.Preview.Write(_session, _steps.Changes(Pending), format, isReversed) : throw new RpcErrorException(errors);
    }

    /// <summary>
    /// Validates what its commit would make of running, and takes the validate lock: until its commit, its abort, <see cref="ClearValidateLockAsync"/> or the end of the session nobody
    /// else changes running (but the server itself: then the commit is evaluated anew).
    /// </summary>
    /// <param name="cancellationToken">Gives up; nothing is locked then.</param>
    /// <exception cref="RpcErrorException">All errors; in-use with the session-id of whoever holds the validate lock, or a lock on running. Nothing is locked then.</exception>
    public async Task ValidateCommitAsync(CancellationToken cancellationToken)
    {
        Demand();
        DemandOutermost();
        _lock = null;
        (_lock, ValidationWarnings) = await _steps.ValidateCommitAsync(_session, this, Pending, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the validate lock back, and aborts what is prepared; does nothing when there is none.</summary>
    public async Task ClearValidateLockAsync()
    {
        if (Interlocked.Exchange(ref _prepared, null) is { } prepared) await _steps.AbortAsync(prepared).ConfigureAwait(false);
        Unlock();
    }

    /// <summary>
    /// Validates it as <see cref="ValidateCommitAsync"/> does, and has the participants that it concerns prepare and wait for the commit or abort. They hear no other change
    /// meanwhile.
    /// </summary>
    /// <param name="options">What the commit will be; null for a plain one.</param>
    /// <param name="cancellationToken">Gives up; those that had prepared hear abort.</param>
    /// <exception cref="RpcErrorException">All errors, or a participant's veto; nothing is prepared or locked then.</exception>
    public async Task PrepareAsync(CommitOptions? options, CancellationToken cancellationToken)
    {
        Demand();
        DemandOutermost();
        if (_prepared is not null) throw new InvalidOperationException("The transaction is prepared already.");
        if (!IsValidateLocked) await ValidateCommitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _prepared = await _steps.PrepareAsync(_session, Pending, options ?? new CommitOptions(), _lock!, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Unlock();
            throw;
        }
    }

    /// <summary>Commits it; an inner one into the outer one, where no options count.</summary>
    /// <param name="options">Label and comment, and whether it is a confirmed commit (RFC 6241 §8.4) or confirms one by its persist-id; null for none.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    /// <returns>Running before and after; of an inner one, the content before it and after.</returns>
    /// <exception cref="RpcErrorException">
    /// It is refused, and can be tried again or aborted; app-tag <c>conflict</c> names the node, the other user and the time. The validate lock is kept; what was prepared is aborted.
    /// </exception>
    public async Task<EditResult> CommitAsync(CommitOptions? options, CancellationToken cancellationToken)
    {
        Demand();
        if (_outer is null)
        {
            var prepared = Interlocked.Exchange(ref _prepared, null);
            var result = await _steps.CommitAsync(_session, Pending, options ?? new CommitOptions(), _lock, prepared, cancellationToken).ConfigureAwait(false);
            Unlock();
            _isEnded = true;
            return result;
        }

        _outer.Demand();
        var before = _outer.Content;
        _outer.Content = Content;
        _outer._reads.AddRange(_reads);
        _isEnded = true;
        return new EditResult(_base with { Tree = before }, _base with { Tree = Content }, []);
    }

    /// <summary>Forgets it, with what it holds.</summary>
    public async Task AbortAsync()
    {
        _isEnded = true;
        await ClearValidateLockAsync().ConfigureAwait(false);
    }

    /// <summary>As <see cref="AbortAsync"/>, without waiting for participants to hear of it.</summary>
    public void Abort() => _ = AbortAsync();

    private void Unlock()
    {
        if (Interlocked.Exchange(ref _lock, null) is { } held) _steps.Clear(held);
    }

    private void Demand()
    {
        if (_isEnded) throw new InvalidOperationException("The transaction was committed or aborted.");
    }

    // What was validated is what is committed.
    private void DemandOpen()
    {
        if (IsValidateLocked) throw new InvalidOperationException("The transaction is validated for its commit: clear the validate lock first.");
    }

    private void DemandOutermost()
    {
        if (_outer is not null) throw new InvalidOperationException("An inner transaction is committed into the outer one: that one is validated and prepared.");
    }
}
