using Taiji.Yang.Schema;

namespace Taiji.Yang.XPath.Terms;

/// <summary>The axes (XPath 1.0 §2.2).</summary>
internal enum XPathAxis
{
    /// <summary><c>child</c>.</summary>
    Child,

    /// <summary><c>parent</c>.</summary>
    Parent,

    /// <summary><c>self</c>.</summary>
    Self,

    /// <summary><c>descendant</c>.</summary>
    Descendant,

    /// <summary><c>descendant-or-self</c>.</summary>
    DescendantOrSelf,

    /// <summary><c>ancestor</c>.</summary>
    Ancestor,

    /// <summary><c>ancestor-or-self</c>.</summary>
    AncestorOrSelf,

    /// <summary><c>following-sibling</c>.</summary>
    FollowingSibling,

    /// <summary><c>preceding-sibling</c>.</summary>
    PrecedingSibling,

    /// <summary><c>following</c>.</summary>
    Following,

    /// <summary><c>preceding</c>.</summary>
    Preceding,

    /// <summary><c>attribute</c>: data trees have none.</summary>
    Attribute,

    /// <summary><c>namespace</c>: data trees have none.</summary>
    Namespace,
}

/// <summary>The kinds of node tests (XPath 1.0 §2.3).</summary>
internal enum XPathTestKind
{
    /// <summary>A name.</summary>
    Name,

    /// <summary><c>*</c>.</summary>
    AnyName,

    /// <summary><c>prefix:*</c>.</summary>
    AnyNameOfModule,

    /// <summary><c>node()</c>.</summary>
    Node,

    /// <summary><c>text()</c>.</summary>
    Text,

    /// <summary><c>comment()</c> and <c>processing-instruction()</c>: data trees have none.</summary>
    None,
}

/// <summary>A node test.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">The local name of a name test.</param>
/// <param name="Module">The module of a prefixed name; null when unprefixed: that of the current node (RFC 7950 §6.4.1).</param>
internal readonly record struct XPathTest(XPathTestKind Kind, string Name = "", YangModule? Module = null)
{
    /// <summary>Whether a schema node's name passes.</summary>
    /// <param name="schema">The schema node.</param>
    /// <param name="unprefixed">The module of unprefixed names; null when they match in any module.</param>
    public bool Accepts(SchemaNode schema, YangModule? unprefixed) => Kind switch
    {
        XPathTestKind.Name => schema.Name == Name && (Module ?? unprefixed ?? schema.Module) == schema.Module,
        XPathTestKind.AnyNameOfModule => schema.Module == Module,
        XPathTestKind.AnyName or XPathTestKind.Node => true,
        _ => false,
    };
}

/// <summary>A location step (XPath 1.0 §2.1).</summary>
/// <param name="position">Where it begins.</param>
/// <param name="axis">The axis.</param>
/// <param name="test">The node test.</param>
/// <param name="predicates">The predicates.</param>
internal sealed class XPathStep(int position, XPathAxis axis, XPathTest test, IReadOnlyList<XPathTerm> predicates)
{
    /// <summary>Where it begins.</summary>
    public int Position => position;

    /// <summary>The axis.</summary>
    public XPathAxis Axis => axis;

    /// <summary>The node test.</summary>
    public XPathTest Test => test;

    /// <summary>The predicates.</summary>
    public IReadOnlyList<XPathTerm> Predicates => predicates;

    /// <summary>The predicates' equalities, as far as they can be looked up instead of tried on every node.</summary>
    public KeyEqualities Equalities { get; } = KeyEqualities.Of(predicates);

    /// <summary>Whether the axis runs against document order: positions count from its near end.</summary>
    public bool IsReverse => axis is XPathAxis.Ancestor or XPathAxis.AncestorOrSelf or XPathAxis.Preceding or XPathAxis.PrecedingSibling or XPathAxis.Parent;
}
