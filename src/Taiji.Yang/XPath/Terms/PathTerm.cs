namespace Taiji.Yang.XPath.Terms;

/// <summary>A location path, from the root, the context node, or the nodes of another term (XPath 1.0 §2, §3.3).</summary>
/// <param name="position">Where it begins.</param>
/// <param name="start">The term whose nodes it starts from; null for the root or the context node.</param>
/// <param name="isAbsolute">Whether it starts from the root.</param>
/// <param name="steps">The steps; none only for <c>/</c>.</param>
internal sealed class PathTerm(int position, XPathTerm? start, bool isAbsolute, IReadOnlyList<XPathStep> steps) 
    : XPathTerm(position, Math.Max(1 + (start?.Depth ?? 0), DepthAround(steps.SelectMany(s => s.Predicates))))
{
    /// <inheritdoc/>
    public override XPathType? Type => XPathType.NodeSet;

    /// <summary>The term whose nodes it starts from; null for the root or the context node.</summary>
    public XPathTerm? Start => start;

    /// <summary>Whether it starts from the root.</summary>
    public bool IsAbsolute => isAbsolute;

    /// <summary>The steps.</summary>
    public IReadOnlyList<XPathStep> Steps => steps;

    /// <inheritdoc/>
    public override IEnumerable<XPathTerm> Parts
    {
        get
        {
            if (start is not null) yield return start;
            foreach (var step in steps)
            {
                foreach (var predicate in step.Predicates) yield return predicate;
            }
        }
    }
}
