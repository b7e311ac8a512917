using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Commit;

/// <summary>A change of running that somebody asks for.</summary>
internal sealed record ChangeRequest
{
    /// <summary>Who; null for the server itself, whom locks and access control don't bind.</summary>
    public required Session? Session { get; init; }

    /// <summary>What.</summary>
    public required Transaction Transaction { get; init; }

    /// <summary>The datastores that it changes: another session's lock on one of them refuses it.</summary>
    public IReadOnlyList<Datastore> Changes { get; init; } = [Datastore.Running];

    /// <summary>The validate lock that it was validated under: it doesn't bind this change.</summary>
    public ValidateLock? ValidateLock { get; init; }

    /// <summary>Asked with the content at the moment of the change; an error refuses it.</summary>
    public Func<DatastoreSnapshot, RpcError?>? Precondition { get; init; }

    /// <summary>Whether it needs no rights on the nodes it changes: those to the operation are enough (RFC 8808 §2).</summary>
    public bool NeedsNoRights { get; init; }

    /// <summary>What is decided together with it, in this order.</summary>
    public IReadOnlyList<StateStep> Steps { get; init; } = [];

    /// <summary>Whether commit participants are heard but can't veto: what takes back a commit that was not confirmed (RFC 6241 §8.4.1).</summary>
    public bool IsUnvetoable { get; init; }

    /// <summary>Whether only to find out what would happen.</summary>
    public bool IsTest { get; init; }

    /// <summary>Kept with the commit.</summary>
    public string? Comment { get; init; }

    /// <summary>Kept with the commit: a short name to find it by.</summary>
    public string? Label { get; init; }
}

/// <summary>How a change ended.</summary>
/// <param name="Before">The content before.</param>
/// <param name="After">The content after; the same reference when nothing changed.</param>
/// <param name="Errors">Why some edits were not applied (stop- and continue-on-error).</param>
internal sealed record ChangeResult(DatastoreSnapshot Before, DatastoreSnapshot After, IReadOnlyList<RpcError> Errors)
{
    /// <summary>What validation warns of.</summary>
    public IReadOnlyList<RpcError> Warnings { get; init; } = [];
}
