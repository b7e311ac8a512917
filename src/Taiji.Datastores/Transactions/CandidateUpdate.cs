using System.Collections.Immutable;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Transactions;

/// <summary>Brings a private candidate up to running (draft-ietf-netconf-privcand).</summary>
internal static class CandidateUpdate
{
    /// <summary>The candidate on running as it is now.</summary>
    /// <param name="state">The candidate.</param>
    /// <param name="running">Running.</param>
    /// <param name="resolution">What to do about conflicts.</param>
    /// <exception cref="RpcErrorException">There are conflicts, and that is the answer asked for: every node is named.</exception>
    public static CandidateState Rebase(CandidateState state, DatastoreSnapshot running, ConflictResolution resolution)
    {
        if (ReferenceEquals(state.Base.Tree, running.Tree)) return state;
        var mine = state.Content.Tree;
        var conflicts = ConflictFinder.Find(state.Base.Tree, mine, running.Tree);
        if (conflicts.Count > 0 && resolution == ConflictResolution.RevertOnConflict) throw ConflictFinder.ToException(conflicts, state.Base);
        if (resolution == ConflictResolution.Overwrite) mine = Without(mine, state.Base.Tree, conflicts);
        var edits = DiffDecoder.Decode(running.Tree.Schema, DiffEncoder.Encode(new DataDiff(state.Base.Tree, mine))).ToImmutableList();
        var content = new Transaction { Edits = edits }.ApplyTo(running).Tree;
        return new CandidateState(running, new DatastoreSnapshot(content, running.Sequence, state.Content.LastModified), edits, state.Generation);
    }

    // As if the conflicting nodes had never been touched.
    private static DataTree Without(DataTree mine, DataTree @base, IReadOnlyList<DataPath> conflicts)
    {
        var editor = mine.Edit();
        foreach (var path in conflicts)
        {
            var edit = @base.TryFind(path, out var node)
                ? new Edit(EditOperation.Replace, path, DataSelection.Select(@base, [node])) : new Edit(EditOperation.Remove, path);
            if (editor.Apply(edit) is { } error) throw new RpcErrorException(error);
            foreach (var name in mine.AttributesOf(path).Keys.Union(@base.AttributesOf(path).Keys)) editor.SetAttribute(path, name, @base.AttributesOf(path).GetValueOrDefault(name));
        }

        return editor.Seal();
    }
}
