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
    private readonly LeafListNode? _defaults;
    private readonly int _index;

    /// <summary>A data node.</summary>
    /// <param name="data">The node.</param>
    public XPathNode(DataNode data) => Data = data;

    internal XPathNode(DataNode parent, LeafListNode defaults, int index)
    {
        Data = parent;
        _defaults = defaults;
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
    public SchemaNode Schema => _defaults ?? Data.Schema;

    /// <summary>Whether it is an entry of a leaf-list's defaults in use (RFC 7950 §7.7.2); <see cref="Data"/> is then the parent.</summary>
    public bool IsDefaultEntry => _defaults is not null;

    /// <summary>Whether it is the text node of a leaf or leaf-list entry.</summary>
    public bool IsText { get; }

    /// <summary>Which of the defaults it is.</summary>
    internal int Index => _index;

    /// <summary>The text node of this leaf or leaf-list entry.</summary>
    internal XPathNode Text => new(this);

    /// <summary>The stored value of a leaf or leaf-list entry.</summary>
    public ReadOnlySpan<byte> Value => _defaults is null ? Data.Value : _defaults.Defaults[_index];

    /// <summary>The instance path (RFC 7951 §6.11).</summary>
    public override string ToString()
    {
        if (_defaults is null) return Data.Path.ToString();
        var parent = Data.IsRoot ? "" : Data.Path.ToString();
        var name = (Data.IsRoot || Data.Schema.Module != _defaults.Module ? _defaults.Module.Name + ":" : "") + _defaults.Name;
        var value = new ArrayBufferWriter<byte>();
        _defaults.Type.Format(Value, ValueForm.Canonical, Data.Tree.Schema, null, value);
        return $"{parent}/{name}[.='{Encoding.UTF8.GetString(value.WrittenSpan)}']";
    }

    /// <inheritdoc/>
    public bool Equals(XPathNode other) =>
        _defaults == other._defaults && _index == other._index && IsText == other.IsText && Data.Equals(other.Data) && ReferenceEquals(Data.Tree, other.Data.Tree);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is XPathNode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Data, _defaults, _index, IsText);

    /// <summary>Whether both are the same node.</summary>
    public static bool operator ==(XPathNode left, XPathNode right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(XPathNode left, XPathNode right) => !left.Equals(right);
}
