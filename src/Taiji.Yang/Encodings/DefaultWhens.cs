using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>Whether a default may be shown: its whens must hold (RFC 7950 §7.21.5); one that can't be evaluated doesn't.</summary>
internal static class DefaultWhens
{
    /// <summary>Whether all whens of a node that stands for a default hold.</summary>
    public static bool Hold(DataNode node) => node.Schema.Whens.Count == 0;

    /// <summary>The same for a leaf-list without entries.</summary>
    public static bool HoldFor(DataNode parent, LeafListNode leafList) => !parent.IsDefault && leafList.Whens.Count == 0;
}
