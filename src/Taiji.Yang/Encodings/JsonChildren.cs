using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>The children of a schema node by member name: mostly found at the first try because members come in schema order.</summary>
internal sealed class JsonChildren
{
    private const int LongestScan = 12;
    private readonly YangSchema _schema;
    private readonly bool _isTop;
    private readonly (byte[] Short, byte[] Full, SchemaNode Node)[] _children;
    private readonly byte[][] _members;
    private readonly JsonChildren?[] _below;
    private Dictionary<SchemaNode, int>? _index;
    private int _expected;

    /// <param name="node">The node.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="isTop">Whether names must be qualified whatever the parent's module is (RFC 7951 §4: at the top of a document).</param>
    public JsonChildren(InnerNode node, YangSchema schema, bool isTop)
    {
        Node = node;
        _schema = schema;
        _isTop = isTop;
        var table = EncodingTable.Of(schema);
        _children = new (byte[], byte[], SchemaNode)[node.DataChildren.Count];
        _below = new JsonChildren?[_children.Length];
        _members = new byte[_children.Length][];
        for (var i = 0; i < _children.Length; i++)
        {
            var child = node.DataChildren[i];
            var names = table[child];
            var full = names.JsonFull[1..^2];
            _members[i] = isTop || names.IsQualified ? names.JsonFull : names.JsonShort;
            _children[i] = (isTop || names.IsQualified ? full : names.JsonShort[1..^2], full, child);
        }
    }

    /// <summary>The node.</summary>
    public InnerNode Node { get; }

    /// <summary>The child's schema node.</summary>
    public SchemaNode this[int index] => _children[index].Node;

    /// <summary>Finds a child by a member's name.</summary>
    /// <returns>Its index, or -1.</returns>
    public int Find(ReadOnlySpan<byte> name)
    {
        var children = _children;
        var i = _expected;
        var tries = Math.Min(children.Length, LongestScan);
        for (var n = 0; n < tries; n++, i++)
        {
            if (i >= children.Length) i = 0;
            if (!name.SequenceEqual(children[i].Short) && !name.SequenceEqual(children[i].Full)) continue;
            _expected = i + 1;
            return i;
        }

        return children.Length > LongestScan ? FindByIndex(name) : -1;
    }

    /// <summary>Finds the child whose member, with its quotation marks and colon, a text begins with, if it is the one that is expected next or one of the few after it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The length of name, quotation marks and colon.</param>
    /// <returns>Its index, or -1.</returns>
    public int FindMember(ReadOnlySpan<byte> text, out int length)
    {
        var members = _members;
        var i = _expected;
        for (var n = Math.Min(3, members.Length); n > 0; n--, i++)
        {
            if (i >= members.Length) i = 0;
            if (!text.StartsWith(members[i])) continue;
            _expected = i + 1;
            length = members[i].Length;
            return i;
        }

        length = 0;
        return -1;
    }

    /// <summary>The children of a child.</summary>
    public JsonChildren Below(int index) => _below[index] ??= new JsonChildren((InnerNode)_children[index].Node, _schema, false);

    private int FindByIndex(ReadOnlySpan<byte> name)
    {
        var colon = name.IndexOf((byte)':');
        if (colon < 0 && (_isTop || Node is SchemaRoot)) return -1;
        var module = colon < 0 ? Node.Module : _schema.FindModule(Encoding.UTF8.GetString(name[..colon]));
        if (module is null || Node.FindChild(module, Encoding.UTF8.GetString(name[(colon + 1)..])) is not { } child) return -1;
        if (_index is null)
        {
            _index = new Dictionary<SchemaNode, int>(_children.Length);
            for (var i = 0; i < _children.Length; i++) _index[_children[i].Node] = i;
        }

        return _index.GetValueOrDefault(child, -1);
    }
}
