using System.Text.Json.Nodes;
using Taiji.Yang.Encodings.JsonSchemas;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>The methods of resources, as path items of an OpenAPI document (OpenAPI 3.1 §4.8.9).</summary>
/// <param name="parts">The schemas of what is sent.</param>
/// <param name="access">What of it concerns the user.</param>
internal sealed class OpenApiOperations(JsonSchemaParts parts, OpenApiAccess access)
{
    private readonly HashSet<string> _ids = [];

    /// <summary>The path item of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="methods">Which.</param>
    public JsonObject PathItem(OpenApiResource resource, IReadOnlyList<string> methods)
    {
        var item = new JsonObject();
        if (resource.Keys.Count > 0) item["parameters"] = new JsonArray([.. resource.Keys.Select(k => KeyParameter(k.Name, k.Type))]);
        foreach (var method in methods) item[method] = Operation(resource, method);
        return item;
    }

    /// <summary>The methods that a resource answers to beside OPTIONS and HEAD, in lower case (RFC 8040 §4).</summary>
    /// <param name="resource">The resource.</param>
    public static IReadOnlyList<string> MethodsOf(OpenApiResource resource)
    {
        if (resource.Kind == OpenApiResourceKind.Operation) return ["post"];
        if (resource.Kind == OpenApiResourceKind.WholeList || !resource.Node.IsConfig || resource.Node is LeafNode { IsKey: true }) return ["get"];
        return resource.Node is InnerNode inner && inner.DataChildren.Any(c => c is { IsConfig: true } and not LeafNode { IsKey: true })
            ? ["get", "post", "put", "patch", "delete"] : ["get", "put", "patch", "delete"];
    }

