using Taiji.Yang.Diagnostics;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

/// <summary>Functions and axes that mean little on data trees (RFC 8407 §4.6.2, §4.6.3).</summary>
internal static class ExpressionLint
{
    private static readonly Dictionary<XPathAxis, string> Axes = new()
    {
        [XPathAxis.Following] = "following",
        [XPathAxis.Preceding] = "preceding",
        [XPathAxis.FollowingSibling] = "following-sibling",
        [XPathAxis.PrecedingSibling] = "preceding-sibling",
        [XPathAxis.Attribute] = "attribute",
        [XPathAxis.Namespace] = "namespace",
    };

    private static readonly HashSet<string> Functions = ["position", "last", "id", "namespace-uri", "name", "lang"];

    /// <summary>Checks an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="place">The statement it stands in.</param>
    /// <param name="diagnostics">Receives the findings.</param>
    public static void Check(XPathExpression expression, SourceLocation place, DiagnosticBag diagnostics) => Check(expression.Term, place, diagnostics);

    private static void Check(XPathTerm term, SourceLocation place, DiagnosticBag diagnostics)
    {
        if (term is CallTerm call && Functions.Contains(call.Function.Name)) diagnostics.Report(DiagnosticDescriptors.UnsuitableFunction, place, call.Function.Name);
        if (term is PathTerm path)
        {
            foreach (var step in path.Steps)
            {
                if (Axes.TryGetValue(step.Axis, out var axis)) diagnostics.Report(DiagnosticDescriptors.UnsuitableAxis, place, axis);
            }
        }

        foreach (var part in term.Parts) Check(part, place, diagnostics);
    }
}
