using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

/// <summary>The part of XPath that a leafref's path may use (RFC 7950 §9.9.2, <c>path-arg</c> in §14).</summary>
internal static class LeafRefPathRules
{
    /// <summary>The first violation, or null.</summary>
    /// <param name="term">The parsed path.</param>
    public static XPathSyntaxError? Check(XPathTerm term)
    {
        if (term is not PathTerm path || path.Steps.Count == 0) return new XPathSyntaxError(term.Position, "A leafref's path is a location path to a leaf or leaf-list.");
        if (path.Start is not (null or CallTerm { Function.Kind: XPathFunctionKind.Deref, Arguments: [PathTerm] }))
        {
            return new XPathSyntaxError(path.Start.Position, "A leafref's path starts with '/' or '../'.");
        }

        var descending = path.IsAbsolute;
        foreach (var step in path.Steps)
        {
            if (step is { Axis: XPathAxis.Parent, Test.Kind: XPathTestKind.Node } && !descending) continue;
            if (step is not { Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name }) return new XPathSyntaxError(step.Position, "A leafref's path consists of '..' steps, then of names.");
            if (!descending && path.Start is null && step == path.Steps[0]) return new XPathSyntaxError(step.Position, "A leafref's path starts with '/' or '../'.");
            descending = true;
            foreach (var predicate in step.Predicates)
            {
                if (!IsKeyPredicate(predicate)) return new XPathSyntaxError(predicate.Position, "A predicate in a leafref's path has the form [key = current()/../…/leaf].");
            }
        }

        return path.Steps[^1].Axis == XPathAxis.Child ? null : new XPathSyntaxError(path.Steps[^1].Position, "A leafref's path ends in a leaf or leaf-list.");
    }

    private static bool IsKeyPredicate(XPathTerm term) =>
        term is BinaryTerm { Operator: XPathOperator.Equal, Left: PathTerm { Start: null, IsAbsolute: false, Steps: [{ Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name, Predicates.Count: 0 }] } } equality
        && equality.Right is PathTerm { Start: CallTerm { Function.Kind: XPathFunctionKind.Current } } key
        && key.Steps[0].Axis == XPathAxis.Parent
        && key.Steps.All(s => s.Predicates.Count == 0 && s is { Axis: XPathAxis.Parent } or { Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name });
}
