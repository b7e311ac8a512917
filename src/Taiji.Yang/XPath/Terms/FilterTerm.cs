namespace Taiji.Yang.XPath.Terms;

/// <summary>A term with predicates: <c>(…)[1]</c> (XPath 1.0 §3.3).</summary>
/// <param name="position">Where it begins.</param>
/// <param name="inner">The term.</param>
/// <param name="predicates">The predicates; positions count in document order.</param>
internal sealed class FilterTerm(int position, XPathTerm inner, IReadOnlyList<XPathTerm> predicates) : XPathTerm(position, Math.Max(inner.Depth + 1, DepthAround(predicates)))
{
    /// <inheritdoc/>
    public override XPathType? Type => XPathType.NodeSet;

    /// <summary>The term.</summary>
    public XPathTerm Inner => inner;

    /// <summary>The predicates.</summary>
    public IReadOnlyList<XPathTerm> Predicates => predicates;

    /// <inheritdoc/>
    public override IEnumerable<XPathTerm> Parts => [inner, .. predicates];
}
