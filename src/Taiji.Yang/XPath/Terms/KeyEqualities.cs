namespace Taiji.Yang.XPath.Terms;

/// <summary>An equality of a leaf below the node, or of the node itself, with something that is the same for all nodes that the predicate is tried on.</summary>
/// <param name="Way">The names of the children from the node to the leaf; none for <c>.</c>.</param>
/// <param name="Value">The other side.</param>
internal sealed record KeyEquality(IReadOnlyList<XPathTest> Way, XPathTerm Value)
{
    /// <summary>The child's name when the leaf is a child; else null.</summary>
    public XPathTest? Key => Way.Count == 1 ? Way[0] : null;

    /// <summary>Whether it is the node's own value that is compared.</summary>
    public bool IsOwn => Way.Count == 0;
}

/// <summary>
/// What a step's predicates demand that can be looked up, e.g. <c>[name = current()/../ref][slot = 3 and enabled]</c>: nodes that don't satisfy all of these equalities don't pass.
/// Which of the others do is left to the predicates.
/// </summary>
/// <param name="Items">The equalities, of all predicates before the first that looks at positions.</param>
internal sealed record KeyEqualities(IReadOnlyList<KeyEquality> Items)
{
    private static readonly KeyEqualities None = new([]);

    /// <summary>Finds them.</summary>
    /// <param name="predicates">A step's predicates.</param>
    public static KeyEqualities Of(IReadOnlyList<XPathTerm> predicates)
    {
        var items = new List<KeyEquality>();
        foreach (var predicate in predicates)
        {
            if (LooksAtPosition(predicate)) break;
            Collect(predicate, items);
        }

        return items.Count == 0 ? None : new KeyEqualities(items);
    }

    private static void Collect(XPathTerm term, List<KeyEquality> items)
    {
        if (term is not BinaryTerm binary) return;
        if (binary.Operator == XPathOperator.And)
        {
            Collect(binary.Left, items);
            Collect(binary.Right, items);
        }
        else if (binary.Operator == XPathOperator.Equal)
        {
            if (TryWay(binary.Left, out var way) && !DependsOnContext(binary.Right)) items.Add(new KeyEquality(way, binary.Right));
            else if (TryWay(binary.Right, out way) && !DependsOnContext(binary.Left)) items.Add(new KeyEquality(way, binary.Left));
        }
    }

    private static bool TryWay(XPathTerm term, out IReadOnlyList<XPathTest> way)
    {
        way = [];
        if (term is not PathTerm { Start: null, IsAbsolute: false, Steps: { Count: > 0 } steps }) return false;
        if (steps is [{ Axis: XPathAxis.Self, Test.Kind: XPathTestKind.Node, Predicates.Count: 0 }]) return true;
        if (!steps.All(s => s is { Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name, Predicates.Count: 0 })) return false;
        way = [.. steps.Select(s => s.Test)];
        return true;
    }

    /// <summary>Whether a predicate is a position, or asks for one; what stands in the predicates of a path in it has positions of its own.</summary>
    /// <param name="predicate">The predicate.</param>
    public static bool LooksAtPosition(XPathTerm predicate) => predicate.Type is null or XPathType.Number || AsksForPosition(predicate);

    private static bool AsksForPosition(XPathTerm term) => term switch
    {
        CallTerm { Function.Kind: XPathFunctionKind.Last or XPathFunctionKind.Position } => true,
        PathTerm path => path.Start is not null && AsksForPosition(path.Start),
        FilterTerm filter => AsksForPosition(filter.Inner),
        _ => term.Parts.Any(AsksForPosition),
    };

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
