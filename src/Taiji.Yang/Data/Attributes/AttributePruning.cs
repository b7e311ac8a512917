using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Attributes;

/// <summary>Takes the attributes away whose nodes are gone. Costs what the change does.</summary>
internal static class AttributePruning
{
    /// <summary>The attributes that the new tree keeps.</summary>
    /// <param name="change">From the old tree to the new one.</param>
    public static NodeAttributes Prune(DataDiff change)
    {
        var after = change.After;
        var kept = after.Attributes;
        foreach (var deleted in change.Changes)
        {
            if (kept.IsEmpty) return kept;
            if (deleted.Kind != DataChangeKind.Deleted) continue;
            var path = deleted.Before.Path;
            kept = kept.Without(path);
            // A non-presence container is there as long as something in it is.
            for (var above = path.Parent; above is { IsRoot: false, Node: ContainerNode { IsPresence: false } } && !after.TryFind(above, out _); above = above.Parent) kept = kept.Without(above);
        }

        foreach (var set in NodeAttributes.Compare(new DataPath(after.Schema), change.Before.Attributes, kept))
        {
            if (set.After is not null && !after.TryFind(set.Path, out _)) kept = kept.Without(set.Path);
        }

        return kept;
    }
}
