using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Writes some nodes of a datastore's tree as one RFC 7951 object: each with all below it, and its ancestors with their keys around it; what <see cref="DataSelection.Select"/> makes a
/// tree of, without that tree.
/// </summary>
internal sealed class JsonSelectionWriter
{
    private static readonly DataWriteOptions Options = new() { KeepsAnyContent = true };

    private readonly List<Level> _open = [];
    private readonly List<DataNode> _way = [];
    private JsonEmitter _emitter;

    /// <summary>Begins.</summary>
    /// <param name="sink">Receives UTF-8.</param>
    /// <param name="schema">The tree's schema.</param>
    public JsonSelectionWriter(ByteSink sink, YangSchema schema) => _emitter = new JsonEmitter(sink, schema, Options, null, null);

    /// <summary>Writes the object.</summary>
    /// <param name="nodes">In document order, none of them the root or below another.</param>
    public void Write(IReadOnlyList<DataNode> nodes)
    {
        _emitter.Begin();
        _open.Add(default);
        for (var i = 0; i < nodes.Count; i++)
        {
            GoTo(nodes[i]);
            WriteWhole(nodes[i], _open.Count - 1);
        }

        CloseTo(1);
        EndArray(0);
        _open.Clear();
        _emitter.End();
    }

    /// <summary>Closes what the node isn't in, and opens what it is in.</summary>
    private void GoTo(DataNode node)
    {
        _way.Clear();
        for (var n = node.Parent; !n.IsRoot; n = n.Parent) _way.Add(n);
        var common = 0;
        while (common < _way.Count && common + 1 < _open.Count && _way[^(common + 1)] == _open[common + 1].Node) common++;
        CloseTo(common + 1);
        for (; common < _way.Count; common++) Open(_way[^(common + 1)]);
    }

    private void Open(DataNode node)
    {
        Start(node, _open.Count - 1);
        _open.Add(new Level(node, null));
        if (node.Schema is not ListNode list) return;
        foreach (var key in list.Keys)
        {
            if (node.TryGetChild(key, out var leaf)) _emitter.Value(key, leaf.Value, false, false);
        }
    }

    private void CloseTo(int count)
    {
        for (; _open.Count > count; _open.RemoveAt(_open.Count - 1)) End(_open.Count - 1);
    }

    private void WriteWhole(DataNode node, int level)
    {
        switch (node.Schema)
        {
            case TypedNode typed:
                PrepareArray(typed, level);
                _emitter.Value(typed, node.Value, level == 0, false);
                break;
            case AnyNode any:
                PrepareArray(any, level);
                _emitter.Any(any, node.Value, level == 0);
                break;
            default:
                Start(node, level);
                _open.Add(new Level(node, null));
                foreach (var child in node.Children) WriteWhole(child, level + 1);
                CloseTo(level + 1);
                break;
        }
    }

    private void Start(DataNode node, int level)
    {
        PrepareArray(node.Schema, level);
        _emitter.StartObject(node.Schema, level == 0);
    }

    private void End(int level)
    {
        EndArray(level);
        _emitter.EndObject(_open[level].Node.Schema);
    }

    private void PrepareArray(SchemaNode child, int level)
    {
        if (ReferenceEquals(_open[level].Array, child)) return;
        EndArray(level);
        if (child is not (ListNode or LeafListNode)) return;
        _emitter.StartArray(child, level == 0);
        _open[level] = _open[level] with { Array = child };
    }

    private void EndArray(int level)
    {
        if (_open[level].Array is not { } array) return;
        _emitter.EndArray(array, level == 0, 0);
        _open[level] = _open[level] with { Array = null };
    }

    /// <param name="Node">What is open; default for the root.</param>
    /// <param name="Array">The list or leaf-list in it whose array is open.</param>
    private readonly record struct Level(DataNode Node, SchemaNode? Array);
}
