using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Datastores.Templates;

/// <summary>A piece of a template that was checked against the schema.</summary>
/// <param name="Place">Where it is written.</param>
internal abstract record TemplateNode(SourceLocation Place);

/// <summary>What becomes of an element's node: the attribute <c>tags</c>.</summary>
internal enum TemplateTag
{
    /// <summary>Merged: created where it isn't.</summary>
    Merge,

    /// <summary>Replaced.</summary>
    Replace,

    /// <summary>Created; it must not be there.</summary>
    Create,

    /// <summary>Merged where it is, otherwise left alone.</summary>
    NoCreate,

    /// <summary>Deleted, if it is there.</summary>
    Delete,
}

/// <summary>An element: a data node.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Schema">The schema node.</param>
/// <param name="Scope">The namespaces in scope.</param>
internal sealed record ElementNode(SourceLocation Place, SchemaNode Schema, IReadOnlyDictionary<string, string> Scope) : TemplateNode(Place)
{
    /// <summary>What becomes of the node; null for what becomes of the one around it.</summary>
    public TemplateTag? Tag { get; init; }

    /// <summary>Where in a list ordered by the user: <c>first</c>, <c>last</c>, <c>before</c>, <c>after</c>; null for where it is, or last.</summary>
    public string? Insert { get; init; }

    /// <summary>The entry before or after which: its keys' values separated by blanks, or its value.</summary>
    public TextPattern? Anchor { get; init; }

    /// <summary>A leaf's or leaf-list entry's value.</summary>
    public TextPattern? Value { get; init; }

    /// <summary>A list entry's keys, in key order.</summary>
    public IReadOnlyList<ElementNode> Keys { get; init; } = [];

    /// <summary>What is in it, without keys.</summary>
    public IReadOnlyList<TemplateNode> Children { get; init; } = [];

    /// <summary>The content of an anydata or anyxml: as it is written.</summary>
    public IReadOnlyList<Markup> Any { get; init; } = [];
}

/// <summary><c>if</c>, <c>elif</c>, <c>else</c>: the first branch whose condition holds.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Branches">In order.</param>
internal sealed record ConditionNode(SourceLocation Place, IReadOnlyList<(XPathExpression? Condition, IReadOnlyList<TemplateNode> Content)> Branches) : TemplateNode(Place);

/// <summary><c>foreach</c>: once for each node, which is the context node meanwhile.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Content">What is repeated.</param>
internal sealed record EachNode(SourceLocation Place, XPathExpression Nodes, IReadOnlyList<TemplateNode> Content) : TemplateNode(Place);

/// <summary><c>for</c>: as long as a condition holds.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="First">Before the first round; null for nothing.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Next">After each round; null for nothing.</param>
/// <param name="Content">What is repeated.</param>
internal sealed record LoopNode(SourceLocation Place, Assignment? First, XPathExpression Condition, Assignment? Next, IReadOnlyList<TemplateNode> Content) : TemplateNode(Place);

/// <summary><c>set</c>.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Assignment">What is set.</param>
internal sealed record SetNode(SourceLocation Place, Assignment Assignment) : TemplateNode(Place);

/// <summary><c>set-context-node</c>: until the end of what it is in.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Node">The node.</param>
internal sealed record ContextNode(SourceLocation Place, XPathExpression Node) : TemplateNode(Place);

/// <summary><c>save-context</c> and <c>switch-context</c>.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Name">Under which name.</param>
/// <param name="IsSwitch">Whether to go there.</param>
internal sealed record SavedContextNode(SourceLocation Place, string Name, bool IsSwitch) : TemplateNode(Place);

/// <summary><c>copy-tree</c>: what is below a node, here.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Source">The node.</param>
internal sealed record CopyNode(SourceLocation Place, XPathExpression Source) : TemplateNode(Place);

/// <summary>A variable's value.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Value">The value.</param>
internal sealed record Assignment(string Variable, TextPattern Value);
