using System.Globalization;
using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace EmbeddedServer;

/// <summary>Carries committed duties to the hardware: looks only at what changed.</summary>
internal sealed class FanControl(FanHardware hardware) : ICommitParticipant
{
    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken)
    {
        foreach (var difference in change.Diff.Changes)
        {
            var fan = difference.Node.Schema is ListNode ? difference.Node : difference.Node.Parent;
            if (fan.Schema is not ListNode { Name: "fan" }) continue;
            var slot = fan.ChildText("slot")!;
            if (difference is { Kind: DataChangeKind.Deleted, Schema: ListNode }) hardware.Unplug(slot);
            else if (change.Diff.After.TryFind(fan.Path, out var now)) hardware.SetDuty(slot, int.Parse(now.ChildText("duty")!, CultureInfo.InvariantCulture));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
