namespace Taiji.Yang.XPath.Terms;

/// <summary>A function call.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="function">The function.</param>
/// <param name="arguments">The arguments.</param>
internal sealed class CallTerm(int position, XPathFunction function, IReadOnlyList<XPathTerm> arguments) : XPathTerm(position, DepthAround(arguments))
{
    /// <inheritdoc/>
    public override XPathType? Type => function.Result;

    /// <summary>The function.</summary>
    public XPathFunction Function => function;

    /// <summary>The arguments.</summary>
    public IReadOnlyList<XPathTerm> Arguments => arguments;

    /// <summary>What evaluation keeps from one call to the next, e.g. a compiled regular expression whose text never changes.</summary>
    public object? Cache { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<XPathTerm> Parts => arguments;
}
