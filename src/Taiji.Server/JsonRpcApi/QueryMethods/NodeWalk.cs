using System.Text.RegularExpressions;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>
/// The nodes that an expression gives, by number. One that names all entries of a list by plain steps (or a leaf of each) isn't evaluated: an entry is found by its position in its list,
/// in memory for that entry only. Any other is evaluated once.
/// </summary>
internal sealed partial class NodeWalk
{
    private readonly DataEntries? _entries;
    private readonly SchemaNode? _leaf;
    private readonly IReadOnlyList<XPathNode> _nodes = [];
    private readonly Func<DataNode, bool>? _readable;

    private NodeWalk(DataEntries entries, SchemaNode? leaf, Func<DataNode, bool>? readable)
    {
        _entries = entries;
        _leaf = leaf;
        _readable = readable;
        Count = entries.Count;
    }

    private NodeWalk(IReadOnlyList<XPathNode> nodes)
    {
        _nodes = nodes;
        Count = nodes.Count;
    }

    /// <summary>How many numbers there are; of some there may be nothing that may be read.</summary>
    public long Count { get; }

    /// <summary>Whether the nodes are looked up, not kept.</summary>
    public bool IsLookedUp => _entries is not null;

    /// <summary>Begins.</summary>
    /// <param name="names">The names.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="text">The expression.</param>
    /// <param name="context">Where relative paths begin.</param>
    /// <param name="readable">Access control's view; the nodes that conditions look at are within it too.</param>
    /// <param name="parameter">The parameter that errors are about.</param>
    public static NodeWalk Begin(SchemaNames names, DataTree tree, string text, DataPath? context, Func<DataNode, bool>? readable, string parameter)
    {
        var expression = Expressions.Parse(names, text, parameter);
        if (Plain(names, tree, text, readable) is { } plain) return plain;
        if (readable is not null) tree = DataSelection.Readable(tree, readable);
        var start = context is null ? tree.Root : tree.TryFindInUse(context, null, out var found) ? found : throw JsonRpcException.InvalidParameter("context_node", "there is no such node");
        var value = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(expression, new XPathNode(start), null);
        if (value.Type != XPathType.NodeSet) throw JsonRpcException.InvalidParameter(parameter, "the expression must give a node-set");
        return new NodeWalk(value.Nodes);
    }

    /// <summary>The nodes of a value that is known.</summary>
    /// <param name="value">A node-set.</param>
    public static NodeWalk Of(in XPathValue value) => new(value.Nodes);

    /// <summary>The node of a number; null when there is none that may be read.</summary>
    /// <param name="number">From 0, less than <see cref="Count"/>.</param>
    public XPathNode? At(long number)
    {
        if (_entries is not { } entries) return _nodes[(int)number];
        var entry = entries.At(number);
        if (!entry.IsVisible(_readable)) return null;
        if (_leaf is null) return new XPathNode(entry);
        return entry.TryGetChildOrDefault(_leaf, out var leaf) && leaf.IsVisible(_readable) ? new XPathNode(leaf) : null;
    }

    private static NodeWalk? Plain(SchemaNames names, DataTree tree, string text, Func<DataNode, bool>? readable)
    {
        if (!PlainPath().IsMatch(text.Trim())) return null;
        SchemaNode node = names.Schema.Root;
        SchemaNode? leaf = null;
        var path = new DataPath(names.Schema);
        foreach (var step in text.Trim().Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (leaf is not null || node is not InnerNode inner || Find(names, inner, step) is not { } child) return null;
            node = child;
            if (path.IsWholeList) leaf = child;
            else path = path.Append(child);
        }

        if (!path.IsWholeList || path.Node is not ListNode || leaf is not (null or LeafNode)) return null;
        return tree.TryFindInUse(path.Parent, readable, out var parent) ? new NodeWalk(parent.Entries(path.Node), leaf, readable) : new NodeWalk([]);
    }

    // Where a name without prefix could be that of several, evaluation tells.
    private static SchemaNode? Find(SchemaNames names, InnerNode parent, string step)
    {
        var colon = step.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) return names.Resolve(step[..colon]) is { } module ? parent.FindChild(module, step[(colon + 1)..]) : null;
        var found = parent.DataChildren.Where(c => c.Name == step).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    [GeneratedRegex(@"^(/([A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)+$")]
    private static partial Regex PlainPath();
}
