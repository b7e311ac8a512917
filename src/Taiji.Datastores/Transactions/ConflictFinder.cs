using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>
/// What a transaction and others have changed both since the transaction began: a node that both changed differently, one that one changed and the other created or deleted
/// with what it is in, and one that the transaction only read. Costs what the two changes cost.
/// </summary>
internal static class ConflictFinder
{
    /// <summary>The nodes of the transaction's changes that conflict, in document order, then those it read.</summary>
    /// <param name="base">What both began from.</param>
    /// <param name="mine">What the transaction made of it.</param>
    /// <param name="theirs">What others made of it.</param>
    /// <param name="reads">What the transaction read: nodes, with all below them.</param>
    public static IReadOnlyList<DataPath> Find(DataTree @base, DataTree mine, DataTree theirs, IReadOnlyList<DataPath>? reads = null)
    {
        if (ReferenceEquals(@base, theirs)) return [];
        var changed = new PathSet();
        foreach (var change in new DataDiff(@base, theirs).Changes) changed.Add(change.Node.Path);
        var conflicts = new List<DataPath>();
        AddAnnotated(conflicts, new DataDiff(@base, mine), theirs);
        if (changed.IsEmpty) return conflicts;
        foreach (var change in new DataDiff(@base, mine).Changes)
        {
            var path = change.Node.Path;
            if (changed.Overlaps(path) && !IsSame(mine, theirs, path)) conflicts.Add(path);
        }

        conflicts.AddRange((reads ?? []).Where(changed.Overlaps));
        return conflicts;
    }

    // An attribute that both changed differently, or that one set on a node that the other deleted.
    private static void AddAnnotated(List<DataPath> conflicts, DataDiff mine, DataTree theirs)
    {
        foreach (var change in mine.AttributeChanges)
        {
            if (!mine.After.TryFind(change.Path, out _)) continue;
            var isThere = theirs.TryFind(change.Path, out _);
            var now = theirs.AttributesOf(change.Path).GetValueOrDefault(change.Name);
            var isConflict = isThere ? now != change.Before && now != change.After : mine.Before.TryFind(change.Path, out _);
            if (isConflict && !conflicts.Contains(change.Path)) conflicts.Add(change.Path);
        }
    }

    /// <summary>The conflicts as errors.</summary>
    /// <param name="conflicts">The nodes.</param>
    /// <param name="editedOn">What the transaction began from.</param>
    public static RpcErrorException ToException(IReadOnlyList<DataPath> conflicts, DatastoreSnapshot editedOn) => new([.. conflicts.Select(path => new RpcError
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.OperationFailed,
        AppTag = ConflictTeller.AppTag,
        Path = path.ToString(),
        Message = $"Running has changed here since it was edited on commit {editedOn.Sequence}.",
    })]);

    // Both did the same: nobody loses anything.
    private static bool IsSame(DataTree mine, DataTree theirs, DataPath path)
    {
        var isMine = mine.TryFind(path, out var one);
        if (isMine != theirs.TryFind(path, out var other)) return false;
        return !isMine || !new DataDiff(DataSelection.Select(mine, [one]), DataSelection.Select(theirs, [other])).Changes.Any();
    }

    /// <summary>Paths, to be asked whether another is one of them, above or below one.</summary>
    private sealed class PathSet
    {
        private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
        private readonly HashSet<string> _above = new(StringComparer.Ordinal);

        public bool IsEmpty => _paths.Count == 0;

        public void Add(DataPath path)
        {
            _paths.Add(path.ToString());
            for (var above = path; !above.IsRoot && _above.Add(above.ToString());) above = above.Parent;
        }

        public bool Overlaps(DataPath path)
        {
            if (path.IsRoot || _above.Contains(path.ToString())) return true;
            for (; !path.IsRoot; path = path.Parent)
            {
                if (_paths.Contains(path.ToString())) return true;
            }

            return false;
        }
    }
}
