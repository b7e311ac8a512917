using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>What a <c>filter</c> parameter selects of a tree.</summary>
internal abstract class DataFilter
{
    /// <summary>The paths it can reach; null when only its evaluation tells.</summary>
    /// <param name="schema">The schema.</param>
    public abstract IReadOnlyList<DataPath>? Reach(YangSchema schema);

    /// <summary>The selected part.</summary>
    /// <param name="tree">The tree.</param>
    public abstract DataTree Apply(DataTree tree);

    /// <summary>Whether it selects the tree's root itself: a notification that has no content (RFC 5277 §3.6).</summary>
    /// <param name="tree">A notification.</param>
    public abstract bool SelectsWhole(DataTree tree);
}
