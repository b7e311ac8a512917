using Taiji.Yang.Schema;

namespace Taiji.Yang.XPath.Binding;

/// <summary>Bounds how many nodes the paths of a schema's expressions go through below <c>//</c> and the like: a thousand of <c>//*</c> in a thousand nodes are a million.</summary>
internal sealed class BindingBudget
{
    private const long MaximumNodes = 300_000;
    private readonly Dictionary<SchemaNode, int> _sizes = [];
    private long _spent;

    /// <summary>Takes the nodes below a node from the budget; false when it is used up.</summary>
    /// <param name="node">The node.</param>
    public bool TrySpend(SchemaNode node)
    {
        if (_spent > MaximumNodes) return false;
        if (!_sizes.TryGetValue(node, out var size)) _sizes[node] = size = node is InnerNode inner ? SchemaSteps.Descendants(inner).Count() : 0;
        _spent += size + 1;
        return _spent <= MaximumNodes;
    }
}
