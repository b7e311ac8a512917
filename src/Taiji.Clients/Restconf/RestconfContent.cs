using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Taiji.Clients.Restconf;

/// <summary>A message body: data in one of RESTCONF's encodings.</summary>
public sealed class RestconfContent
{
    private RestconfContent(ReadOnlyMemory<byte> bytes, RestconfEncoding encoding)
    {
        Bytes = bytes;
        Encoding = encoding;
    }

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Its encoding.</summary>
    public RestconfEncoding Encoding { get; }

    /// <summary>Data in JSON (RFC 7951).</summary>
    /// <param name="text">As <c>{"ietf-interfaces:interface":[{"name":"eth0"}]}</c>.</param>
    public static RestconfContent Json(string text) => new(System.Text.Encoding.UTF8.GetBytes(text), RestconfEncoding.Json);

    /// <summary>Data in XML.</summary>
    /// <param name="text">One element with its namespace.</param>
    public static RestconfContent Xml(string text) => new(System.Text.Encoding.UTF8.GetBytes(text), RestconfEncoding.Xml);

    /// <summary>Data in UTF-8.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="encoding">Its encoding.</param>
    public static RestconfContent Of(ReadOnlyMemory<byte> bytes, RestconfEncoding encoding) => new(bytes, encoding);

    /// <summary>As <see cref="Xml"/> when the text begins with <c>&lt;</c>, else as <see cref="Json"/>; null gives null.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator RestconfContent?(string? text) => text is null ? null : text.AsSpan().TrimStart().StartsWith("<") ? Xml(text) : Json(text);

    /// <summary>The data as JSON.</summary>
    /// <exception cref="JsonException">It isn't.</exception>
    public JsonElement ToJson()
    {
        using var document = JsonDocument.Parse(Bytes);
        return document.RootElement.Clone();
    }

    /// <summary>The data as XML.</summary>
    /// <exception cref="System.Xml.XmlException">It isn't.</exception>
    public XElement ToElement()
    {
        using var stream = new MemoryStream(Bytes.ToArray());
        return XElement.Load(stream);
    }

    /// <inheritdoc/>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>As the body of a request.</summary>
    /// <param name="kind">What kind of data, as <c>yang-data</c> or <c>yang-patch</c>.</param>
    internal ReadOnlyMemoryContent ToHttp(string kind) => new(Bytes)
    {
        Headers = { ContentType = new MediaTypeHeaderValue($"application/{kind}+{(Encoding == RestconfEncoding.Json ? "json" : "xml")}") },
    };
}
