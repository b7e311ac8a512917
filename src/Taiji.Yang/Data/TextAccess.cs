using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

/// <summary>Reads and writes the tree by names and canonical texts: for code that values brevity over speed.</summary>
public static class TextAccess
{
    /// <summary>The path of a child container, leaf, anydata, whole list or whole leaf-list.</summary>
    /// <param name="path">The parent's path.</param>
    /// <param name="name">The child's name, with its module's name when that is another (<c>ietf-ip:ipv4</c>).</param>
    /// <exception cref="ArgumentException">There is no such child.</exception>
    public static DataPath Child(this DataPath path, string name) => path.Append(FindChild(path, name));

    /// <summary>The path of a list entry, or of a leaf-list entry.</summary>
    /// <param name="path">The parent's path.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="keys">The canonical texts of the keys, in key order; the value for a leaf-list.</param>
    /// <exception cref="ArgumentException">There is no such list, or a key isn't of its type.</exception>
    public static DataPath Entry(this DataPath path, string list, params ReadOnlySpan<string> keys)
    {
        var node = FindChild(path, list);
        if (node is LeafListNode leafList) return path.Append(leafList, Parse(path.Schema, leafList, keys[0]));
        if (node is not ListNode keyed || keyed.Keys.Count != keys.Length) throw new ArgumentException($"'{list}' is not a list with {keys.Length} keys.", nameof(list));
        var stored = new byte[keys.Length][];
        for (var i = 0; i < keys.Length; i++) stored[i] = Parse(path.Schema, keyed.Keys[i], keys[i]);
        return path.Append(keyed, KeyCodec.Encode(keyed, stored));
    }

    /// <summary>Sets a leaf from its canonical text.</summary>
    /// <param name="editor">The editor.</param>
    /// <param name="leaf">The leaf's path.</param>
    /// <param name="text">The text; names with their module's name.</param>
    /// <exception cref="ArgumentException">The text isn't of the leaf's type.</exception>
    public static void SetText(this DataTreeEditor editor, DataPath leaf, string text) =>
        editor.SetValue(leaf, Parse(leaf.Schema, (TypedNode)leaf.Node, text));

    /// <summary>The canonical text of the leaf, or of its default in use; null when it has neither.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="leaf">The leaf's path.</param>
    public static string? TextAt(this DataTree tree, DataPath leaf)
    {
        var parent = leaf.Parent;
        if (parent.IsRoot) return tree.Root.TryGetChildOrDefault(leaf.Node, out var top) ? top.ValueText : null;
        return tree.TryFind(parent, out var inner) && inner.TryGetChildOrDefault(leaf.Node, out var node) ? node.ValueText : null;
    }

    /// <summary>The stored form of a canonical text.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="node">The leaf or leaf-list.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text isn't of the node's type; the message says what was expected.</exception>
    public static byte[] Parse(YangSchema schema, TypedNode node, string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = node.Module };
        return node.Type.TryParse(System.Text.Encoding.UTF8.GetBytes(text), context, buffer, out var error)
            ? buffer.WrittenSpan.ToArray() : throw new ArgumentException($"'{text}' is no value of {node.SchemaPath}: {error.Message}", nameof(text));
    }

    /// <summary>The stored form of a canonical text, if it is one.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="node">The leaf or leaf-list.</param>
    /// <param name="text">The text.</param>
    /// <param name="stored">The stored form.</param>
    public static bool TryParse(YangSchema schema, TypedNode node, string text, [NotNullWhen(true)] out byte[]? stored)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = node.Module };
        stored = node.Type.TryParse(System.Text.Encoding.UTF8.GetBytes(text), context, buffer, out _) ? buffer.WrittenSpan.ToArray() : null;
        return stored is not null;
    }

    private static SchemaNode FindChild(DataPath path, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var module = colon < 0 ? path.Node.Module : path.Schema.FindModule(name[..colon]);
        return module is not null && (path.Node as InnerNode)?.FindChild(module, name[(colon + 1)..]) is { } node
            ? node : throw new ArgumentException($"'{name}' is no child of {path.Node.SchemaPath}.", nameof(name));
    }
}
