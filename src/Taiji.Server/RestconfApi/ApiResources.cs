using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>GET and HEAD on the resources that are not data: the API resource and its leaves (RFC 8040 §3.3), module texts (§3.7).</summary>
internal static class ApiResources
{
    private const string Namespace = "urn:ietf:params:xml:ns:yang:ietf-restconf";
    private static readonly string[] Children = ["data", "operations", "yang-library-version"];

    public static Task HandleAsync(RestconfExchange exchange) => exchange.Target.Kind switch
    {
        ResourceKind.Api => WriteAsync(exchange, "restconf", SelectedChildren(exchange.Query), IsLeaf),
        ResourceKind.Operations => WriteOperationsAsync(exchange),
        ResourceKind.YangLibraryVersion => WriteAsync(exchange, "yang-library-version", null, IsLeaf),
        _ => WriteTextAsync(exchange),
    };

    private static bool IsLeaf(string name) => name == "yang-library-version";

    /// <summary>The children that <c>fields</c> and <c>depth</c> leave.</summary>
    private static string[] SelectedChildren(QueryParameters query)
    {
        var selected = Children;
        if (query.Fields is { } fields)
        {
            foreach (var field in fields)
            {
                if (field is { Names: [(null or "ietf-restconf", var name)], Children.Count: 0 } && Children.Contains(name)) continue;
                throw RestconfException.BadRequest($"The query parameter 'fields' can choose {string.Join(", ", Children)} here.");
            }

            selected = [.. Children.Where(c => fields.Any(f => f.Names[0].Name == c))];
        }

        return query.Depth == 1 && query.Fields is null ? [] : selected;
    }

    private static string LibraryVersion(YangSchema schema) => schema.FindModule("ietf-yang-library")?.Revision ?? "";

    private static Task WriteAsync(RestconfExchange exchange, string name, IEnumerable<string>? children, Func<string, bool> isLeaf)
    {
        var version = LibraryVersion(exchange.Schema);
        return exchange.ReplyEncoding == DataEncoding.Json
            ? WriteJsonAsync(exchange, json =>
            {
                if (children is null)
                {
                    json.WriteString($"ietf-restconf:{name}", version);
                    return;
                }

                json.WriteStartObject($"ietf-restconf:{name}");
                foreach (var child in children)
                {
                    if (isLeaf(child))
                    {
                        json.WriteString(child, version);
                        continue;
                    }

                    json.WriteStartObject(child);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            })
            : WriteXmlAsync(exchange, xml =>
            {
                if (children is null)
                {
                    xml.WriteElementString(name, Namespace, version);
                    return;
                }

                xml.WriteStartElement(name, Namespace);
                foreach (var child in children) xml.WriteElementString(child, Namespace, isLeaf(child) ? version : null);
                xml.WriteEndElement();
            });
    }

    private static Task WriteOperationsAsync(RestconfExchange exchange)
    {
        var operations = OperationResources.All(exchange.Schema);
        return exchange.ReplyEncoding == DataEncoding.Json
            ? WriteJsonAsync(exchange, json =>
            {
                json.WriteStartObject("ietf-restconf:operations");
                foreach (var operation in operations)
                {
                    json.WriteStartArray($"{operation.Module.Name}:{operation.Name}");
                    json.WriteNullValue();
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            })
            : WriteXmlAsync(exchange, xml =>
            {
                xml.WriteStartElement("operations", Namespace);
                foreach (var operation in operations) xml.WriteElementString(operation.Name, operation.Module.Namespace, null);
                xml.WriteEndElement();
            });
    }

    private static Task WriteJsonAsync(RestconfExchange exchange, Action<Utf8JsonWriter> write)
    {
        var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = exchange.Options.Indent }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return SendAsync(exchange, MediaTypes.YangDataJson, text.GetBuffer().AsMemory(0, (int)text.Length));
    }

    private static Task WriteXmlAsync(RestconfExchange exchange, Action<XmlWriter> write)
    {
        var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new System.Text.UTF8Encoding(false), Indent = exchange.Options.Indent }))
        {
            write(xml);
        }

        return SendAsync(exchange, MediaTypes.YangDataXml, text.GetBuffer().AsMemory(0, (int)text.Length));
    }

    private static Task WriteTextAsync(RestconfExchange exchange) => SendAsync(exchange, MediaTypes.Yang, exchange.Target.Text);

    private static async Task SendAsync(RestconfExchange exchange, string mediaType, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(exchange.Context.Request.Method)) await response.BodyWriter.WriteAsync(body, exchange.Aborted).ConfigureAwait(false);
    }
}
