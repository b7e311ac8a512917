using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>Writes a <c>yang-patch-status</c> (RFC 8072 §2.3) as the reply.</summary>
internal static class PatchStatus
{
    /// <summary>200: every edit is done.</summary>
    public static Task WriteOkAsync(RestconfExchange exchange, string patchId) => WriteAsync(exchange, StatusCodes.Status200OK, patchId, null, []);

    /// <summary>Nothing is done, because of edits.</summary>
    public static Task WriteAsync(RestconfExchange exchange, string patchId, PatchException failed) => WriteAsync(exchange, failed.Status, patchId, [], failed.Failures);

    /// <summary>Nothing is done, for reasons that no single edit has.</summary>
    public static Task WriteAsync(RestconfExchange exchange, int status, string patchId, IReadOnlyList<RpcError> errors) => WriteAsync(exchange, status, patchId, errors, []);

    private static async Task WriteAsync(RestconfExchange exchange, int status, string patchId, IReadOnlyList<RpcError>? errors, IReadOnlyList<PatchFailure> failures)
    {
        var body = exchange.ReplyEncoding == DataEncoding.Json ? ToJson(exchange, patchId, errors, failures) : ToXml(exchange, patchId, errors, failures);
        var response = exchange.Context.Response;
        response.StatusCode = status;
        response.ContentType = MediaTypes.Of(exchange.ReplyEncoding);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, exchange.Aborted).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> ToJson(RestconfExchange exchange, string patchId, IReadOnlyList<RpcError>? errors, IReadOnlyList<PatchFailure> failures)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = exchange.Options.Indent }))
        {
            json.WriteStartObject();
            json.WriteStartObject("ietf-yang-patch:yang-patch-status");
            json.WriteString("patch-id", patchId);
            if (errors is null)
            {
                json.WriteStartArray("ok");
                json.WriteNullValue();
                json.WriteEndArray();
            }
            else if (errors.Count > 0)
            {
                RestconfError.WriteJsonErrors(json, "errors", errors, exchange.Schema);
            }

            if (failures.Count > 0)
            {
                json.WriteStartObject("edit-status");
                json.WriteStartArray("edit");
                foreach (var failure in failures)
                {
                    json.WriteStartObject();
                    json.WriteString("edit-id", failure.EditId);
                    RestconfError.WriteJsonErrors(json, "errors", failure.Errors, exchange.Schema);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> ToXml(RestconfExchange exchange, string patchId, IReadOnlyList<RpcError>? errors, IReadOnlyList<PatchFailure> failures)
    {
        const string ns = PatchSyntax.Namespace;
        var text = new MemoryStream();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false), Indent = exchange.Options.Indent }))
        {
            xml.WriteStartElement("yang-patch-status", ns);
            xml.WriteElementString("patch-id", ns, patchId);
            if (errors is null) xml.WriteElementString("ok", ns, null);
            else if (errors.Count > 0) RestconfError.WriteXmlErrors(xml, ns, errors, exchange.Schema);
            if (failures.Count > 0)
            {
                xml.WriteStartElement("edit-status", ns);
                foreach (var failure in failures)
                {
                    xml.WriteStartElement("edit", ns);
                    xml.WriteElementString("edit-id", ns, failure.EditId);
                    RestconfError.WriteXmlErrors(xml, ns, failure.Errors, exchange.Schema);
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }
}
