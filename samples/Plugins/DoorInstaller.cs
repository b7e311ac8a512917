using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Plugins;

/// <summary>A commit participant: may veto before the change is decided, and carries it out afterwards.</summary>
public sealed class DoorInstaller(Doors doors) : ICommitParticipant
{
    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken)
    {
        foreach (var door in Entries(change, DataChangeKind.Created))
        {
            if (door.ChildText("name") == "wall")
                throw new RpcErrorException(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Path = door.Path.ToString(), Message = "A wall is no door." });
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken)
    {
        foreach (var door in Entries(change, DataChangeKind.Deleted)) doors.Remove(door.ChildText("name")!);
        foreach (var door in Entries(change, DataChangeKind.Created)) doors.Install(door.ChildText("name")!);
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    // Non-presence containers are never named: a new door is named itself, whatever it is in.
    private static IEnumerable<DataNode> Entries(CommitChange change, DataChangeKind kind) =>
        change.Diff.Changes.Where(c => c.Kind == kind && c.Schema is ListNode { Name: "door" }).Select(c => c.Node);
}
