using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>The kinds of <see cref="SchemaNode"/>.</summary>
public enum SchemaNodeKind
{
    /// <summary>The root of the data tree, rpcs and notifications.</summary>
    Root,

    /// <summary><c>container</c> (RFC 7950 §7.5).</summary>
    Container,

    /// <summary><c>list</c> (RFC 7950 §7.8).</summary>
    List,

    /// <summary><c>leaf</c> (RFC 7950 §7.6).</summary>
    Leaf,

    /// <summary><c>leaf-list</c> (RFC 7950 §7.7).</summary>
    LeafList,

    /// <summary><c>choice</c> (RFC 7950 §7.9).</summary>
    Choice,

    /// <summary><c>case</c> (RFC 7950 §7.9.2), also the implicit one of a shorthand.</summary>
    Case,

    /// <summary><c>anydata</c> (RFC 7950 §7.10).</summary>
    AnyData,

    /// <summary><c>anyxml</c> (RFC 7950 §7.11).</summary>
    AnyXml,

    /// <summary><c>rpc</c> (RFC 7950 §7.14).</summary>
    Rpc,

    /// <summary><c>action</c> (RFC 7950 §7.15).</summary>
    Action,

    /// <summary><c>input</c> of an rpc or action.</summary>
    Input,

    /// <summary><c>output</c> of an rpc or action.</summary>
    Output,

    /// <summary><c>notification</c> (RFC 7950 §7.16).</summary>
    Notification,
}

/// <summary>The <c>status</c> of a definition (RFC 7950 §7.21.2).</summary>
public enum DefinitionStatus
{
    /// <summary><c>current</c>.</summary>
    Current,

    /// <summary><c>deprecated</c>.</summary>
    Deprecated,

    /// <summary><c>obsolete</c>.</summary>
    Obsolete,
}

/// <summary>A node of the compiled schema tree: uses, refine, augment and deviation applied; immutable once compiled.</summary>
public abstract class SchemaNode
{
    private string? _path;
    private byte[]? _utf8Name;

    private protected SchemaNode(SchemaNodeKind kind, string name, YangModule module)
    {
        Kind = kind;
        Name = name;
        Module = module;
    }

    /// <summary>The node's kind.</summary>
    public SchemaNodeKind Kind { get; }

    /// <summary>The identifier.</summary>
    public string Name { get; }

    /// <summary>The module whose namespace the node is in (the augmenting module for augmented nodes; the using one for groupings).</summary>
    public YangModule Module { get; }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Name => _utf8Name ??= Encoding.UTF8.GetBytes(Name);

    /// <summary>The schema parent, choices and cases included; null for the root.</summary>
    public InnerNode? Parent { get; internal set; }

    /// <summary>The nearest ancestor that is not a choice or case; null for the root.</summary>
    public InnerNode? DataParent
    {
        get
        {
            var p = Parent;
            while (p is ChoiceNode or CaseNode) p = p.Parent;
            return p;
        }
    }

    /// <summary>A number unique in the <see cref="YangSchema"/>, dense from 0 in document order: the index of side tables.</summary>
    public int Ordinal { get; internal set; } = -1;

    /// <summary>Whether the node is configuration (RFC 7950 §7.21.1). False inside operations and notifications too.</summary>
    public bool IsConfig { get; internal set; } = true;

    /// <summary>The effective status.</summary>
    public DefinitionStatus Status { get; internal set; }

    /// <summary>The description, if any.</summary>
    public string? Description => DescriptionStatement?.Argument;

    /// <summary>The reference, if any.</summary>
    public string? Reference => ReferenceStatement?.Argument;

    /// <summary>Where the node is defined (its own statement, in a grouping if it came from one).</summary>
    public SourceLocation Location => Definition?.Location ?? default;

    /// <summary>Whether it is another data node or below it.</summary>
    /// <param name="other">The other.</param>
    public bool IsAtOrBelow(SchemaNode other)
    {
        for (var node = this; node is not null; node = node.DataParent)
        {
            if (node == other) return true;
        }

        return false;
    }

    /// <summary>The musts on the node (container, list, leaf, leaf-list, anydata, input, output, notification).</summary>
    public IReadOnlyList<MustConstraint> Musts { get; internal set; } = [];

    /// <summary>The whens that govern the node: its own, and those of the uses, augment, choice and case around it up to <see cref="DataParent"/>.</summary>
    public IReadOnlyList<WhenConstraint> Whens { get; internal set; } = [];

    /// <summary>Instances of extensions on the node's statement that a plug-in kept (RFC 7950 §7.19).</summary>
    public IReadOnlyList<ExtensionInstance> Extensions { get; internal set; } = [];

    /// <summary>
    /// The <c>if-feature</c> expressions that the node depends on, as written: its own, and those of the refine, uses and augment that shaped it (RFC 7950 §7.20.2). All are
    /// true, or the node would not be here.
    /// </summary>
    public IReadOnlyList<string> IfFeatures { get; internal set; } = [];

    /// <summary>The module's <c>augment</c> statement that added the node to its parent (RFC 7950 §7.17); null when none did.</summary>
    public Statement? Augment { get; internal set; }

    /// <summary>Whether instances of it appear in data trees (not choice, case, root, rpc, input, output).</summary>
    public bool IsDataNode => Kind is SchemaNodeKind.Container or SchemaNodeKind.List or SchemaNodeKind.Leaf
        or SchemaNodeKind.LeafList or SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml;

    /// <summary>
    /// The schema path with choice and case names, module names where they change: <c>/ietf-interfaces:interfaces/interface/name</c>.
    /// </summary>
    public string SchemaPath => _path ??= Parent is null ? "/" : (Parent.Parent is null ? "" : Parent.SchemaPath)
        + "/" + (Parent.Parent is null || Parent.Module != Module ? Module.Name + ":" : "") + Name;

    /// <summary>The statement that defines the node; places and texts are read from it when asked for.</summary>
    internal Statement? Definition { get; set; }

    internal Statement? DescriptionStatement { get; set; }

    internal Statement? ReferenceStatement { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {SchemaPath}";
}
