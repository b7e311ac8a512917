using Taiji.Yang.Schema;

namespace Taiji.Yang.XPath.Binding;

/// <summary>A schema node that an expression reads.</summary>
/// <param name="Node">The node.</param>
/// <param name="Anchor">
/// How far up the way from the context node to <paramref name="Node"/> leads: an ancestor of both, or the context node itself. A change below one instance of it can matter only to
/// expressions whose context node lies below the same instance.
/// </param>
/// <param name="Guard">When only instances with certain values are read, e.g. an entry that is looked up: which; else null.</param>
/// <param name="IsPassed">Whether the node is only on the way to others below it, which are read for themselves.</param>
public readonly record struct XPathRead(SchemaNode Node, SchemaNode Anchor, EntryGuard? Guard = null, bool IsPassed = false);

/// <summary>
/// An equality that decides whether what is below a list entry (or root) is read at all, e.g. <c>../item[name = current()/ref]</c>: changes in an entry matter only where the
/// source has the text that the target has there, or had.
/// </summary>
/// <param name="Unit">The list, leaf-list or root with the target.</param>
/// <param name="Target">A leaf of the unit outside of its inner lists, a leaf-list of it, or the unit itself.</param>
/// <param name="Source">A leaf that each context node has one of at most, in the unit that it lies in or one around; null when the text is fixed.</param>
/// <param name="Text">The fixed text.</param>
/// <param name="And">What must hold as well; its unit is the same or one around.</param>
public sealed record EntryGuard(SchemaNode Unit, TypedNode Target, TypedNode? Source, string? Text, EntryGuard? And);

/// <summary>What an expression reads when its context node is an instance of a certain schema node.</summary>
/// <param name="Reads">The schema nodes read, without duplicates.</param>
/// <param name="IsComplete">False when it may read other nodes too (<c>following::</c>, <c>deref()</c> of an instance-identifier …).</param>
/// <param name="DeadSteps">Positions in the text (from 0) of steps that no data can ever match, with what they asked for.</param>
public sealed record XPathDependencies(IReadOnlyList<XPathRead> Reads, bool IsComplete, IReadOnlyList<XPathSyntaxError> DeadSteps)
{
    /// <summary>Where the nodes of its value may be, when it was bound as a selection; the root among them when it may be selected.</summary>
    public IReadOnlyList<XPathRead> Selected { get; init; } = [];

    /// <summary>Whether only the context node and what is below it is read.</summary>
    /// <param name="context">The context node.</param>
    public bool StaysBelow(SchemaNode context) => IsComplete && Reads.All(r => r.Anchor == context);
}
