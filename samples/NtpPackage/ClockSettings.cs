using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace NtpPackage;

/// <summary>A commit participant: uses the servers that are configured, and vetoes one that can't be one.</summary>
public sealed class ClockSettings(Clocks clocks) : ICommitParticipant
{
    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken)
    {
        foreach (var server in Entries(change, DataChangeKind.Created))
        {
            if (server.ChildText("address")!.Contains(' ', StringComparison.Ordinal))
                throw new RpcErrorException(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Path = server.Path.ToString(), Message = "An address has no blanks." });
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken)
    {
        foreach (var server in Entries(change, DataChangeKind.Deleted)) clocks.Leave(server.ChildText("address")!);
        foreach (var server in Entries(change, DataChangeKind.Created)) clocks.Use(server.ChildText("address")!);
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static IEnumerable<DataNode> Entries(CommitChange change, DataChangeKind kind) =>
        change.Diff.Changes.Where(c => c.Kind == kind && c.Schema is ListNode { Name: "server" }).Select(c => c.Node);
}
