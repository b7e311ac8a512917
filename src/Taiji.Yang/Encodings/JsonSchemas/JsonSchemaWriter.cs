using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>
/// Writes a JSON Schema (2020-12) of modules' data in RFC 7951's encoding: what JSON Schema can say of it. Ranges of 64-bit numbers, lengths of binaries, <c>must</c>, <c>when</c>,
/// <c>unique</c>, keys' uniqueness and references stay for YANG's own validation.
/// </summary>
public static class JsonSchemaWriter
{
    /// <summary>Deeper than any schema that compiles.</summary>
    private const int MaximumDepth = 100_000;

    /// <summary>
    /// The schema of a whole document with the modules' top-level nodes; under <c>$defs</c>, by schema path, the members that the input and output of each rpc and action, and each
    /// notification, have.
    /// </summary>
    /// <param name="schema">The compiled schema.</param>
    /// <param name="modules">The modules whose top-level nodes, rpcs and notifications are meant.</param>
    /// <returns>Indented JSON.</returns>
    public static string Write(YangSchema schema, IReadOnlyCollection<YangModule> modules)
    {
        var nodes = new NodeSchema(schema);
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = string.Join(", ", modules),
        };
        nodes.AddObject(document, [.. schema.Root.Children.Where(c => modules.Contains(c.Module))], schema.Root.DataChildren.Where(c => modules.Contains(c.Module)), isData: true);
        var definitions = new JsonObject();
        foreach (var node in schema.Nodes.Where(n => modules.Contains(n.Module))) AddDefinitions(definitions, nodes, node);
        if (definitions.Count > 0) document["$defs"] = definitions;
        return Text(document);
    }

    private static void AddDefinitions(JsonObject definitions, NodeSchema nodes, SchemaNode node)
    {
        if (node is NotificationNode notification) definitions[node.SchemaPath] = nodes.Inner(notification, isData: false);
        if (node is not OperationNode operation) return;
        foreach (var part in new[] { operation.Input, operation.Output })
        {
            if (part.DataChildren.Count > 0) definitions[part.SchemaPath] = nodes.Inner(part, isData: false);
        }
    }

    private static string Text(JsonObject document)
    {
        using var output = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaximumDepth };
        using (var writer = new Utf8JsonWriter(output, options)) document.WriteTo(writer);
        return Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length));
    }
}
