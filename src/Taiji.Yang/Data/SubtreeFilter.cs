using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>A compiled subtree filter (RFC 6241 §6): selects by key without a scan.</summary>
public sealed partial class SubtreeFilter
{
    /// <summary>The selected part of a tree, sharing what is selected whole.</summary>
    /// <param name="tree">The tree.</param>
    public DataTree Apply(DataTree tree) => throw new NotImplementedException();

    /// <summary>The data nodes the filter can reach: what state providers need to be asked for. The paths may end in whole lists.</summary>
    /// <param name="schema">The schema.</param>
    public IReadOnlyList<DataPath> Reach(YangSchema schema) => throw new NotImplementedException();
}
