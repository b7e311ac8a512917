using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

/// <summary>One element of a subtree filter (RFC 6241 §6.2), not resolved to the schema yet.</summary>
public sealed record SubtreeFilterNode
{
    /// <summary>The module whose namespace the element is in; null when it is in none, which matches any (RFC 6241 §6.2.1).</summary>
    public YangModule? Module { get; init; }

    /// <summary>The element's local name.</summary>
    public required string Name { get; init; }

    /// <summary>The trimmed text of an element without children: a content match (RFC 6241 §6.2.5). Null or empty makes it a selection node, or a containment node when it has children.</summary>
    public string? Content { get; init; }

    /// <summary>The prefixes in scope, for content with prefixed names; null when there are none.</summary>
    public IPrefixMap? Prefixes { get; init; }

    /// <summary>Attribute match expressions (RFC 6241 §6.2.2). The tree keeps no attributes, so an element with any matches nothing.</summary>
    public IReadOnlyList<SubtreeFilterAttribute> Attributes { get; init; } = [];

    /// <summary>Attributes that say something of the node and match nothing.</summary>
    public IReadOnlyList<SubtreeFilterAttribute> Marks { get; init; } = [];

    /// <summary>The child elements.</summary>
    public IReadOnlyList<SubtreeFilterNode> Children { get; init; } = [];
}

/// <summary>An attribute match expression (RFC 6241 §6.2.2): an attribute that isn't a namespace declaration.</summary>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Name">Its local name.</param>
/// <param name="Value">The value that must be equal.</param>
public sealed record SubtreeFilterAttribute(string Namespace, string Name, string Value);