    private JsonObject KeyParameter(string name, TypedNode type)
    {
        // A value with reserved characters is percent-encoded (RFC 8040 §3.5.3), which tools do by themselves.
        var schema = parts.Value(type);
        if (type is LeafListNode) schema = (JsonObject)schema["items"]!.DeepClone();
        foreach (var annotation in new[] { "description", "readOnly", "deprecated", "default" }) schema.Remove(annotation);
        if (type.Type is EmptyType) schema = new JsonObject { ["type"] = "string", ["maxLength"] = 0 };
        var parameter = new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = schema };
        if (type.Description is { } description) parameter["description"] = description;
        return parameter;
    }

    private JsonObject Operation(OpenApiResource resource, string method)
    {
        var node = resource.Node;
        var operation = new JsonObject
        {
            ["operationId"] = Id(resource, method),
            ["tags"] = new JsonArray(node.Module.Name),
            ["summary"] = $"{Verb(resource, method)} {node.Name}",
        };
        if (node.Description is { } description) operation["description"] = description;
        if (node.Status != DefinitionStatus.Current) operation["deprecated"] = true;
        if (ParametersOf(resource, method) is { Length: > 0 } parameters)
            operation["parameters"] = new JsonArray([.. parameters.Select(p => (JsonNode)new JsonObject { ["$ref"] = "#/components/parameters/" + p })]);
        if (BodyOf(resource, method) is { } body) operation["requestBody"] = body;
        operation["responses"] = ResponsesOf(resource, method);
        return operation;
    }

    private string Id(OpenApiResource resource, string method)
    {
        var path = string.Concat(resource.Path.Split('/').Skip(2).Select(s => "_" + s[..(s.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? at : s.Length)])).Replace(':', '_');
        var name = method + path + (resource.Kind == OpenApiResourceKind.WholeList ? "_all" : "");
        var unique = name;
        for (var i = 2; !_ids.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }

    private static string Verb(OpenApiResource resource, string method) => method switch
    {
        "get" => resource.Kind == OpenApiResourceKind.WholeList ? "All entries of" : "Read",
        "post" => resource.Kind == OpenApiResourceKind.Operation ? "Invoke" : "Create a child of",
        "put" => "Create or replace",
        "patch" => "Merge into",
        _ => "Delete",
    };

    private static string[] ParametersOf(OpenApiResource resource, string method) => (method, resource) switch
    {
        ("get", { Kind: OpenApiResourceKind.WholeList, Node: ListNode }) => ["content", "depth", "fields", "exclude", "with-defaults", "limit", "offset", "cursor", "direction", "sort-by", "locale", "where", "sublist-limit"],
        ("get", { Kind: OpenApiResourceKind.WholeList }) => ["content", "with-defaults", "limit", "offset", "direction", "sort-by", "locale", "where"],
        ("get", { Node: InnerNode }) => ["content", "depth", "fields", "exclude", "with-defaults", "sublist-limit"],
        ("get", _) => ["content", "with-defaults"],
        ("post", { Kind: OpenApiResourceKind.Operation }) => [],
        ("post", _) => ["insert", "point", "dry-run", "rollback-id", "rollback-label", "rollback-comment"],
        ("put", { Node: ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true } }) => ["insert", "point", "if-match", "if-none-match", "dry-run", "rollback-id", "rollback-label", "rollback-comment"],
        _ => ["if-match", "if-none-match", "dry-run", "rollback-id", "rollback-label", "rollback-comment"],
    };

    private JsonObject? BodyOf(OpenApiResource resource, string method)
    {
        var content = method switch
        {
            "put" => Content(Payload(resource)),
            "patch" => Patch(resource),
            "post" when resource.Node is OperationNode operation => operation.Input.DataChildren.Count == 0 ? null : Content(Wrapped($"{operation.Module.Name}:input", parts.Object(operation.Input))),
            "post" => Content(Children((InnerNode)resource.Node)),
            _ => null,
        };
        if (content is null) return null;
        return new JsonObject { ["required"] = resource.Node is not OperationNode invoked || invoked.Input.DataChildren.Any(IsMandatory), ["content"] = content };
    }

    private static bool IsMandatory(SchemaNode node) => node is LeafNode { IsMandatory: true };

    // A merge may leave out what must be there in the end.
    private static JsonObject Patch(OpenApiResource resource)
    {
        var member = $"{resource.Node.Module.Name}:{resource.Node.Name}";
        var content = Content(new JsonObject { ["type"] = "object", ["required"] = new JsonArray(member), ["properties"] = new JsonObject { [member] = new JsonObject { ["description"] = "As it is read; only what changes." } } });
        var patch = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/yang-patch" } };
        content[MediaTypes.YangPatchJson] = patch;
        content[MediaTypes.YangPatchXml] = new JsonObject();
        return content;
    }

    private JsonObject Children(InnerNode parent)
    {
        var alternatives = new JsonArray();
        foreach (var child in parent.DataChildren.Where(c => c is { IsConfig: true } and not LeafNode { IsKey: true } && access.Shows(c))) alternatives.Add((JsonNode)Wrapped($"{child.Module.Name}:{child.Name}", One(child)));
        return new JsonObject { ["oneOf"] = alternatives };
    }

    private JsonObject Payload(OpenApiResource resource) =>
        Wrapped($"{resource.Node.Module.Name}:{resource.Node.Name}", resource.Kind == OpenApiResourceKind.WholeList ? parts.Value(resource.Node) : One(resource.Node));

    /// <summary>A node by itself: of a list or leaf-list an array with one entry (RFC 7951 §5.4).</summary>
    private JsonObject One(SchemaNode node)
    {
        var schema = parts.Value(node);
        if (node is not (ListNode or LeafListNode)) return schema;
        (schema["minItems"], schema["maxItems"]) = (1, 1);
        schema.Remove("default");
        return schema;
    }

    private static JsonObject Wrapped(string member, JsonObject value) => new()
    {
        ["type"] = "object", ["properties"] = new JsonObject { [member] = value }, ["required"] = new JsonArray(member), ["additionalProperties"] = false,
    };

    private static JsonObject Content(JsonObject schema) => new() { [MediaTypes.YangDataJson] = new JsonObject { ["schema"] = schema }, [MediaTypes.YangDataXml] = new JsonObject() };

    private JsonObject ResponsesOf(OpenApiResource resource, string method)
    {
        var responses = new JsonObject();
        switch (method)
        {
            case "get":
                responses["200"] = Reply("The data.", Content(Payload(resource)), "ETag", "Last-Modified");
                responses["304"] = new JsonObject { ["description"] = "Not modified." };
                break;
            case "post" when resource.Node is OperationNode { Output.DataChildren.Count: > 0 } operation:
                responses["200"] = Reply("The output.", Content(Wrapped($"{operation.Module.Name}:output", parts.Object(operation.Output))));
                break;
            case "post" when resource.Node is OperationNode:
                responses["204"] = new JsonObject { ["description"] = "Done." };
                break;
            case "post":
                responses["201"] = Reply("Created.", null, "Location", "ETag", "Last-Modified");
                break;
            case "put":
                responses["201"] = Reply("Created.", null, "Location", "ETag", "Last-Modified");
                responses["204"] = Reply("Replaced.", null, "ETag", "Last-Modified");
                break;
            case "patch":
                responses["200"] = new JsonObject { ["description"] = "The status of a YANG Patch." };
                responses["204"] = Reply("Merged.", null, "ETag", "Last-Modified");
                break;
            default:
                responses["204"] = new JsonObject { ["description"] = "Deleted." };
                break;
        }

        responses["default"] = new JsonObject { ["$ref"] = "#/components/responses/errors" };
        return responses;
    }

    private static JsonObject Reply(string description, JsonObject? content, params string[] headers)
    {
        var reply = new JsonObject { ["description"] = description };
        if (headers.Length > 0) reply["headers"] = new JsonObject(headers.Select(h => KeyValuePair.Create(h, (JsonNode?)new JsonObject { ["$ref"] = "#/components/headers/" + h })));
        if (content is not null) reply["content"] = content;
        return reply;
    }
}
