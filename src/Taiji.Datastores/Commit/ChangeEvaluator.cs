using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tracing;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>A change that is applied, permitted and valid, but not decided.</summary>
/// <param name="Before">The content before.</param>
/// <param name="After">The content after; the same reference when nothing changed.</param>
/// <param name="Diff">Between them.</param>
/// <param name="Errors">Why some edits were not applied.</param>
internal sealed record EvaluatedChange(DatastoreSnapshot Before, DataTree After, DataDiff Diff, IReadOnlyList<RpcError> Errors)
{
    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty => ReferenceEquals(Before.Tree, After);

    /// <summary>What validation warns of.</summary>
    public IReadOnlyList<RpcError> Warnings { get; init; } = [];
}

/// <summary>Steps 3 to 5 of a change: join (locks, precondition), apply, authorise and validate. Looks at nothing but what the change touches.</summary>
internal sealed class ChangeEvaluator
{
    private readonly LockTable _locks;
    private readonly IAccessControl? _accessControl;
    private readonly IChangeValidator _validator;
    private readonly SpanSource _spans;

    /// <summary>Makes the evaluator.</summary>
    /// <param name="locks">The global locks.</param>
    /// <param name="accessControl">Null permits everything.</param>
    /// <param name="validator">The schema's constraints.</param>
    /// <param name="spans">Gets a span for each step.</param>
    public ChangeEvaluator(LockTable locks, IAccessControl? accessControl, IChangeValidator validator, SpanSource spans)
    {
        _spans = spans;
        _locks = locks;
        _accessControl = accessControl;
        _validator = validator;
    }

    /// <summary>Evaluates a change on a state.</summary>
    /// <param name="request">The change.</param>
    /// <param name="head">The state it is to follow.</param>
    /// <param name="known">What an earlier evaluation found: it holds while running is the same, but for locks and preconditions.</param>
    /// <exception cref="RpcErrorException">It is refused; with all errors of the step that refused it.</exception>
    public EvaluatedChange Evaluate(ChangeRequest request, DurableState head, EvaluatedChange? known = null)
    {
        var current = head.Running;
        if (!request.NeedsNoRights) AuthoriseEdits(request.Session, current.Tree, request.Transaction);
        Join(request, current);
        foreach (var step in request.Steps) step.Check(head);
        if (known is not null && ReferenceEquals(known.Before, current))
        {
            if (!known.IsEmpty) _locks.DemandFree(request.Session, known.Diff);
            return known;
        }

        var (applied, diff) = Apply(request, current);
        if (ReferenceEquals(diff.After, current.Tree) || diff.IsEmpty) return new EvaluatedChange(current, current.Tree, diff, applied.Errors);
        _locks.DemandFree(request.Session, diff);
        Authorise(request.NeedsNoRights ? null : request.Session, current.Tree, diff);
        return new EvaluatedChange(current, diff.After, diff, applied.Errors) { Warnings = Validate(diff, applied.Errors, request.IsUnvetoable) };
    }

    /// <summary>Refuses a change that access control doesn't permit.</summary>
    /// <param name="session">Who; null for the server itself.</param>
    /// <param name="rules">Running before the change.</param>
    /// <param name="diff">The change.</param>
    public void Authorise(Session? session, DataTree rules, DataDiff diff)
    {
        if (session is null || _accessControl is null) return;
        using var span = _spans.Begin("check access", SpanDetail.VeryVerbose);
        var denied = _accessControl.CheckWrite(rules, session, diff, node => IsVoid(node, diff));
        if (denied.Count > 0) throw new RpcErrorException(denied);
        span.Succeed();
    }

    /// <summary>Refuses edits of a request that would only tell of what may not be read; those of a candidate are others' too, and have been asked about before.</summary>
    /// <param name="session">Who; null for the server itself.</param>
    /// <param name="rules">Running before the change.</param>
    /// <param name="transaction">The change.</param>
    public void AuthoriseEdits(Session? session, DataTree rules, Transactions.Transaction transaction)
    {
        if (session is null || _accessControl is null) return;
        var denied = _accessControl.CheckEdits(rules, session, transaction.Base is null ? transaction.Edits : transaction.Edits.Skip(transaction.EditsOnBase));
        if (denied.Count > 0) throw new RpcErrorException(denied);
    }

    // What a when takes along with it is a side effect that needs no rights (RFC 8341 §3.2.5): put back, it goes again.
    private bool IsVoid(DataNode deleted, DataDiff diff)
    {
        var hasWhen = false;
        for (var node = deleted; !node.IsRoot && !hasWhen; node = node.Parent) hasWhen = node.Schema.Whens.Count > 0;
        if (!hasWhen) return false;
        var editor = diff.After.Edit();
        if (editor.Apply(new Edit(EditOperation.Merge, deleted.Path, diff.Before)) is not null) return false;
        try
        {
            return !_validator.CleanUp(diff.Before, editor.Seal()).TryFind(deleted.Path, out _);
        }
        catch (RpcErrorException)
        {
            return false;
        }
    }

    private (Transactions.AppliedEdits Applied, DataDiff Diff) Apply(ChangeRequest request, DatastoreSnapshot current)
    {
        using var span = _spans.Begin("apply edits", SpanDetail.VeryVerbose);
        var applied = request.Transaction.ApplyTo(current);
        var diff = applied.Change ?? new DataDiff(current.Tree, applied.Tree);
        if (!ReferenceEquals(applied.Tree, current.Tree)) diff = _validator.CleanUp(diff);
        if (span.Activity is not null) span.Add("edits", request.Transaction.Edits.Count);
        span.Succeed();
        return (applied, diff);
    }

    private void Join(ChangeRequest request, DatastoreSnapshot current)
    {
        if (request.Session is { } session && session.Closed.IsCancellationRequested) throw Errors.Failed("The session has ended.");
        foreach (var datastore in request.Changes) _locks.DemandFree(request.Session, datastore, request.ValidateLock);
        if (request.Precondition?.Invoke(current) is { } refused) throw new RpcErrorException(refused);
    }

    private IReadOnlyList<RpcError> Validate(DataDiff diff, IReadOnlyList<RpcError> applyErrors, bool isUnvetoable)
    {
        using var span = _spans.Begin("check constraints", SpanDetail.VeryVerbose);
        var errors = _validator.Check(diff, isUnvetoable);
        if (errors.Any(e => e.Severity == ErrorSeverity.Error)) throw new RpcErrorException([.. applyErrors, .. errors]);
        span.Succeed();
        return errors;
    }
}
