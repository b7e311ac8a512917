using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>The <c>api-identifier</c> of RFC 8040 §3.5.3.1: an identifier, its module's name before it where the module changes.</summary>
internal static class ApiIdentifier
{
    /// <summary>Whether it is a YANG identifier (RFC 7950 §6.2).</summary>
    /// <param name="text">The text.</param>
    public static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_')) return false;
        foreach (var c in text)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')) return false;
        }

        return true;
    }

    /// <summary>The data node or action of that name, or null.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="parent">Where to look.</param>
    /// <param name="module">The module's name; empty for the parent's module.</param>
    /// <param name="name">The identifier.</param>
    public static SchemaNode? Find(YangSchema schema, InnerNode parent, ReadOnlySpan<char> module, ReadOnlySpan<char> name)
    {
        var inModule = module.IsEmpty ? parent.Module : schema.FindModule(module);
        if (inModule is null || (module.IsEmpty && parent.Kind == SchemaNodeKind.Root)) return null;
        var node = parent.FindChild(inModule, name);
        return node is not null && (node.IsDataNode || node.Kind == SchemaNodeKind.Action) ? node : null;
    }

    /// <summary>Writes a node's name, its module's before it when the module isn't the parent's.</summary>
    /// <param name="node">The node.</param>
    /// <param name="destination">Receives the text.</param>
    public static void Append(SchemaNode node, StringBuilder destination)
    {
        var parent = node.DataParent;
        if (parent is null || parent.Kind == SchemaNodeKind.Root || parent.Module != node.Module) destination.Append(node.Module.Name).Append(':');
        destination.Append(node.Name);
    }
}
