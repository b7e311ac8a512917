using System.Xml;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// The children of a schema node for one <see cref="XmlReader"/>: names interned in its name table, so that an element is found by reference, mostly at the first try because
/// elements come in schema order.
/// </summary>
internal sealed class XmlChildren
{
    private const int LongestScan = 12;
    private readonly XmlNameTable _nameTable;
    private readonly (string Name, string Namespace, SchemaNode Node)[] _children;
    private readonly XmlChildren?[] _below;
    private Dictionary<(string, string), int>? _index;
    private int _expected;

    public XmlChildren(InnerNode node, XmlNameTable nameTable)
    {
        Node = node;
        _nameTable = nameTable;
        _children = new (string, string, SchemaNode)[node.DataChildren.Count];
        _below = new XmlChildren?[_children.Length];
        for (var i = 0; i < _children.Length; i++)
        {
            var child = node.DataChildren[i];
            _children[i] = (nameTable.Add(child.Name), nameTable.Add(child.Module.Namespace), child);
        }
    }

    /// <summary>The node.</summary>
    public InnerNode Node { get; }

    /// <summary>Finds a child by its interned name and namespace.</summary>
    /// <returns>Its index, or -1.</returns>
    public int Find(string name, string ns)
    {
        var children = _children;
        var i = _expected;
        var tries = Math.Min(children.Length, LongestScan);
        for (var n = 0; n < tries; n++, i++)
        {
            if (i >= children.Length) i = 0;
            if (!ReferenceEquals(children[i].Name, name) || !ReferenceEquals(children[i].Namespace, ns)) continue;
            // A list's next entry is likelier than the next sibling; a leaf comes once.
            _expected = children[i].Node is LeafNode ? i + 1 : i;
            return i;
        }

        return FindByIndex(name, ns);
    }

    /// <summary>The child's schema node.</summary>
    public SchemaNode this[int index] => _children[index].Node;

    /// <summary>The children of a child.</summary>
    public XmlChildren Below(int index) => _below[index] ??= new XmlChildren((InnerNode)_children[index].Node, _nameTable);

    private int FindByIndex(string name, string ns)
    {
        if (_index is null)
        {
            _index = new Dictionary<(string, string), int>(_children.Length);
            for (var i = 0; i < _children.Length; i++) _index[(_children[i].Name, _children[i].Namespace)] = i;
        }

        return _index.GetValueOrDefault((name, ns), -1);
    }
}
