using System.Text.Json.Nodes;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>What an object's members must be for the schema node's mandatory nodes and choices (RFC 7950 §7.9).</summary>
/// <param name="audience">Whom schemas are for; null for who sees everything.</param>
internal sealed class ChoiceSchema(IJsonSchemaAudience? audience)
{
    /// <summary>Adds <c>required</c> for the mandatory children, and <c>oneOf</c> for each choice.</summary>
    /// <param name="target">The object's schema.</param>
    /// <param name="children">The children, choices not flattened.</param>
    public void AddTo(JsonObject target, IReadOnlyList<SchemaNode> children)
    {
        var required = children.Where(c => c is not ChoiceNode && IsRequired(c)).Select(MemberName).ToArray();
        if (required.Length > 0) target["required"] = Names(required);
        var choices = children.OfType<ChoiceNode>().Select(Of).OfType<JsonObject>().ToArray();
        if (choices.Length > 0) target["allOf"] = new JsonArray(choices);
    }

    /// <summary>The member's name: with the module's where it is another than the parent's (RFC 7951 §4).</summary>
    /// <param name="node">A data node.</param>
    public static string MemberName(SchemaNode node) =>
        node.DataParent is null or SchemaRoot || node.DataParent.Module != node.Module ? $"{node.Module.Name}:{node.Name}" : node.Name;

    /// <summary>
    /// Whether the node must be there when its parent is (RFC 7950 §3 "mandatory node"): one with a when need not, nor state in the midst of configuration, which only the
    /// operational datastore has.
    /// </summary>
    private bool IsRequired(SchemaNode node)
    {
        if (!AlwaysShows(node)) return false;
        if (node.Whens.Count > 0 || (!node.IsConfig && node.DataParent is SchemaRoot or { IsConfig: true })) return node is LeafNode { IsKey: true };
        return node switch
        {
            LeafNode leaf => leaf.IsMandatory || leaf.IsKey,
            LeafListNode leafList => leafList.MinElements > 0,
            ListNode list => list.MinElements > 0,
            AnyNode any => any.IsMandatory,
            ChoiceNode choice => choice.IsMandatory,
            ContainerNode container => !container.IsPresence && container.Children.Any(IsRequired),
            _ => false,
        };
    }

    private bool AlwaysShows(SchemaNode node) => audience is null || (node is ChoiceNode choice ? choice.DataChildren.All(audience.AlwaysShows) : audience.AlwaysShows(node));

    private SchemaNode[] Shown(InnerNode parent) => [.. parent.DataChildren.Where(c => audience?.Shows(c) != false)];

    /// <summary>One case's nodes at most; one's at least when the choice is mandatory. Null when that asks nothing.</summary>
    private JsonObject? Of(ChoiceNode choice)
    {
        var cases = choice.Children.Cast<CaseNode>().Select(Branch).OfType<JsonObject>().ToList();
        if (cases.Count == 0) return null;
        if (IsRequired(choice)) return new JsonObject { ["oneOf"] = new JsonArray([.. cases]) };
        var none = new JsonObject { ["not"] = AnyOf(Shown(choice)) };
        return new JsonObject { ["oneOf"] = new JsonArray([.. cases, none]) };
    }

    private JsonObject? Branch(CaseNode branch)
    {
        var shown = Shown(branch);
        if (shown.Length == 0) return null;
        var result = AnyOf(shown);
        AddTo(result, branch.Children);
        return result;
    }

    private static JsonObject AnyOf(IEnumerable<SchemaNode> nodes) =>
        new() { ["anyOf"] = new JsonArray([.. nodes.Select(n => new JsonObject { ["required"] = Names([MemberName(n)]) })]) };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode?)JsonValue.Create(n))]);
}
