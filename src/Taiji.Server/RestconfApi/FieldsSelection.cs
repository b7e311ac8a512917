using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// A <c>fields</c> expression bound to the schema, and <c>depth</c> with it: a set of schema nodes, since neither looks at values. Keys of the lists on the way are always
/// selected, so that the reply is valid data. What is selected and what leads there has depth 1 (RFC 8040 §4.8.2).
/// </summary>
internal sealed class FieldsSelection
{
    private readonly bool[] _selected;
    private readonly List<SchemaNode> _leaves = [];
    private readonly YangSchema _schema;
    private readonly int _depth;

    private FieldsSelection(YangSchema schema, int depth)
    {
        _schema = schema;
        _depth = depth == 0 ? int.MaxValue : depth;
        _selected = new bool[schema.Nodes.Count];
    }

    /// <summary>Where selected subtrees begin.</summary>
    public IReadOnlyList<SchemaNode> Starts => _leaves;

    /// <summary>Binds.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="target">The target resource's node.</param>
    /// <param name="fields">The expression.</param>
    /// <param name="depth">The depth parameter; 0 for unbounded.</param>
    /// <exception cref="RestconfException">400 for a name that the schema doesn't have there.</exception>
    public static FieldsSelection Bind(YangSchema schema, SchemaNode target, IReadOnlyList<FieldsPath> fields, int depth)
    {
        if (target is not InnerNode inner) throw RestconfException.BadRequest($"The query parameter 'fields' has nothing to choose from in the {target.Kind} '{target.Name}'.");
        var selection = new FieldsSelection(schema, depth);
        selection.SelectWay(inner);
        foreach (var path in fields) selection.Bind(inner, path);
        return selection;
    }

    /// <summary>Whether nodes of that schema node are part of the reply.</summary>
    /// <param name="node">The schema node.</param>
    public bool Contains(SchemaNode node) => _selected[node.Ordinal];

    /// <summary>As a view for the writers, within another view.</summary>
    /// <param name="readable">The other view; null for everything.</param>
    public Func<DataNode, bool> Within(Func<DataNode, bool>? readable) =>
        readable is null ? node => Contains(node.Schema) : node => Contains(node.Schema) && readable(node);

    private void Bind(InnerNode parent, FieldsPath path)
    {
        SchemaNode node = parent;
        foreach (var (module, name) in path.Names)
        {
            var child = node is InnerNode inner ? ApiIdentifier.Find(_schema, inner, module, name) : null;
            if (child is not { IsDataNode: true })
            {
                throw RestconfException.BadRequest($"The query parameter 'fields' names '{(module is null ? "" : module + ":")}{name}', which '{node.SchemaPath}' doesn't have.");
            }

            SelectWay(child);
            node = child;
        }

        if (path.Children.Count == 0)
        {
            _leaves.Add(node);
            SelectAll(node, 1);
            return;
        }

        if (node is not InnerNode selected) throw RestconfException.BadRequest($"The query parameter 'fields' goes into the {node.Kind} '{node.Name}', which has no children.");
        foreach (var child in path.Children) Bind(selected, child);
    }

    private void SelectWay(SchemaNode node)
    {
        _selected[node.Ordinal] = true;
        if (node is not ListNode list) return;
        foreach (var key in list.Keys) _selected[key.Ordinal] = true;
    }

    private void SelectAll(SchemaNode node, int depth)
    {
        SelectWay(node);
        if (depth >= _depth || node is not InnerNode inner) return;
        foreach (var child in inner.DataChildren) SelectAll(child, depth + 1);
    }
}
