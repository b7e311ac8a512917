using System.Collections.Immutable;
using System.Globalization;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>What a commit is while a confirmed commit waits: who may issue it (RFC 6241 §8.4.1).</summary>
internal static class ConfirmationRules
{
    /// <summary>Refuses a commit that neither extends nor confirms the one that waits.</summary>
    /// <param name="pending">What waits; null for nothing.</param>
    /// <param name="session">Who commits; null for the server itself.</param>
    /// <param name="persistId">The token that came with it.</param>
    /// <exception cref="RpcErrorException">invalid-value: the token isn't that one; in-use: it isn't this session's.</exception>
    public static void Demand(PendingConfirmation? pending, Session? session, string? persistId)
    {
        if (persistId is not null && (pending?.PersistId is not { } token || token != persistId)) throw NoSuchToken();
        if (pending is null || persistId is not null) return;
        if (pending.PersistId is not null) throw InUse(pending, "it needs its persist-id");
        if (pending.SessionId != session?.Id) throw InUse(pending, "only its own session can confirm or extend it");
    }

    /// <summary>Refuses to cancel what isn't there, or isn't this session's.</summary>
    /// <param name="pending">What waits; null for nothing.</param>
    /// <param name="session">Who cancels.</param>
    /// <param name="persistId">The token that came with it.</param>
    /// <exception cref="RpcErrorException">invalid-value: the token isn't that one; in-use: it isn't this session's; operation-failed: nothing waits.</exception>
    public static void DemandCancel(PendingConfirmation? pending, Session session, string? persistId)
    {
        if (persistId is not null && (pending?.PersistId is not { } token || token != persistId)) throw NoSuchToken();
        if (pending is null) throw Errors.Failed("There is no confirmed commit to cancel.");
        if (persistId is null && pending.SessionId != session.Id) throw InUse(pending, "without its persist-id only its own session can cancel it");
    }

    /// <summary>The event of a confirmation; null when nothing waits.</summary>
    /// <param name="pending">What waits.</param>
    /// <param name="session">Who confirms.</param>
    /// <param name="change">How it ends.</param>
    public static ConfirmationEvent? EventOf(PendingConfirmation? pending, Session? session, ConfirmationChange change) =>
        pending is null ? null : new ConfirmationEvent(change, session?.User ?? pending.User, session ?? pending.Session);

    private static RpcErrorException NoSuchToken() => Errors.InvalidValue("No confirmed commit waits under that persist-id.");

    private static RpcErrorException InUse(PendingConfirmation pending, string why) => new(new RpcError
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.InUse,
        AppTag = PendingConfirmation.AppTag,
        Message = $"A confirmed commit of user {pending.User} waits for its confirmation until {pending.Deadline.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {why}.",
        Info = [new ErrorInfo("session-id", pending.SessionId.ToString(CultureInfo.InvariantCulture))],
    });
}

/// <summary>The commit is a confirmed one: it begins to wait, or extends the one that waits.</summary>
/// <param name="session">Who.</param>
/// <param name="options">For how long, and whose it is.</param>
/// <param name="persistId">The token of the one that it extends.</param>
internal sealed class AwaitConfirmation(Session session, ConfirmedCommit options, string? persistId) : StateStep
{
    /// <inheritdoc/>
    public override void Check(DurableState head) => ConfirmationRules.Demand(head.Confirmation, session, persistId);

    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time)
    {
        var sequence = state.Sequence + 1;
        var changes = head.Confirmation?.Changes ?? ImmutableList<DataDiff>.Empty;
        var commit = ReferenceEquals(head.Running, state.Running) ? 0 : state.Running.Sequence;
        if (commit != 0) changes = changes.Add(new DataDiff(head.Running.Tree, state.Running.Tree));
        var pending = new PendingConfirmation(session.Id, session.User, options.PersistId ?? persistId, time + options.Timeout, changes) { Session = session };
        var record = new ConfirmationRecord { Deadline = pending.Deadline, Commit = commit, User = pending.User, PersistId = pending.PersistId };
        return (state with { Sequence = sequence, Confirmation = pending }, record.ToRecord(sequence, time));
    }

    /// <inheritdoc/>
    public override ConfirmationEvent EventOf(DurableState head, Session? session) =>
        new(head.Confirmation is null ? ConfirmationChange.Start : ConfirmationChange.Extend, session!.User, session, options.Timeout);
}

/// <summary>The commit is a plain one: it confirms the one that waits, if any.</summary>
/// <param name="session">Who.</param>
/// <param name="persistId">The token of the one that waits.</param>
internal sealed class Confirm(Session session, string? persistId) : StateStep
{
    /// <inheritdoc/>
    public override void Check(DurableState head) => ConfirmationRules.Demand(head.Confirmation, session, persistId);

    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time) => End(state, time, "confirmed");

    /// <inheritdoc/>
    public override ConfirmationEvent? EventOf(DurableState head, Session? session) => ConfirmationRules.EventOf(head.Confirmation, session, ConfirmationChange.Complete);

    /// <summary>The state with nothing that waits, and what is kept of that; null when nothing waited.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="time">When it is decided.</param>
    /// <param name="how">How it ended, for people.</param>
    public static (DurableState After, JournalRecord Record)? End(DurableState state, DateTimeOffset time, string how) => state.Confirmation is null
        ? null
        : (state with { Sequence = state.Sequence + 1, Confirmation = null }, ConfirmationEndRecord.Make(state.Sequence + 1, time, how));
}

/// <summary>The change came by a protocol that knows no confirmed commits: it confirms whatever waits, unless that needs a token (RFC 8040 §1.4).</summary>
internal sealed class ConfirmAny : StateStep
{
    /// <inheritdoc/>
    public override void Check(DurableState head)
    {
        if (head.Confirmation is { PersistId: not null } pending) ConfirmationRules.Demand(pending, null, null);
    }

    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time) => Confirm.End(state, time, "confirmed");

    /// <inheritdoc/>
    public override ConfirmationEvent? EventOf(DurableState head, Session? session) => ConfirmationRules.EventOf(head.Confirmation, session, ConfirmationChange.Complete);
}

/// <summary>Nothing that waits is to be taken back any more: it is all gone.</summary>
/// <param name="why">Why, for people.</param>
internal sealed class ForgetConfirmation(string why) : StateStep
{
    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time) => Confirm.End(state, time, why);

    /// <inheritdoc/>
    public override ConfirmationEvent? EventOf(DurableState head, Session? session) => ConfirmationRules.EventOf(head.Confirmation, session, ConfirmationChange.Cancel);
}

/// <summary>The commit takes the one that waits back.</summary>
/// <param name="pending">Which.</param>
/// <param name="cause">Why.</param>
internal sealed class TakeBack(PendingConfirmation pending, TakeBackCause cause) : StateStep
{
    /// <inheritdoc/>
    public override void Check(DurableState head)
    {
        if (!ReferenceEquals(head.Confirmation, pending)) throw new ConfirmationChangedException();
    }

    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time) => Confirm.End(state, time, cause.Text);

    /// <inheritdoc/>
    public override ConfirmationEvent? EventOf(DurableState head, Session? session) =>
        ConfirmationRules.EventOf(pending, cause.By, cause.IsTimeout ? ConfirmationChange.Timeout : ConfirmationChange.Cancel);
}

/// <summary>What was to be taken back was confirmed, extended or taken back meanwhile.</summary>
internal sealed class ConfirmationChangedException : Exception;
