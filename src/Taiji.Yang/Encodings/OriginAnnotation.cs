using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>The origins to write with configuration nodes: the annotation <c>origin</c> of RFC 8342 §7, left out where it is the parent's.</summary>
/// <param name="Of">The origin of a configuration node that is in the tree; not asked of state. Null for none of its own.</param>
/// <param name="Default">The origin of defaults in use (<c>ietf-origin:default</c>).</param>
public sealed record OriginAnnotation(Func<DataNode, Identity?> Of, Identity Default)
{
    /// <summary>The origin of a node, defaults included; null for state, which has none.</summary>
    /// <param name="node">The node.</param>
    public Identity? Find(DataNode node) => !node.Schema.IsConfig ? null : node.IsDefault ? Default : Of(node);
}
