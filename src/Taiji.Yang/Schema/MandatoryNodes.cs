namespace Taiji.Yang.Schema;

/// <summary>Mandatory nodes of a compiled schema (RFC 7950 §3).</summary>
internal static class MandatoryNodes
{
    /// <summary>Whether the node itself has <c>mandatory true</c>.</summary>
    public static bool IsMarked(SchemaNode node) => node is LeafNode { IsMandatory: true } or ChoiceNode { IsMandatory: true } or AnyNode { IsMandatory: true };

    /// <summary>The node that makes one mandatory: itself, or one below through non-presence containers; null when none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="onlyConfig">Whether state below it doesn't count.</param>
    public static SchemaNode? Find(SchemaNode node, bool onlyConfig = false) => node switch
    {
        _ when IsMarked(node) => node,
        ListNode { MinElements: > 0 } or LeafListNode { MinElements: > 0 } => node,
        ContainerNode { IsPresence: false } container => container.Children.Where(c => c.IsConfig || !onlyConfig).Select(c => Find(c, onlyConfig)).FirstOrDefault(m => m is not null),
        _ => null,
    };
}
