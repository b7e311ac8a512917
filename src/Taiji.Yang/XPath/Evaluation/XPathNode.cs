using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>
/// A node of the accessible tree (RFC 7950 §6.4.1): a data node, stored or a default; an entry of a leaf-list's defaults; or the text of one of these.
/// </summary>
public readonly struct XPathNode : IEquatable<XPathNode>
{
    private const int DummyIndex = -1;
    private readonly SchemaNode? _placed;
    private readonly int _index;

    /// <summary>A data node.</summary>
    /// <param name="data">The node.</param>
    public XPathNode(DataNode data) => Data = data;

    internal XPathNode(DataNode parent, SchemaNode placed, int index)
    {
        Data = parent;
        _placed = placed;
        _index = index;
    }

    private XPathNode(in XPathNode owner)
    {
        this = owner;
        IsText = true;
    }

    /// <summary>The data node; of a default leaf-list entry, the parent's.</summary>
    public DataNode Data { get; }

    /// <summary>The schema node.</summary>
    public SchemaNode Schema => _placed ?? Data.Schema;

    /// <summary>Whether it is an entry of a leaf-list's defaults in use (RFC 7950 §7.7.2); <see cref="Data"/> is then the parent.</summary>
    public bool IsDefaultEntry => _placed is not null;

    /// <summary>Whether it stands where a node would be, so that its when can be tried (RFC 7950 §7.21.5): without value and children.</summary>
    internal bool IsDummy => _placed is not null && _index == DummyIndex;

    /// <summary>Whether it is the text node of a leaf or leaf-list entry.</summary>
    public bool IsText { get; }

    /// <summary>Which of the defaults it is.</summary>
    internal int Index => _index;

    /// <summary>A dummy.</summary>
    /// <param name="parent">The parent's instance.</param>
    /// <param name="child">The node that isn't there.</param>
    internal static XPathNode Dummy(DataNode parent, SchemaNode child) => new(parent, child, DummyIndex);

    /// <summary>The text node of this leaf or leaf-list entry.</summary>
    internal XPathNode Text => new(this);

    /// <summary>The stored value of a leaf or leaf-list entry.</summary>
    public ReadOnlySpan<byte> Value => _placed is null ? Data.Value : IsDummy ? default : ((LeafListNode)_placed).Defaults[_index];

    /// <summary>The instance path (RFC 7951 §6.11).</summary>
    public override string ToString()
    {
        if (_placed is null) return Data.Path.ToString();
        var parent = Data.IsRoot ? "" : Data.Path.ToString();
        var name = (Data.IsRoot || Data.Schema.Module != _placed.Module ? _placed.Module.Name + ":" : "") + _placed.Name;
        if (IsDummy) return $"{parent}/{name}";
        var value = new ArrayBufferWriter<byte>();
        ((LeafListNode)_placed).Type.Format(Value, ValueForm.Canonical, Data.Tree.Schema, null, value);
        return $"{parent}/{name}[.='{Encoding.UTF8.GetString(value.WrittenSpan)}']";
    }

    /// <inheritdoc/>
    public bool Equals(XPathNode other) =>
        _placed == other._placed && _index == other._index && IsText == other.IsText && Data.Equals(other.Data) && ReferenceEquals(Data.Tree, other.Data.Tree);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is XPathNode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Data, _placed, _index, IsText);

    /// <summary>Whether both are the same node.</summary>
    public static bool operator ==(XPathNode left, XPathNode right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(XPathNode left, XPathNode right) => !left.Equals(right);
}
