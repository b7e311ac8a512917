using System.Buffers;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

public readonly partial struct DataNode
{
    /// <summary>The canonical text of a leaf's or leaf-list entry's value (RFC 7950 §9.1), names with their module's name.</summary>
    public string ValueText
    {
        get
        {
            var buffer = new ArrayBufferWriter<byte>();
            ((TypedNode)Schema).Type.Format(Value, ValueForm.Canonical, Tree.Schema, null, buffer);
            return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    /// <summary>The canonical text of a child leaf's value or of its default in use; null when it has neither.</summary>
    /// <param name="leaf">The leaf's name, in this node's module.</param>
    public string? ChildText(string leaf) =>
        Schema is InnerNode inner && inner.FindChild(inner.Module, leaf) is LeafNode node
        && TryGetChildOrDefault(node, out var child) ? child.ValueText : null;
}
