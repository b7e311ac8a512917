using System.Buffers;
using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>The string values of nodes (XPath 1.0 §5; identityref: RFC 7950 §9.10.3).</summary>
/// <param name="tree">The tree.</param>
/// <param name="prefixes">The prefixes of the expression's surroundings.</param>
internal sealed class StringValues(AccessibleTree tree, IXPathPrefixes prefixes)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Whether a leaf or leaf-list entry has a text node: not when its value is the empty string.</summary>
    /// <param name="node">The leaf or entry.</param>
    public static bool HasText(in XPathNode node) => !node.IsDummy && node.Schema is TypedNode { Type: not EmptyType } typed && (node.Value.Length > 0 || typed.Type.FixedSize > 0);

    /// <summary>The string value.</summary>
    /// <param name="node">A node.</param>
    public string Of(in XPathNode node)
    {
        if (node.IsDummy) return "";
        if (node.Schema is TypedNode typed) return OfValue(typed.Type, node.Value);
        var output = new StringBuilder();
        AppendDescendants(node, output);
        return output.ToString();
    }

    private void AppendDescendants(in XPathNode node, StringBuilder output)
    {
        var children = new List<XPathNode>();
        tree.AddChildren(node, new XPathTest(XPathTestKind.AnyName), null, children);
        foreach (var child in children)
        {
            if (child.Schema is TypedNode typed) output.Append(OfValue(typed.Type, child.Value));
            else AppendDescendants(child, output);
        }
    }

    private string OfValue(YangType type, ReadOnlySpan<byte> stored)
    {
        if (type is LeafRefType leafRef) type = leafRef.TargetType;
        if (type is UnionType union) type = union.Resolve(stored, out stored);
        switch (type)
        {
            case StringType:
                return Encoding.UTF8.GetString(stored);
            case IdentityRefType:
                var identity = IdentityRefType.GetIdentity(stored, tree.Data.Schema);
                return (prefixes.PrefixOf(identity.Module) ?? identity.Module.Name) + ":" + identity.Name;
            default:
                _buffer.ResetWrittenCount();
                type.Format(stored, ValueForm.Canonical, tree.Data.Schema, null, _buffer);
                return Encoding.UTF8.GetString(_buffer.WrittenSpan);
        }
    }
}
