using System.Buffers;
using System.IO.Pipelines;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Taiji.Server.RestconfApi.Patching;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>A request's body: read whole, within the limit, then decoded by its Content-Type (RFC 8040 §5.2).</summary>
internal sealed class RequestBody
{
    private const string RestconfNamespace = "urn:ietf:params:xml:ns:yang:ietf-restconf";
    private readonly ReadOnlySequence<byte> _content;
    private readonly DataEncoding _encoding;
    private readonly YangSchema _schema;
    private readonly DataReadOptions _options;

    private RequestBody(ReadOnlySequence<byte> content, DataEncoding encoding, YangSchema schema, DataReadOptions options)
    {
        _content = content;
        _encoding = encoding;
        _schema = schema;
        _options = options;
    }

    /// <summary>Reads the body and has it decoded while it lies in the server's buffers.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="allowState">Whether it holds operation input rather than configuration.</param>
    /// <param name="decode">Called once, with null when there is no body.</param>
    /// <exception cref="RestconfException">400, 413, 415.</exception>
    public static ValueTask<T> ReadAsync<T>(RestconfExchange exchange, bool allowState, Func<RequestBody?, T> decode) =>
        ReadAsync(exchange, content => decode(Create(exchange, content, allowState)));

    /// <summary>As <see cref="ReadAsync{T}(RestconfExchange, bool, Func{RequestBody?, T})"/>, of a YANG Patch.</summary>
    /// <param name="exchange">The exchange; <see cref="RestconfExchange.IsYangPatch"/>.</param>
    /// <param name="decode">Called once.</param>
    /// <exception cref="RestconfException">400, 413, 415.</exception>
    public static ValueTask<T> ReadPatchAsync<T>(RestconfExchange exchange, Func<PatchDocument, T> decode) => ReadAsync(exchange, content =>
    {
        if (content.IsEmpty) throw RestconfException.BadRequest("The request needs a body.");
        var options = new DataReadOptions { MaxDepth = exchange.Options.MaxBodyDepth };
        if (exchange.RequestEncoding == DataEncoding.Xml) return decode(new XmlPatch(content, exchange.Schema, options));
        using var patch = new JsonPatch(content, exchange.Schema, options);
        return decode(patch);
    });

    private static async ValueTask<T> ReadAsync<T>(RestconfExchange exchange, Func<ReadOnlySequence<byte>, T> decode)
    {
        var context = exchange.Context;
        var limit = exchange.Options.MaxRequestBodySize;
        // The limit is kept here: the server's own would cut the connection with the rest of the body unread, and a client that is still sending would not see the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        if (context.Request.ContentLength > limit) throw RestconfException.TooLarge(limit);
        var isCoded = ContentCoding.Is(context.Request);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > limit) throw RestconfException.TooLarge(limit);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return decode(isCoded ? ContentCoding.Decode(context.Request, read.Buffer, limit) : read.Buffer);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static RequestBody? Create(RestconfExchange exchange, ReadOnlySequence<byte> content, bool allowState)
    {
        if (content.IsEmpty) return null;
        if (exchange.IsYangPatch) throw RestconfException.UnsupportedMediaType(exchange.Context.Request.ContentType);
        var encoding = exchange.RequestEncoding ?? throw RestconfException.UnsupportedMediaType(exchange.Context.Request.ContentType);
        return new RequestBody(content, encoding, exchange.Schema, new DataReadOptions { AllowState = allowState, MaxDepth = exchange.Options.MaxBodyDepth });
    }

    /// <summary>One data resource, as the child of another.</summary>
    /// <param name="parent">The other's path.</param>
    /// <param name="implied">A list entry whose keys the body may leave out.</param>
    public (DataPath Path, DataTree Payload) ReadResource(DataPath parent, DataPathStep? implied = null)
    {
        if (_encoding == DataEncoding.Json) return new JsonDataReader(_schema, _options).ReadResource(_content, parent, implied);
        return ReadXml(reader => new XmlDataReader(_schema, _options).ReadResource(reader, parent, implied));
    }

    /// <summary>A whole datastore: <c>data</c> in the ietf-restconf module.</summary>
    public DataTree ReadDatastore() => ReadWrapped(null, "data", "ietf-restconf", RestconfNamespace);

    /// <summary>An operation's <c>input</c>.</summary>
    /// <param name="operation">The rpc or action.</param>
    public DataTree ReadInput(OperationNode operation) => ReadWrapped(operation.Input, "input", operation.Module.Name, operation.Module.Namespace);

    private DataTree ReadWrapped(InnerNode? root, string name, string module, string ns)
    {
        if (_encoding == DataEncoding.Json) return new JsonDataReader(_schema, _options).ReadTree(_content, root, $"{module}:{name}");
        return ReadXml(reader =>
        {
            if (reader.LocalName != name) throw Error(ErrorTag.UnknownElement, $"The body is the element '{reader.LocalName}'; expected '{name}' in the namespace '{ns}'.", "bad-element", reader.LocalName);
            if (reader.NamespaceURI != ns) throw Error(ErrorTag.UnknownNamespace, $"The element '{name}' is in the namespace '{reader.NamespaceURI}'; expected '{ns}'.", "bad-element", name);
            return new XmlDataReader(_schema, _options).ReadTree(reader, root);
        });
    }

    private T ReadXml<T>(Func<XmlReader, T> read)
    {
        try
        {
            using var stream = PipeReader.Create(_content).AsStream();
            using var reader = XmlDataReader.CreateXmlReader(stream);
            reader.MoveToContent();
            if (reader.NodeType != XmlNodeType.Element) throw Error(ErrorTag.MalformedMessage, "The body has no element.");
            var result = read(reader);
            if (reader.MoveToContent() != XmlNodeType.None) throw Error(ErrorTag.MalformedMessage, "The body goes on after the end of its element.");
            return result;
        }
        catch (XmlException e)
        {
            throw Error(ErrorTag.MalformedMessage, $"The body is not well-formed XML: {XmlFault.Describe(e)}");
        }
    }

    private static RpcErrorException Error(string tag, string message, string? info = null, string? value = null) => new(new RpcError
    {
        Type = ErrorType.Protocol,
        Tag = tag,
        Message = message,
        Info = info is null ? [] : [new ErrorInfo(info, value ?? "")],
    });
}
