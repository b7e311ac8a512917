using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taiji.Yang.Encodings.JsonSchemas;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>Writes what the resources of one module are, as an OpenAPI 3.1 document. It is written as it is made: its size is bounded by no memory.</summary>
internal static class OpenApiDocument
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>Writes.</summary>
    /// <param name="body">Receives UTF-8; flushed as it fills.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="access">What of it concerns the user.</param>
    /// <param name="module">The module.</param>
    /// <param name="root">The path of the root resource (RFC 8040 §3.1).</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static async Task WriteAsync(PipeWriter body, YangSchema schema, OpenApiAccess access, YangModule module, string root, CancellationToken cancellationToken)
    {
        var references = new SchemaReferences();
        var parts = new JsonSchemaParts(schema, references.To, access);
        var operations = new OpenApiOperations(parts, access);
        await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        WriteHead(json, module, root);
        json.WriteStartObject("paths");
        foreach (var (resource, methods) in access.ResourcesOf(module))
        {
            await WriteAsync(resource.Path, operations.PathItem(resource, methods).WriteTo).ConfigureAwait(false);
        }

        json.WriteEndObject();
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        foreach (var member in OpenApiComponents.Schemas.EnumerateObject()) await WriteAsync(member.Name, (to, _) => member.Value.WriteTo(to)).ConfigureAwait(false);
        while (references.TryTake(out var name, out var node)) await WriteAsync(name, parts.Object(node).WriteTo).ConfigureAwait(false);
        json.WriteEndObject();
        foreach (var member in OpenApiComponents.Others.EnumerateObject()) await WriteAsync(member.Name, (to, _) => member.Value.WriteTo(to)).ConfigureAwait(false);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken).ConfigureAwait(false);

        async ValueTask WriteAsync(string name, Action<Utf8JsonWriter, JsonSerializerOptions?> write)
        {
            json.WritePropertyName(name);
            write(json, null);
            if (json.BytesPending + body.UnflushedBytes < ChunkSize) return;
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            await body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteHead(Utf8JsonWriter json, YangModule module, string root)
    {
        json.WriteString("openapi", "3.1.1");
        json.WriteString("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        json.WriteStartObject("info");
        json.WriteString("title", module.Name);
        json.WriteString("version", module.Revision ?? "unrevised");
        json.WriteString("description", $"The RESTCONF resources (RFC 8040) of the YANG module {module}, namespace {module.Namespace}.");
        json.WriteEndObject();
        json.WriteStartArray("servers");
        json.WriteStartObject();
        json.WriteString("url", root);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("tags");
        json.WriteStartObject();
        json.WriteString("name", module.Name);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("security");
        foreach (var scheme in new[] { "basic", "bearer", "certificate" })
        {
            json.WriteStartObject();
            json.WriteStartArray(scheme);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
