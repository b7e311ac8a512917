using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>The nodes that an expression gives, in document order, found as they are asked for; those that may not be read aren't among them.</summary>
internal abstract class NodeWalk
{
    /// <summary>Begins: where an expression names all entries of a list by plain steps, or a leaf of each, positions in that list lead to them.</summary>
    /// <param name="names">The names.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="text">The expression.</param>
    /// <param name="context">Where relative paths begin; null for the root.</param>
    /// <param name="view">What may be read; null for everything.</param>
    /// <param name="parameter">The parameter that errors are about.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.invalid_params</c>: it is no expression, or gives no node-set.</exception>
    public static NodeWalk Begin(SchemaNames names, DataTree tree, string text, DataPath? context, ReadView? view, string parameter)
    {
        var expression = Expressions.Parse(names, text, parameter);
        if (expression.Type is { } type && type != XPathType.NodeSet) throw JsonRpcException.InvalidParameter(parameter, "the expression must give a node-set");
        if (EntryWalk.Find(names, tree, text, view) is { } entries) return entries;
        var start = tree.Root;
        if (context is not null && !tree.TryFindInUse(context, view?.IsReadable, out start)) throw JsonRpcException.InvalidParameter("context_node", "there is no such node");
        return new ExpressionWalk(tree, expression, new XPathNode(start));
    }

    /// <summary>How many there are.</summary>
    /// <param name="view">What may be read; null for everything.</param>
    public abstract long Count(ReadView? view);

    /// <summary>The nodes from a number on.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="view">What may be read; null for everything.</param>
    public abstract IEnumerable<XPathNode> From(long number, ReadView? view);

    /// <summary>The nodes as they are sorted by leaves of theirs; null where their own order doesn't tell.</summary>
    /// <param name="leaves">The leaves' names, the most significant first.</param>
    /// <param name="isDescending">Which way.</param>
    public virtual NodeWalk? SortedBy(IReadOnlyList<string> leaves, bool isDescending) => null;
}

/// <summary>The nodes of any expression: each run evaluates it.</summary>
/// <param name="tree">The tree.</param>
/// <param name="expression">The expression.</param>
/// <param name="context">Where relative paths begin.</param>
internal sealed class ExpressionWalk(DataTree tree, XPathExpression expression, XPathNode context) : NodeWalk
{
    /// <inheritdoc/>
    public override long Count(ReadView? view) => All(view).LongCount();

    /// <inheritdoc/>
    public override IEnumerable<XPathNode> From(long number, ReadView? view)
    {
        foreach (var node in All(view))
        {
            if (number-- <= 0) yield return node;
        }
    }

    private IEnumerable<XPathNode> All(ReadView? view) => new XPathEvaluator(view.Over(tree)).Enumerate(expression, context, null);
}

/// <summary>Nodes that are known.</summary>
/// <param name="nodes">The nodes.</param>
internal sealed class KnownNodes(IReadOnlyList<XPathNode> nodes) : NodeWalk
{
    /// <inheritdoc/>
    public override long Count(ReadView? view) => nodes.Count;

    /// <inheritdoc/>
    public override IEnumerable<XPathNode> From(long number, ReadView? view) => nodes.Skip((int)Math.Min(number, int.MaxValue));
}
