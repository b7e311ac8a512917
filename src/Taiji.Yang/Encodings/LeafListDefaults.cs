using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Encodings;

/// <summary>The default values of leaf-lists (RFC 7950 §7.7.2).</summary>
public static class LeafListDefaults
{
    /// <summary>Whether a leaf-list without entries has them: its case is in use, and its whens are true.</summary>
    /// <param name="parent">The parent, in a tree that is whole.</param>
    /// <param name="leafList">The leaf-list.</param>
    public static bool AreInUse(DataNode parent, LeafListNode leafList)
    {
        ArgumentNullException.ThrowIfNull(leafList);
        return leafList.Defaults.Count > 0 && parent.Entries(leafList).Count == 0 && new DefaultsInUse(new AccessibleTree(parent.Tree)).AreInUse(parent, leafList);
    }
}
