using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Filters;

/// <summary>The nodes that a filter selected themselves, as against what stands around and below them: where <c>max-depth</c> begins to count (RFC 8526 §4).</summary>
internal sealed class SelectedNodes
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Adds a node.</summary>
    /// <param name="node">The node.</param>
    public void Add(DataNode node) => _paths.Add(node.Path.ToString());

    /// <summary>Adds nodes.</summary>
    /// <param name="nodes">The nodes.</param>
    public void Add(IEnumerable<DataNode> nodes)
    {
        foreach (var node in nodes) Add(node);
    }

    /// <summary>Adds all entries of a list.</summary>
    /// <param name="parent">The list's parent.</param>
    /// <param name="list">The list.</param>
    public void Add(DataNode parent, SchemaNode list) => _paths.Add(parent.Path.Append(list).ToString());

    /// <summary>Whether a node was selected itself; it may be of another tree.</summary>
    /// <param name="node">The node.</param>
    public bool Contains(DataNode node) =>
        _paths.Contains(node.Path.ToString()) || (node.Schema is ListNode && _paths.Contains(node.Parent.Path.Append(node.Schema).ToString()));
}
