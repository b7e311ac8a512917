using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Commit;

/// <summary>Refuses a change when others have changed since its base what it changes or read.</summary>
/// <param name="base">What it began from.</param>
/// <param name="mine">What it made of that.</param>
/// <param name="reads">What it read.</param>
internal sealed class NoConflict(DatastoreSnapshot @base, DataTree mine, IReadOnlyList<DataPath>? reads = null) : StateStep
{
    /// <inheritdoc/>
    public override void Check(DurableState head)
    {
        var conflicts = ConflictFinder.Find(@base.Tree, mine, head.Running.Tree, reads);
        if (conflicts.Count > 0) throw ConflictFinder.ToException(conflicts, @base);
    }

    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time) => null;
}
