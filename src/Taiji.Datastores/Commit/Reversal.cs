using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>Takes changes back: by their inverses, so that what others changed meanwhile stays, or by the whole content from before them.</summary>
internal static class Reversal
{
    /// <summary>The changes' inverses, to be replayed over what running is then.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="changes">The changes, in the order they were made.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">While it is applied: somebody changed the same nodes meanwhile.</exception>
    public static Transaction Inverse(YangSchema schema, IReadOnlyList<DataDiff> changes)
    {
        var edits = new List<Edit>();
        for (var i = changes.Count - 1; i >= 0; i--) edits.AddRange(DiffDecoder.Decode(schema, DiffEncoder.Encode(new DataDiff(changes[i].After, changes[i].Before))));
        return new Transaction { Edits = edits };
    }

    /// <summary>The whole content from before the changes.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="changes">The changes, in the order they were made.</param>
    public static Transaction Whole(YangSchema schema, IReadOnlyList<DataDiff> changes) => new()
    {
        Edits = changes.Count == 0 ? [] : [new Edit(EditOperation.Replace, new DataPath(schema), changes[0].Before)],
    };

    /// <summary>What becomes of a content; what others changed stays if it can.</summary>
    /// <param name="current">The content.</param>
    /// <param name="changes">The changes, in the order they were made.</param>
    /// <param name="validator">The schema's constraints.</param>
    public static DataTree Of(DatastoreSnapshot current, IReadOnlyList<DataDiff> changes, IChangeValidator validator)
    {
        if (changes.Count == 0) return current.Tree;
        try
        {
            var tree = validator.CleanUp(current.Tree, Inverse(current.Tree.Schema, changes).ApplyTo(current).Tree);
            if (validator.Check(new DataDiff(current.Tree, tree)).All(e => e.Severity != Yang.Diagnostics.ErrorSeverity.Error)) return tree;
        }
        catch (Yang.Diagnostics.RpcErrorException)
        {
            // Somebody changed the same nodes: below.
        }

        return changes[0].Before;
    }
}
