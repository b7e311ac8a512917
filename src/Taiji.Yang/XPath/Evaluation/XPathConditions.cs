using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Which leaves decide what an XPath filter selects, where each decides only about the node that it is a child of: then a part of a datastore tells what of it is selected.</summary>
public static class XPathConditions
{
    /// <summary>The leaves that predicates compare with constants: <c>enabled</c> of <c>/interfaces/interface[enabled = 'true']</c>.</summary>
    /// <param name="expression">The expression, with the root as its context node.</param>
    /// <param name="schema">The schema.</param>
    /// <returns>Null when anything else may decide: positions, functions, nodes elsewhere.</returns>
    public static IReadOnlySet<SchemaNode>? Of(XPathExpression expression, YangSchema schema)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(schema);
        var conditions = new HashSet<SchemaNode>();
        return TryAdd(expression.Term, schema, conditions) ? conditions : null;
    }

    private static bool TryAdd(XPathTerm term, YangSchema schema, HashSet<SchemaNode> conditions)
    {
        if (term is BinaryTerm { Operator: XPathOperator.Union } union) return TryAdd(union.Left, schema, conditions) && TryAdd(union.Right, schema, conditions);
        // From the root a relative path is an absolute one.
        if (term is not PathTerm { Start: null } path) return false;
        IReadOnlyList<SchemaNode> nodes = [schema.Root];
        foreach (var step in path.Steps)
        {
            nodes = step.Axis switch
            {
                XPathAxis.Child => [.. nodes.SelectMany(Children).Where(n => step.Test.Accepts(n, null)).Distinct()],
                XPathAxis.DescendantOrSelf when step.Test.Kind == XPathTestKind.Node => [.. nodes.SelectMany(AtAndBelow).Distinct()],
                _ => [],
            };
            if (nodes.Count == 0 && step.Axis is not XPathAxis.Child) return false;
            foreach (var predicate in step.Predicates)
            {
                if (!TryAddCondition(predicate, nodes, conditions)) return false;
            }
        }

        return true;
    }

    private static bool TryAddCondition(XPathTerm predicate, IReadOnlyList<SchemaNode> nodes, HashSet<SchemaNode> conditions)
    {
        if (predicate is not BinaryTerm binary) return false;
        if (binary.Operator is XPathOperator.And or XPathOperator.Or)
            return TryAddCondition(binary.Left, nodes, conditions) && TryAddCondition(binary.Right, nodes, conditions);
        if (binary.Operator is < XPathOperator.Equal or > XPathOperator.GreaterOrEqual) return false;
        var leaf = binary.Left is LiteralTerm or NumberTerm ? binary.Right : binary.Left;
        var constant = binary.Left is LiteralTerm or NumberTerm ? binary.Left : binary.Right;
        if (constant is not (LiteralTerm or NumberTerm)) return false;
        if (leaf is not PathTerm { Start: null, IsAbsolute: false, Steps: [{ Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name, Predicates.Count: 0 } child] }) return false;
        foreach (var found in nodes.SelectMany(Children).Where(n => child.Test.Accepts(n, null)))
        {
            if (found is not LeafNode condition || DependsOnOthers(condition)) return false;
            conditions.Add(condition);
        }

        return true;
    }

    /// <summary>Whether its default is in use or not by what other nodes say.</summary>
    private static bool DependsOnOthers(LeafNode leaf) => leaf.DefaultTexts.Count > 0 && (leaf.Whens.Count > 0 || leaf.Parent != leaf.DataParent);

    private static IEnumerable<SchemaNode> Children(SchemaNode node) => node is InnerNode inner ? inner.DataChildren : [];

    private static IEnumerable<SchemaNode> AtAndBelow(SchemaNode node) => Children(node).SelectMany(AtAndBelow).Prepend(node);
}
