namespace Taiji.Yang.XPath.Terms;

/// <summary>
/// Rewrites a comparison with many nodes as a predicate that can be looked up: <c>../item/name = .</c> is <c>boolean(../item[name = current()])</c>. Only where the context node
/// is the current node: outside of predicates.
/// </summary>
internal static class LookUpForm
{
    private static readonly XPathFunction Current = XPathFunctions.Find("current")!;
    private static readonly XPathFunction Boolean = XPathFunctions.Find("boolean")!;

    /// <summary>The term, or one with the same value.</summary>
    /// <param name="term">A term whose context node is the current node.</param>
    public static XPathTerm Of(XPathTerm term)
    {
        switch (term)
        {
            case BinaryTerm { Operator: XPathOperator.Equal } equal:
                return Rewrite(equal.Left, equal.Right) ?? Rewrite(equal.Right, equal.Left) ?? (XPathTerm)equal;
            case BinaryTerm { Operator: XPathOperator.And or XPathOperator.Or } logic:
                XPathTerm left = Of(logic.Left), right = Of(logic.Right);
                return left == logic.Left && right == logic.Right ? logic : new BinaryTerm(logic.Position, logic.Operator, left, right);
            case CallTerm { Function.Kind: XPathFunctionKind.Not or XPathFunctionKind.Boolean } call:
                var argument = Of(call.Arguments[0]);
                return argument == call.Arguments[0] ? call : new CallTerm(call.Position, call.Function, [argument]);
            default:
                return term;
        }
    }

    private static CallTerm? Rewrite(XPathTerm many, XPathTerm other)
    {
        // The last two steps go down: to entries, perhaps, and a leaf in each.
        if (many is not PathTerm { Steps: [.., { Axis: XPathAxis.Child } entries, { Axis: XPathAxis.Child, Predicates.Count: 0, Test.Kind: XPathTestKind.Name } leaf] } path) return null;
        if (Rebased(other) is not { } value) return null;
        var equality = new BinaryTerm(many.Position, XPathOperator.Equal, new PathTerm(leaf.Position, null, false, [leaf]), value);
        var step = new XPathStep(entries.Position, entries.Axis, entries.Test, [.. entries.Predicates, equality]);
        return new CallTerm(many.Position, Boolean, [new PathTerm(path.Position, path.Start, path.IsAbsolute, [.. path.Steps.SkipLast(2), step])]);
    }

    /// <summary>The other side as it is written in a predicate; null when it can't be, or compares otherwise there.</summary>
    private static XPathTerm? Rebased(XPathTerm other) => other switch
    {
        LiteralTerm or NumberTerm => other,
        PathTerm { IsAbsolute: true } or PathTerm { Start: CallTerm { Function.Kind: XPathFunctionKind.Current } } => other,
        PathTerm { Start: null, Steps: [{ Axis: XPathAxis.Self, Test.Kind: XPathTestKind.Node, Predicates.Count: 0 }] } => CurrentAt(other.Position),
        PathTerm { Start: null } path => new PathTerm(path.Position, CurrentAt(path.Position), false, path.Steps),
        CallTerm { Function.Kind: XPathFunctionKind.Current } => other,
        _ => null,
    };

    private static CallTerm CurrentAt(int position) => new(position, Current, []);
}
