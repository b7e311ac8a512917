using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>Names and values as the command-line formats have them.</summary>
internal static class CliText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\r\n\"'\\;{}[]#");

    /// <summary>A node's name, with its module's name where a sibling of another module has the same one.</summary>
    /// <param name="node">The schema node.</param>
    public static string Name(SchemaNode node)
    {
        var isAmbiguous = node.DataParent is { } parent && parent.DataChildren.Any(c => c != node && c.Name == node.Name);
        return isAmbiguous ? $"{node.Module.Name}:{node.Name}" : node.Name;
    }

    /// <summary>The words that name an instance: its name, and an entry's keys or value.</summary>
    /// <param name="node">The instance.</param>
    public static string Words(DataNode node)
    {
        var words = new StringBuilder(Name(node.Schema));
        if (node.Schema is ListNode list)
        {
            foreach (var key in list.Keys)
            {
                if (node.TryGetChild(key, out var leaf)) words.Append(' ').Append(Quote(leaf.ValueText));
            }
        }
        else if (node.Schema is LeafListNode)
        {
            words.Append(' ').Append(Quote(node.ValueText));
        }

        return words.ToString();
    }

    /// <summary>The words that name an instance, with a leaf's value.</summary>
    /// <param name="node">The instance.</param>
    public static string WordsWithValue(DataNode node) => node.Schema switch
    {
        LeafNode { Type: Taiji.Yang.Types.EmptyType } => Words(node),
        LeafNode => $"{Words(node)} {Quote(node.ValueText)}",
        AnyNode => $"{Words(node)} {Quote(AnyText(node))}",
        _ => Words(node),
    };

    /// <summary>The attributes that an instance keeps.</summary>
    /// <param name="node">The instance.</param>
    public static IReadOnlyDictionary<string, string> Attributes(DataNode node) =>
        node.Tree.HasAttributes ? node.Tree.AttributesOf(node.Path) : System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>A value as one word: in quotes when it would be several, or none, or read as something else.</summary>
    /// <param name="value">The value.</param>
    public static string Quote(string value)
    {
        if (value.Length > 0 && !value.AsSpan().ContainsAny(Special)) return value;
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        }

        return quoted.Append('"').ToString();
    }

    private static string AnyText(DataNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Taiji.Yang.Encodings.JsonDataWriter.Write(buffer, node);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
