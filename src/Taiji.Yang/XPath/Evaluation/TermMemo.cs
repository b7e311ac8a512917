using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>
/// Values of terms that depend on an ancestor of the context node only (see <see cref="ContextClimb"/>), e.g. <c>sum(../item/size)</c>: found once for all entries below it.
/// For one unchanging tree.
/// </summary>
internal sealed class TermMemo
{
    private readonly Dictionary<(XPathTerm Term, XPathNode Top), XPathValue> _values = [];

    /// <summary>How many terms were evaluated for it.</summary>
    public int Count => _values.Count;

    /// <summary>Whether a term's value is worth keeping: it may run through many nodes.</summary>
    /// <param name="term">The term.</param>
    public static bool IsWorthKeeping(XPathTerm term) => term.Climb > 0 && term switch
    {
        CallTerm call => call.Function.Kind is XPathFunctionKind.Sum or XPathFunctionKind.Count,
        PathTerm path => path.Steps.Count(s => s.Axis != XPathAxis.Parent) > 1 || path.Steps.Any(s => s.Predicates.Count > 0),
        FilterTerm => true,
        _ => false,
    };

    /// <summary>A value found before.</summary>
    public bool TryGet(XPathTerm term, in XPathNode top, out XPathValue value) => _values.TryGetValue((term, top), out value);

    /// <summary>Keeps a value.</summary>
    public void Keep(XPathTerm term, in XPathNode top, in XPathValue value) => _values[(term, top)] = value;
}
