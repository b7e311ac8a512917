namespace Taiji.Yang.XPath.Terms;

/// <summary>How far from its context node an expression looks at it at all: what it does on the way up decides nothing.</summary>
internal static class ContextClimb
{
    /// <summary>Depends on nothing but the tree.</summary>
    public const int Free = int.MaxValue;

    /// <summary>
    /// The number of steps up after which the value depends on nothing below: all context nodes below the same ancestor have the same value. 0 when it depends on the context
    /// node; <see cref="Free"/> when on no node in particular.
    /// </summary>
    /// <param name="term">A term whose context node is also the current node.</param>
    public static int Of(XPathTerm term) => Of(term, isInPredicate: false);

    private static int Of(XPathTerm term, bool isInPredicate)
    {
        switch (term)
        {
            case NumberTerm or LiteralTerm:
                return Free;
            case VariableTerm:
                return 0;
            case PathTerm path:
                return Math.Min(OfStart(path, isInPredicate), OfPredicates(path.Steps.SelectMany(s => s.Predicates)));
            case FilterTerm filter:
                return Math.Min(Of(filter.Inner, isInPredicate), OfPredicates(filter.Predicates));
            case CallTerm { Function.Kind: XPathFunctionKind.Current }:
                return 0;
            case CallTerm call when call.Function.ReadsContext(call.Arguments.Count):
                return isInPredicate ? Free : 0;
            default:
                return term.Parts.Select(p => Of(p, isInPredicate)).DefaultIfEmpty(Free).Min();
        }
    }

    private static int OfPredicates(IEnumerable<XPathTerm> predicates) => predicates.Select(p => Of(p, isInPredicate: true)).DefaultIfEmpty(Free).Min();

    private static int OfStart(PathTerm path, bool isInPredicate)
    {
        if (path.IsAbsolute) return Free;
        var isCurrent = path.Start is CallTerm { Function.Kind: XPathFunctionKind.Current };
        if (path.Start is not null && !isCurrent) return Of(path.Start, isInPredicate);
        // What a predicate says of its own nodes, it says of them whatever the current node is.
        if (isInPredicate && !isCurrent) return Free;
        return path.Steps.TakeWhile(s => s is { Axis: XPathAxis.Parent, Test.Kind: XPathTestKind.Node, Predicates.Count: 0 }).Count();
    }
}
