using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>The root: top-level data nodes, rpcs and notifications of all implemented modules.</summary>
public sealed class SchemaRoot : InnerNode
{
    internal SchemaRoot(YangModule module)
        : base(SchemaNodeKind.Root, "", module)
    {
    }

    /// <summary>The rpcs of all implemented modules.</summary>
    public IReadOnlyList<OperationNode> Rpcs { get; internal set; } = [];
}

/// <summary><c>container</c>.</summary>
public sealed class ContainerNode : InnerNode
{
    internal ContainerNode(string name, YangModule module)
        : base(SchemaNodeKind.Container, name, module)
    {
    }

    /// <summary>Whether the container's existence carries meaning (RFC 7950 §7.5.1).</summary>
    public bool IsPresence { get; internal set; }

    /// <summary>The text of the presence statement.</summary>
    public string? Presence { get; internal set; }
}

/// <summary><c>list</c>.</summary>
public sealed class ListNode : InnerNode
{
    internal ListNode(string name, YangModule module)
        : base(SchemaNodeKind.List, name, module)
    {
    }

    /// <summary>The key leaves, in the order of the key statement; empty only for <c>config false</c> lists.</summary>
    public IReadOnlyList<LeafNode> Keys { get; internal set; } = [];

    /// <summary>The unique constraints: each a set of descendant leaves (RFC 7950 §7.8.3).</summary>
    public IReadOnlyList<UniqueConstraint> Uniques { get; internal set; } = [];

    /// <summary>min-elements; 0 when absent.</summary>
    public uint MinElements { get; internal set; }

    /// <summary>max-elements; null for unbounded.</summary>
    public uint? MaxElements { get; internal set; }

    /// <summary>Whether the client decides the order (RFC 7950 §7.7.7).</summary>
    public bool IsUserOrdered { get; internal set; }
}

/// <summary>A leaf or leaf-list: the nodes that have a type.</summary>
public abstract class TypedNode : SchemaNode
{
    private protected TypedNode(SchemaNodeKind kind, string name, YangModule module)
        : base(kind, name, module)
    {
    }

    /// <summary>The compiled type.</summary>
    public YangType Type { get; internal set; } = null!;

    /// <summary>The type's name as the node's statement has it, prefix included; without prefix when a deviation has given another type.</summary>
    public string TypeText =>
        Definition?.Find(Syntax.StatementKind.Type)?.Argument is { } written && written[(written.IndexOf(':') + 1)..] == Type.Name ? written : Type.Name;

    /// <summary>The units, of the node or else of its type.</summary>
    public string? Units { get; internal set; }

    /// <summary>The effective default values in stored form (see <see cref="YangType"/>); empty when none. A leaf has at most one.</summary>
    public IReadOnlyList<byte[]> Defaults { get; internal set; } = [];

    /// <summary>The defaults as written, canonical lexical form.</summary>
    public IReadOnlyList<string> DefaultTexts { get; internal set; } = [];
}

/// <summary><c>leaf</c>.</summary>
public sealed class LeafNode : TypedNode
{
    internal LeafNode(string name, YangModule module)
        : base(SchemaNodeKind.Leaf, name, module)
    {
    }

    /// <summary><c>mandatory true</c> (RFC 7950 §7.6.5).</summary>
    public bool IsMandatory { get; internal set; }

    /// <summary>Whether it is a key of its list.</summary>
    public bool IsKey => KeyIndex >= 0;

    /// <summary>Its place among the list's keys, or -1.</summary>
    public int KeyIndex { get; internal set; } = -1;
}

/// <summary><c>leaf-list</c>.</summary>
public sealed class LeafListNode : TypedNode
{
    internal LeafListNode(string name, YangModule module)
        : base(SchemaNodeKind.LeafList, name, module)
    {
    }

    /// <summary>min-elements; 0 when absent.</summary>
    public uint MinElements { get; internal set; }

    /// <summary>max-elements; null for unbounded.</summary>
    public uint? MaxElements { get; internal set; }

    /// <summary>Whether the client decides the order.</summary>
    public bool IsUserOrdered { get; internal set; }
}

/// <summary><c>anydata</c> or <c>anyxml</c>.</summary>
public sealed class AnyNode : SchemaNode
{
    internal AnyNode(SchemaNodeKind kind, string name, YangModule module)
        : base(kind, name, module)
    {
    }

    /// <summary><c>mandatory true</c>.</summary>
    public bool IsMandatory { get; internal set; }
}
