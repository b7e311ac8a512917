using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Taiji.Yang.Diagnostics;

namespace Taiji.Clients.Restconf;

/// <summary>Reads errors (RFC 8040 §7.1).</summary>
internal static class RestconfErrors
{
    private static readonly XNamespace Restconf = "urn:ietf:params:xml:ns:yang:ietf-restconf";

    /// <summary>The exception for an answer that isn't a success.</summary>
    public static RestconfErrorException From(HttpStatusCode status, string? reason, ReadOnlyMemory<byte> body, string? mediaType)
    {
        var errors = new List<RpcError>();
        YangPatchStatus? patch = null;
        try
        {
            if (mediaType?.EndsWith("json", StringComparison.Ordinal) == true)
            {
                using var document = JsonDocument.Parse(body);
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("ietf-yang-patch:yang-patch-status", out var edits))
                {
                    patch = YangPatchStatus.Read(edits);
                    errors.AddRange(patch.AllErrors);
                }
                else if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("ietf-restconf:errors", out var list))
                {
                    errors.AddRange(FromJson(list));
                }
            }
            else if (mediaType?.EndsWith("xml", StringComparison.Ordinal) == true)
            {
                using var stream = new MemoryStream(body.ToArray());
                errors.AddRange(XElement.Load(stream).DescendantsAndSelf(Restconf + "error").Select(FromXml));
            }
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            // A proxy's page, or half an answer: the status is what is known.
        }

        if (errors.Count == 0) errors.Add(FromStatus(status, reason, body));
        return new RestconfErrorException(status, errors) { PatchStatus = patch };
    }

    /// <summary>The errors of <c>ietf-restconf:errors</c>.</summary>
    public static IEnumerable<RpcError> FromJson(JsonElement errors) =>
        errors.TryGetProperty("error", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(One) : [];

    private static RpcError One(JsonElement error) => new()
    {
        Type = ParseType(Text(error, "error-type")),
        Tag = Text(error, "error-tag") ?? ErrorTag.OperationFailed,
        AppTag = Text(error, "error-app-tag"),
        Path = Text(error, "error-path"),
        Message = Text(error, "error-message"),
        Info = error.TryGetProperty("error-info", out var info) && info.ValueKind == JsonValueKind.Object
            ? [.. info.EnumerateObject().Select(p => new ErrorInfo(p.Name, p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText()))]
            : [],
    };

    private static RpcError FromXml(XElement error) => new()
    {
        Type = ParseType(error.Element(Restconf + "error-type")?.Value),
        Tag = error.Element(Restconf + "error-tag")?.Value ?? ErrorTag.OperationFailed,
        AppTag = error.Element(Restconf + "error-app-tag")?.Value,
        Path = error.Element(Restconf + "error-path")?.Value,
        Message = error.Element(Restconf + "error-message")?.Value,
        Info = [.. error.Elements(Restconf + "error-info").Elements().Select(i => new ErrorInfo(i.Name.LocalName, i.Value, i.Name.NamespaceName))],
    };

    /// <summary>RFC 8040 §7 backwards.</summary>
    private static RpcError FromStatus(HttpStatusCode status, string? reason, ReadOnlyMemory<byte> body)
    {
        var tag = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ErrorTag.AccessDenied,
            HttpStatusCode.NotFound => ErrorTag.InvalidValue,
            HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => ErrorTag.OperationNotSupported,
            HttpStatusCode.Conflict => ErrorTag.InUse,
            HttpStatusCode.RequestEntityTooLarge => ErrorTag.TooBig,
            HttpStatusCode.BadRequest => ErrorTag.InvalidValue,
            _ => ErrorTag.OperationFailed,
        };
        var text = body.Length is > 0 and < 500 ? ": " + Encoding.UTF8.GetString(body.Span).Trim() : "";
        return new RpcError { Type = ErrorType.Transport, Tag = tag, Message = $"HTTP {(int)status} {reason}{text}" };
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    private static ErrorType ParseType(string? text) => text switch
    {
        "transport" => ErrorType.Transport,
        "rpc" => ErrorType.Rpc,
        "protocol" => ErrorType.Protocol,
        _ => ErrorType.Application,
    };
}
