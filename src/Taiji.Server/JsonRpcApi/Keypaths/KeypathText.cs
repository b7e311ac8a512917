using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>Writes keypaths.</summary>
internal static class KeypathText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" {}\"\\\t\r\n");

    /// <summary>The keypath of an instance path: a prefix at the first name and where the module changes.</summary>
    /// <param name="names">The names.</param>
    /// <param name="path">The path.</param>
    public static string Keypath(this SchemaNames names, DataPath path)
    {
        if (path.IsRoot) return "/";
        var text = new StringBuilder();
        YangModule? module = null;
        foreach (ref readonly var step in path.Steps)
        {
            text.Append('/');
            if (step.Node.Module != module) text.Append(names.PrefixOf(module = step.Node.Module)).Append(':');
            text.Append(step.Node.Name);
            if (step.Position is { } position) text.Append('{').Append(position).Append('}');
            else if (step.Key is { } key) AppendKeys(names, step.Node, key.Span, text);
        }

        return text.ToString();
    }

    /// <summary>The keypath of a node.</summary>
    /// <param name="names">The names.</param>
    /// <param name="node">The node.</param>
    public static string Keypath(this SchemaNames names, in DataNode node) => names.Keypath(node.Path);

    /// <summary>The tagpath of a schema node.</summary>
    /// <param name="names">The names.</param>
    /// <param name="node">The node.</param>
    public static string Tagpath(this SchemaNames names, SchemaNode node)
    {
        var steps = new Stack<SchemaNode>();
        for (SchemaNode? at = node; at is not (null or SchemaRoot); at = at.DataParent)
        {
            if (at is not OperationDataNode) steps.Push(at);
        }

        var text = new StringBuilder();
        YangModule? module = null;
        foreach (var step in steps)
        {
            text.Append('/');
            if (step.Module != module) text.Append(names.PrefixOf(module = step.Module)).Append(':');
            text.Append(step.Name);
        }

        return text.Length == 0 ? "/" : text.ToString();
    }

    /// <summary>The keypath of an instance-identifier as errors have it (RFC 7951 §6.11); the text itself where it names none.</summary>
    /// <param name="names">The names.</param>
    /// <param name="instance">The instance-identifier.</param>
    public static string KeypathOf(this SchemaNames names, string instance)
    {
        try
        {
            return names.Keypath(DataPath.Parse(names.Schema, instance));
        }
        catch (Taiji.Yang.Diagnostics.RpcErrorException)
        {
            return instance;
        }
    }

    /// <summary>The texts of an entry's keys, in key order; of a leaf-list's entry its value.</summary>
    /// <param name="names">The names.</param>
    /// <param name="node">The list or leaf-list.</param>
    /// <param name="key">The encoded key.</param>
    public static string[] KeyTexts(this SchemaNames names, SchemaNode node, ReadOnlySpan<byte> key)
    {
        if (node is LeafListNode leafList) return [names.Text(leafList, key)];
        var list = (ListNode)node;
        var texts = new string[list.Keys.Count];
        var scratch = new byte[key.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = names.Text(list.Keys[i], KeyCodec.Take(list, i, ref key, scratch));
        return texts;
    }

    private static void AppendKeys(SchemaNames names, SchemaNode node, ReadOnlySpan<byte> key, StringBuilder text)
    {
        text.Append('{');
        var texts = names.KeyTexts(node, key);
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0) text.Append(' ');
            AppendKey(texts[i], text);
        }

        text.Append('}');
    }

    private static void AppendKey(string key, StringBuilder text)
    {
        if (key.Length > 0 && !key.AsSpan().ContainsAny(Special))
        {
            text.Append(key);
            return;
        }

        text.Append('"');
        foreach (var c in key)
        {
            if (c is '"' or '\\') text.Append('\\');
            text.Append(c);
        }

        text.Append('"');
    }
}
