using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>Renders errors (RFC 8040 §7): the one place where an error becomes a status and a body.</summary>
internal static class RestconfError
{
    private const string RestconfNamespace = "urn:ietf:params:xml:ns:yang:ietf-restconf";
    private const string NetconfNamespace = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /// <summary>The status of an error-tag (RFC 8040 §7, Table "Mapping from error-tag to Status Code").</summary>
    /// <param name="error">The error; of several the first decides.</param>
    public static int StatusOf(RpcError error) => error.Tag switch
    {
        ErrorTag.InUse or ErrorTag.LockDenied or ErrorTag.ResourceDenied or ErrorTag.DataExists or ErrorTag.DataMissing => StatusCodes.Status409Conflict,
        ErrorTag.TooBig => StatusCodes.Status413PayloadTooLarge,
        ErrorTag.AccessDenied => StatusCodes.Status403Forbidden,
        ErrorTag.OperationNotSupported => StatusCodes.Status501NotImplemented,
        // An error-app-tag tells of a broken constraint (RFC 7950 §15): a condition that the request did not meet. Without one the server itself failed.
        ErrorTag.OperationFailed when error.AppTag is not null => StatusCodes.Status412PreconditionFailed,
        ErrorTag.OperationFailed or ErrorTag.RollbackFailed or "partial-operation" => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>Sends the status with an <c>ietf-restconf:errors</c> body.</summary>
    /// <param name="context">The exchange; nothing may have been sent yet.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errors">At least one.</param>
    /// <param name="encoding">The body's encoding.</param>
    /// <param name="schema">For the namespaces of paths.</param>
    public static async Task WriteAsync(HttpContext context, int status, IReadOnlyList<RpcError> errors, DataEncoding encoding, YangSchema schema)
    {
        var body = encoding == DataEncoding.Json ? ToJson(errors, schema) : ToXml(errors, schema);
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypes.Of(encoding);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> ToJson(IReadOnlyList<RpcError> errors, YangSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Messages quote names and values; the body is no HTML, so that only what JSON demands is escaped.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteJsonErrors(json, "ietf-restconf:errors", errors, schema);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes an <c>errors</c> container.</summary>
    /// <param name="json">In an object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="errors">The errors.</param>
    /// <param name="schema">For the namespaces of paths.</param>
    public static void WriteJsonErrors(Utf8JsonWriter json, string name, IReadOnlyList<RpcError> errors, YangSchema schema)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("error");
        foreach (var error in errors) WriteJson(json, error, schema);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, RpcError error, YangSchema schema)
    {
        json.WriteStartObject();
        json.WriteString("error-type", NameOf(error.Type));
        json.WriteString("error-tag", error.Tag);
        if (error.AppTag is not null) json.WriteString("error-app-tag", error.AppTag);
        if (error.Path is not null) json.WriteString("error-path", error.Path);
        if (error.Message is not null) json.WriteString("error-message", error.Message);
        if (error.Info.Count > 0)
        {
            json.WriteStartObject("error-info");
            foreach (var group in error.Info.GroupBy(i => $"{schema.FindModuleByNamespace(i.Namespace ?? NetconfNamespace)?.Name ?? "ietf-netconf"}:{i.Name}"))
            {
                json.WritePropertyName(group.Key);
                if (group.Count() == 1)
                {
                    WriteJson(json, group.First());
                    continue;
                }

                json.WriteStartArray();
                foreach (var info in group) WriteJson(json, info);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, ErrorInfo info)
    {
        if (info.Children.Count == 0)
        {
            json.WriteStringValue(info.Value);
            return;
        }

        // All of them are of the module of what they are in.
        json.WriteStartObject();
        foreach (var child in info.Children)
        {
            json.WritePropertyName(child.Name);
            WriteJson(json, child);
        }

        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> ToXml(IReadOnlyList<RpcError> errors, YangSchema schema)
    {
        var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) }))
        {
            WriteXmlErrors(xml, RestconfNamespace, errors, schema);
        }

        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    /// <summary>Writes an <c>errors</c> container.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="ns">The namespace of the module that it is in.</param>
    /// <param name="errors">The errors.</param>
    /// <param name="schema">For the namespaces of paths.</param>
    public static void WriteXmlErrors(XmlWriter xml, string ns, IReadOnlyList<RpcError> errors, YangSchema schema)
    {
        xml.WriteStartElement("errors", ns);
        foreach (var error in errors) WriteXml(xml, ns, error, schema);
        xml.WriteEndElement();
    }

    private static void WriteXml(XmlWriter xml, string ns, RpcError error, YangSchema schema)
    {
        xml.WriteStartElement("error", ns);
        WriteElement(xml, ns, "error-type", NameOf(error.Type));
        WriteElement(xml, ns, "error-tag", error.Tag);
        if (error.AppTag is not null) WriteElement(xml, ns, "error-app-tag", error.AppTag);
        if (error.Path is not null)
        {
            xml.WriteStartElement("error-path", ns);
            var path = XmlErrorPath.Convert(error.Path, out var modules);
            foreach (var module in modules)
            {
                if (schema.FindModule(module) is { } known) xml.WriteAttributeString("xmlns", module, null, known.Namespace);
            }

            xml.WriteString(Legal(path));
            xml.WriteEndElement();
        }

        if (error.Message is not null) WriteElement(xml, ns, "error-message", error.Message);
        if (error.Info.Count > 0)
        {
            xml.WriteStartElement("error-info", ns);
            foreach (var info in error.Info) WriteXml(xml, info);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteXml(XmlWriter xml, ErrorInfo info)
    {
        xml.WriteStartElement(info.Name, info.Namespace ?? NetconfNamespace);
        foreach (var child in info.Children) WriteXml(xml, child);
        if (info.Children.Count == 0) xml.WriteString(Legal(info.Value));
        xml.WriteEndElement();
    }

    private static void WriteElement(XmlWriter xml, string ns, string name, string value)
    {
        xml.WriteStartElement(name, ns);
        xml.WriteString(Legal(value));
        xml.WriteEndElement();
    }

    /// <summary>Without characters that XML 1.0 can't hold: messages may quote what the client sent.</summary>
    private static string Legal(string value)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(value);
        }
        catch (XmlException)
        {
            return string.Concat(value.EnumerateRunes().Select(r =>
                r.Value is 0x9 or 0xA or 0xD or (>= 0x20 and not 0xFFFE and not 0xFFFF) ? r.ToString() : "\uFFFD"));
        }
    }

    private static string NameOf(ErrorType type) => type switch
    {
        ErrorType.Transport => "transport",
        ErrorType.Rpc => "rpc",
        ErrorType.Protocol => "protocol",
        _ => "application",
    };
}
