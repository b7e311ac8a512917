using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>
/// Takes part in commits that touch a schema path. Prepare may veto and leaves nothing behind after abort; commit must not fail. After a crash the journal decides and the
/// outcome is told again: both are idempotent.
/// </summary>
public interface ICommitParticipant
{
    /// <summary>Checks and reserves; throws <see cref="RpcErrorException"/> to veto.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">The time-out passed.</param>
    ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken);

    /// <summary>The change is decided and durable: make it so. A failure becomes an alarm, never a rollback.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">The time-out passed.</param>
    ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken);

    /// <summary>The change will not happen: undo what prepare did.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">The time-out passed.</param>
    ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken);
}

/// <summary>A change on its way into running.</summary>
/// <param name="Sequence">The journal sequence it gets or would get.</param>
/// <param name="Diff">What changes.</param>
/// <param name="Session">Who asked for it; null for the server itself.</param>
public sealed record CommitChange(long Sequence, DataDiff Diff, Session? Session);
