using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Commit;

/// <summary>Writes the distinct startup datastore (RFC 6241 §8.7).</summary>
/// <param name="codec">How changes are kept.</param>
/// <param name="user">Who; null for the server itself.</param>
/// <param name="content">What it becomes; null for what running is then.</param>
internal sealed class SaveStartup(IChangeCodec codec, string? user, DataTree? content = null) : StateStep
{
    /// <inheritdoc/>
    public override (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time)
    {
        var running = state.Running.Tree;
        var tree = content ?? running;
        if (ReferenceEquals(state.Startup?.Tree, tree)) return null;
        var sequence = state.Sequence + 1;
        var diff = ReferenceEquals(tree, running) ? null : codec.Encode(new DataDiff(state.Startup?.Tree ?? DataTree.Empty(tree.Schema), tree));
        var record = new StartupRecord { User = user, Diff = diff is null ? null : (ReadOnlyMemory<byte>?)diff };
        return (state with { Sequence = sequence, Startup = new DatastoreSnapshot(tree, sequence, time) }, record.ToRecord(sequence, time));
    }
}
