using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Store;

/// <summary>The partial locks of running (RFC 5717), beside its global lock: what <see cref="LockTable"/> guards together.</summary>
internal sealed class PartialLockTable
{
    private volatile IReadOnlyList<PartialLock> _held = [];
    private uint _lastId;

    /// <summary>The locks that are held.</summary>
    public IReadOnlyList<PartialLock> Held => _held;

    /// <summary>Takes a lock; all nodes or none.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="since">When.</param>
    /// <param name="selects">What it was asked for with.</param>
    /// <param name="nodes">What it covers.</param>
    /// <exception cref="RpcErrorException">lock-denied: another session's partial lock overlaps.</exception>
    public PartialLock Take(Session session, DateTimeOffset since, IReadOnlyList<string> selects, IReadOnlyList<DataPath> nodes)
    {
        foreach (var other in _held)
        {
            if (other.Session != session && nodes.Any(other.Overlaps))
                throw Errors.LockDenied(other.Session.Id, $"Session {other.Session.Id} holds a partial lock on part of it.");
        }

        var taken = new PartialLock(++_lastId, session, since, selects, nodes);
        _held = [.. _held, taken];
        return taken;
    }

    /// <summary>Gives one back.</summary>
    /// <param name="session">Who holds it.</param>
    /// <param name="id">Which.</param>
    /// <exception cref="RpcErrorException">invalid-value: that session has none of that number.</exception>
    public void Release(Session session, uint id)
    {
        if (!_held.Any(l => l.Id == id && l.Session == session)) throw Errors.InvalidValue($"This session holds no partial lock {id}.");
        _held = [.. _held.Where(l => l.Id != id)];
    }

    /// <summary>Gives back all that a session holds.</summary>
    /// <param name="session">Who.</param>
    public void ReleaseAll(Session session)
    {
        if (_held.Any(l => l.Session == session)) _held = [.. _held.Where(l => l.Session != session)];
    }

    /// <summary>A node that is gone isn't covered any more, so that anybody can make it again (RFC 5717 §2.4.1).</summary>
    /// <param name="change">What its holder, or the server, changed.</param>
    public void Shrink(CommitChange change)
    {
        var content = change.Diff.After;
        if (_held.All(l => l.Nodes.All(n => Exists(content, n)))) return;
        _held = [.. _held.Select(l => l.Nodes.All(n => Exists(content, n)) ? l : l with { Nodes = [.. l.Nodes.Where(n => Exists(content, n))] })];
    }

    /// <summary>Refuses a change that another session's partial lock forbids.</summary>
    /// <param name="session">Who.</param>
    /// <param name="diff">What it would change.</param>
    /// <exception cref="RpcErrorException">in-use, with the app-tag <c>locked</c> (RFC 5717 §2.5).</exception>
    public void DemandFree(Session session, DataDiff diff)
    {
        var others = _held.Where(l => l.Session != session).ToList();
        if (others.Count == 0) return;
        foreach (var path in diff.Changes.Select(c => c.Node.Path).Concat(diff.AttributeChanges.Select(c => c.Path)))
        {
            if (others.Find(l => l.Overlaps(path)) is { } held) throw Errors.PartiallyLocked(path, held.Session.Id);
        }
    }

    // A non-presence container is wherever what it is in is (RFC 7950 §7.5.1).
    private static bool Exists(DataTree content, DataPath path) =>
        path.IsRoot || content.TryFind(path, out _) || (path.Node is Yang.Schema.ContainerNode { IsPresence: false } && Exists(content, path.Parent));
}
