using System.Collections.Immutable;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Store;

/// <summary>A confirmed commit that waits for its confirmation (RFC 6241 §8.4).</summary>
/// <param name="SessionId">The session that issued it; 0 when that was before a restart.</param>
/// <param name="User">Its user.</param>
/// <param name="PersistId">The token that confirms it from any session; null when only its own session can.</param>
/// <param name="Deadline">When it is taken back.</param>
/// <param name="Changes">What it changed, and those that extended it, in order.</param>
internal sealed record PendingConfirmation(uint SessionId, string User, string? PersistId, DateTimeOffset Deadline, ImmutableList<DataDiff> Changes)
{
    /// <summary>The error-app-tag of what it keeps from others.</summary>
    public const string AppTag = "outstanding-confirmed-commit";

    /// <summary>The session that issued it; null when that was before a restart.</summary>
    public Session? Session { get; init; }
}
