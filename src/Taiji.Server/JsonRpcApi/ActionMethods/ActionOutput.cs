using System.Text;
using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.ActionMethods;

/// <summary>Writes an operation's result in the three forms.</summary>
/// <param name="names">The names.</param>
internal sealed class ActionOutput(SchemaNames names)
{
    private const int Indent = 4;

    /// <summary>As an array of names with their way, and values.</summary>
    /// <param name="output">The result.</param>
    /// <param name="writer">Where it goes.</param>
    public void WriteNormal(DataTree output, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var child in output.Root.Children) WritePair(child, "", writer);
        writer.WriteEndArray();
    }

    /// <summary>In curly brackets.</summary>
    /// <param name="output">The result.</param>
    public string WriteBracket(DataTree output)
    {
        var text = new StringBuilder();
        foreach (var child in output.Root.Children) WriteLines(child, 0, text);
        return text.ToString();
    }

    /// <summary>As JSON: names without prefixes, values by their types.</summary>
    /// <param name="output">The result.</param>
    /// <param name="writer">Where it goes.</param>
    public void WriteJson(DataTree output, Utf8JsonWriter writer) => WriteObject(output.Root, writer);

    private void WritePair(in DataNode node, string way, Utf8JsonWriter writer)
    {
        var name = way + node.Schema.Name;
        if (node.Schema is TypedNode typed)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("value"u8, typed.Type.BuiltIn == BuiltInType.Empty ? "" : names.Text(node));
            writer.WriteEndObject();
            return;
        }

        if (node.Schema is not InnerNode) return;
        foreach (var child in node.Children) WritePair(child, name + "/", writer);
    }

    private void WriteLines(in DataNode node, int depth, StringBuilder text)
    {
        text.Append(' ', depth * Indent).Append(node.Schema.Name);
        if (node.Schema is TypedNode typed)
        {
            if (typed.Type.BuiltIn != BuiltInType.Empty) text.Append(' ').Append(names.Text(node));
            text.Append('\n');
            return;
        }

        if (node.Schema is not InnerNode)
        {
            text.Append('\n');
            return;
        }

        if (node.Schema is ListNode { Keys.Count: > 0 }) text.Append(' ').AppendJoin(' ', names.KeyTexts(node.Schema, node.Key));
        text.Append(node.Schema is ListNode ? " {\n" : "  {\n");
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) WriteLines(child, depth + 1, text);
        }

        text.Append(' ', depth * Indent).Append("}\n");
    }

    private void WriteObject(in DataNode node, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        SchemaNode? list = null;
        foreach (var child in node.Children)
        {
            var isEntry = child.Schema is ListNode or LeafListNode;
            if (list is not null && list != child.Schema)
            {
                writer.WriteEndArray();
                list = null;
            }

            if (list is null) writer.WritePropertyName(child.Schema.Name);
            if (isEntry && list is null)
            {
                writer.WriteStartArray();
                list = child.Schema;
            }

            WriteValue(child, writer);
        }

        if (list is not null) writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteValue(in DataNode node, Utf8JsonWriter writer)
    {
        switch (node.Schema)
        {
            case TypedNode typed:
                WriteLeaf(typed, node, writer);
                break;
            case InnerNode:
                WriteObject(node, writer);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private void WriteLeaf(TypedNode typed, in DataNode node, Utf8JsonWriter writer)
    {
        switch (typed.Type.GetJsonKind(node.Value))
        {
            case JsonKind.Number or JsonKind.Boolean:
                writer.WriteRawValue(names.Text(node), skipInputValidation: true);
                break;
            case JsonKind.Empty:
                writer.WriteStartArray();
                writer.WriteNullValue();
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(names.Text(node));
                break;
        }
    }
}
