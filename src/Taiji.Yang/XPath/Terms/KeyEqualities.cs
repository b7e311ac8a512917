namespace Taiji.Yang.XPath.Terms;

/// <summary>An equality of a child leaf, or of the node itself, with something that is the same for all nodes that the predicate is tried on.</summary>
/// <param name="Key">The child's name test; null for <c>.</c>.</param>
/// <param name="Value">The other side.</param>
internal sealed record KeyEquality(XPathTest? Key, XPathTerm Value);

/// <summary>
/// The part of a step's predicates that is a conjunction of equalities, e.g. <c>[name = current()/../ref][slot = 3]</c>. When they give all keys of a list, its entry is looked up.
/// </summary>
/// <param name="Items">The equalities of the leading predicates.</param>
/// <param name="PredicateCount">How many predicates consist of nothing else; the others are still to be tried.</param>
internal sealed record KeyEqualities(IReadOnlyList<KeyEquality> Items, int PredicateCount)
{
    private static readonly KeyEqualities None = new([], 0);

    /// <summary>Finds them.</summary>
    /// <param name="predicates">A step's predicates.</param>
    public static KeyEqualities Of(IReadOnlyList<XPathTerm> predicates)
    {
        var items = new List<KeyEquality>();
        var count = 0;
        while (count < predicates.Count && TryCollect(predicates[count], items)) count++;
        return count == 0 ? None : new KeyEqualities(items, count);
    }

    private static bool TryCollect(XPathTerm term, List<KeyEquality> items)
    {
        if (term is not BinaryTerm binary) return false;
        if (binary.Operator == XPathOperator.And)
        {
            var before = items.Count;
            if (TryCollect(binary.Left, items) && TryCollect(binary.Right, items)) return true;
            items.RemoveRange(before, items.Count - before);
            return false;
        }

        if (binary.Operator != XPathOperator.Equal) return false;
        if (TryKey(binary.Left, out var key) && !DependsOnContext(binary.Right)) items.Add(new KeyEquality(key, binary.Right));
        else if (TryKey(binary.Right, out key) && !DependsOnContext(binary.Left)) items.Add(new KeyEquality(key, binary.Left));
        else return false;
        return true;
    }

    private static bool TryKey(XPathTerm term, out XPathTest? key)
    {
        key = null;
        if (term is not PathTerm { Start: null, IsAbsolute: false, Steps: [{ Predicates.Count: 0 } step] }) return false;
        if (step is { Axis: XPathAxis.Self, Test.Kind: XPathTestKind.Node }) return true;
        if (step is not { Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name }) return false;
        key = step.Test;
        return true;
    }

    /// <summary>Whether a term's value may differ from one context node to the next.</summary>
    private static bool DependsOnContext(XPathTerm term) => term switch
    {
        NumberTerm or LiteralTerm or VariableTerm => false,
        PathTerm { Start: null, IsAbsolute: false } => true,
        // What stands in a path's predicates has context nodes of its own; current() is the same everywhere.
        PathTerm path => path.Start is not null && DependsOnContext(path.Start),
        FilterTerm filter => DependsOnContext(filter.Inner),
        CallTerm call => call.Function.ReadsContext(call.Arguments.Count) || call.Arguments.Any(DependsOnContext),
        _ => term.Parts.Any(DependsOnContext),
    };
}
