using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>Data nodes as JSON Schemas of their values in RFC 7951's encoding (§5).</summary>
/// <param name="schema">The schema.</param>
/// <param name="reference">Where the schema of a container or of a list's entries is, for a <c>$ref</c> to it; null for schemas that have all below them in themselves.</param>
/// <param name="audience">Whom they are for; null for who sees everything.</param>
internal sealed class NodeSchema(YangSchema schema, Func<InnerNode, string>? reference = null, IJsonSchemaAudience? audience = null)
{
    private readonly TypeSchema _types = new(schema);
    private readonly ChoiceSchema _choices = new(audience);

    /// <summary>The schema of an object with these members.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="children">The children, choices not flattened.</param>
    /// <param name="members">The data nodes among and below them.</param>
    /// <param name="isData">Whether they are of the data tree, not of an operation or notification.</param>
    public JsonObject AddObject(JsonObject target, IReadOnlyList<SchemaNode> children, IEnumerable<SchemaNode> members, bool isData)
    {
        target["type"] = "object";
        var properties = new JsonObject();
        foreach (var member in members.Where(m => audience?.Shows(m) != false)) properties[ChoiceSchema.MemberName(member)] = Of(member, isData);
        target["properties"] = properties;
        target["patternProperties"] = new JsonObject { ["^@"] = new JsonObject() };
        target["additionalProperties"] = false;
        _choices.AddTo(target, children);
        return target;
    }

    /// <summary>The schema of the object that an inner node is.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isData">Whether it is of the data tree.</param>
    public JsonObject Inner(InnerNode node, bool isData) => Inner([], node, isData);

    private JsonObject Inner(JsonObject target, InnerNode node, bool isData)
    {
        // What a mount point holds, the mounted schema says (RFC 8528 §3).
        var isOpen = node.Extensions.Any(e => e.Is("ietf-yang-schema-mount", "mount-point"));
        AddObject(target, node.Children, node.DataChildren, isData);
        if (isOpen) target.Remove("additionalProperties");
        return target;
    }

    /// <summary>The schema of a data node's value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isData">Whether it is of the data tree.</param>
    public JsonObject Of(SchemaNode node, bool isData)
    {
        var result = new JsonObject();
        if (node.Description is { } description) result["description"] = description;
        if (isData && !node.IsConfig) result["readOnly"] = true;
        if (node.Status != DefinitionStatus.Current) result["deprecated"] = true;
        switch (node)
        {
            case ListNode list:
                AddArray(result, Below([], list, isData), Least(list, list.MinElements), list.MaxElements);
                break;
            case LeafListNode leafList:
                AddArray(result, _types.Of(leafList.Type, leafList.Module), Least(leafList, leafList.MinElements), leafList.MaxElements);
                if (leafList.IsConfig) result["uniqueItems"] = true;
                if (leafList.Defaults.Count > 0) result["default"] = new JsonArray([.. leafList.Defaults.Select(d => Value(leafList.Type, d))]);
                break;
            case LeafNode leaf:
                foreach (var (name, value) in _types.Of(leaf.Type, leaf.Module)) result[name] = value?.DeepClone();
                if (leaf.Defaults.Count > 0) result["default"] = Value(leaf.Type, leaf.Defaults[0]);
                break;
            case InnerNode inner:
                Below(result, inner, isData);
                break;
            case AnyNode { Kind: SchemaNodeKind.AnyData }:
                result["type"] = "object";
                break;
        }

        return result;
    }

    private JsonObject Below(JsonObject target, InnerNode node, bool isData)
    {
        if (reference is null) return Inner(target, node, isData);
        target["$ref"] = reference(node);
        return target;
    }

    // Of entries that may be hidden fewer are seen.
    private uint Least(SchemaNode node, uint minimum) => audience?.AlwaysShows(node) == false ? 0 : minimum;

    private static void AddArray(JsonObject target, JsonObject items, uint minimum, uint? maximum)
    {
        target["type"] = "array";
        target["items"] = items;
        if (minimum > 0) target["minItems"] = minimum;
        if (maximum is { } most) target["maxItems"] = most;
    }

    private JsonNode? Value(YangType type, byte[] stored)
    {
        var output = new ArrayBufferWriter<byte>();
        type.Format(stored, ValueForm.Json, schema, null, output);
        return type.GetJsonKind(stored) switch
        {
            JsonKind.Empty => new JsonArray((JsonNode?)null),
            JsonKind.String => JsonValue.Create(Encoding.UTF8.GetString(output.WrittenSpan)),
            _ => JsonNode.Parse(output.WrittenSpan),
        };
    }
}
