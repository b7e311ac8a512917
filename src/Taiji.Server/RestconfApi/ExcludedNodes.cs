using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>An <c>exclude</c> expression bound to the schema: the schema nodes whose instances are not sent, with all below them.</summary>
internal sealed class ExcludedNodes
{
    private readonly bool[] _excluded;

    private ExcludedNodes(YangSchema schema) => _excluded = new bool[schema.Nodes.Count];

    /// <summary>Binds.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="target">The target resource's node.</param>
    /// <param name="paths">The expression.</param>
    /// <exception cref="RestconfException">400 for a name that the schema doesn't have there, and for a key, without which an entry is none.</exception>
    public static ExcludedNodes Bind(YangSchema schema, SchemaNode target, IReadOnlyList<FieldsPath> paths)
    {
        var nodes = new ExcludedNodes(schema);
        foreach (var path in paths) nodes.Bind(schema, target, path);
        return nodes;
    }

    /// <summary>What is left of another view.</summary>
    /// <param name="readable">The other view; null for everything.</param>
    public Func<DataNode, bool> Outside(Func<DataNode, bool>? readable) =>
        readable is null ? node => !_excluded[node.Schema.Ordinal] : node => !_excluded[node.Schema.Ordinal] && readable(node);

    private void Bind(YangSchema schema, SchemaNode parent, FieldsPath path)
    {
        var node = parent;
        foreach (var (module, name) in path.Names)
        {
            var child = node is InnerNode inner ? ApiIdentifier.Find(schema, inner, module, name) : null;
            if (child is not { IsDataNode: true }) throw RestconfException.BadRequest($"The query parameter 'exclude' names '{(module is null ? "" : module + ":")}{name}', which '{node.SchemaPath}' doesn't have.");
            node = child;
        }

        foreach (var child in path.Children) Bind(schema, node, child);
        if (path.Children.Count > 0) return;
        if (node is LeafNode { IsKey: true }) throw RestconfException.BadRequest($"The query parameter 'exclude' names '{node.Name}', a key: an entry is always sent with its keys.");
        _excluded[node.Ordinal] = true;
    }
}
