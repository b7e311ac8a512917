using Taiji.Yang.Schema;

namespace Taiji.Yang.XPath.Binding;

/// <summary>A schema node that an expression reads.</summary>
/// <param name="Node">The node.</param>
/// <param name="Anchor">
/// How far up the way from the context node to <paramref name="Node"/> leads: an ancestor of both, or the context node itself. A change below one instance of it can matter only to
/// expressions whose context node lies below the same instance.
/// </param>
/// <param name="Guard">When only one list entry is read, looked up by its key: where the key comes from; else null.</param>
public readonly record struct XPathRead(SchemaNode Node, SchemaNode Anchor, KeyGuard? Guard = null);

/// <summary>
/// A look-up by key, e.g. <c>../item[name = current()/ref]</c>: what is read in an entry matters only where a certain leaf has the entry's key as its value.
/// </summary>
/// <param name="List">The list with a single key.</param>
/// <param name="Leaf">The leaf with the key's value; stored in the same form as the key.</param>
/// <param name="Anchor">The leaf and the context node lie below the same instance of this node, and the leaf is the only one there.</param>
public sealed record KeyGuard(ListNode List, TypedNode Leaf, SchemaNode Anchor);

/// <summary>What an expression reads when its context node is an instance of a certain schema node.</summary>
/// <param name="Reads">The schema nodes read, without duplicates.</param>
/// <param name="IsComplete">False when it may read other nodes too (<c>following::</c>, <c>deref()</c> of an instance-identifier …).</param>
/// <param name="DeadSteps">Positions in the text (from 0) of steps that no data can ever match, with what they asked for.</param>
public sealed record XPathDependencies(IReadOnlyList<XPathRead> Reads, bool IsComplete, IReadOnlyList<XPathSyntaxError> DeadSteps)
{
    /// <summary>Whether only the context node and what is below it is read.</summary>
    /// <param name="context">The context node.</param>
    public bool StaysBelow(SchemaNode context) => IsComplete && Reads.All(r => r.Anchor == context);
}
