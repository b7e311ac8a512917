using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Evaluates expressions over an <see cref="AccessibleTree"/> (XPath 1.0; RFC 7950 §6.4, §10). Not thread-safe.</summary>
/// <param name="tree">The tree.</param>
/// <param name="variables">The variables' values; null for none (RFC 7950 §6.4.1 binds none).</param>
public sealed class XPathEvaluator(AccessibleTree tree, IReadOnlyDictionary<string, string>? variables = null)
{
    /// <summary>How many nodes one evaluation looks at, at most: some seconds' worth.</summary>
    internal const long DefaultMaximumSteps = 50_000_000;

    /// <summary>How many nodes one evaluation looks at, at most.</summary>
    internal long MaximumSteps { get; init; } = DefaultMaximumSteps;

    /// <summary>Keeps values from one evaluation to the next, as long as the tree doesn't change; null to evaluate everything each time.</summary>
    internal TermMemo? Memo { get; init; }

    /// <summary>Evaluates an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="context">The context node; also what <c>current()</c> is.</param>
    /// <param name="unprefixed">The module of unprefixed names: that of the node the expression belongs to; null to let them match in any module.</param>
    /// <exception cref="Diagnostics.RpcErrorException">operation-failed: a variable is not bound; resource-denied: it looks at too many nodes.</exception>
    public XPathValue Evaluate(XPathExpression expression, XPathNode context, YangModule? unprefixed)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return Evaluator(expression, context, unprefixed).Evaluate(TermOf(expression), new TermContext(context, 1, 1));
    }

    /// <summary>Evaluates an expression to a boolean, as must and when do.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="context">The context node.</param>
    /// <param name="unprefixed">The module of unprefixed names.</param>
    public bool EvaluateBoolean(XPathExpression expression, XPathNode context, YangModule? unprefixed) =>
        Evaluator(expression, context, unprefixed).EvaluateBoolean(TermOf(expression), new TermContext(context, 1, 1));

    /// <summary>
    /// The nodes of a node-set expression in document order. Where it goes down by names and no predicate looks at positions, they are found one after the other, as they are asked for, and
    /// none is kept; otherwise all at once.
    /// </summary>
    /// <param name="expression">An expression whose value is a node-set.</param>
    /// <param name="context">The context node.</param>
    /// <param name="unprefixed">The module of unprefixed names; null to let them match in any module.</param>
    /// <exception cref="Diagnostics.RpcErrorException">As for <see cref="Evaluate"/>, when it is met.</exception>
    public IEnumerable<XPathNode> Enumerate(XPathExpression expression, XPathNode context, YangModule? unprefixed)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var evaluator = Evaluator(expression, context, unprefixed);
        var at = new TermContext(context, 1, 1);
        return evaluator.Stream(TermOf(expression), at) ?? evaluator.Evaluate(TermOf(expression), at).NodeList;
    }

    private XPathTerm TermOf(XPathExpression expression) => tree.IsWithoutShortcuts ? expression.Term : expression.LookUpTerm;

    private TermEvaluator Evaluator(XPathExpression expression, in XPathNode context, YangModule? unprefixed) => new(tree, expression.Prefixes, variables, context, unprefixed, tree.IsWithoutShortcuts ? null : Memo, MaximumSteps);

    /// <summary>Evaluates a node-set expression to the stored data nodes in it, e.g. for a filter.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="context">The context node.</param>
    /// <param name="unprefixed">The module of unprefixed names.</param>
    public IEnumerable<DataNode> Select(XPathExpression expression, DataNode context, YangModule? unprefixed)
    {
        foreach (var node in Evaluate(expression, new XPathNode(context), unprefixed).Nodes)
        {
            if (!node.IsDefaultEntry) yield return node.Data;
        }
    }
}
