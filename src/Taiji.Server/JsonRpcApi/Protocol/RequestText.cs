using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>Reads a request's JSON: the body, or the first part of a multipart one.</summary>
internal static class RequestText
{
    private const int MaxBoundaryLength = 200;
    private const int PieceSize = 16 * 1024;

    /// <summary>Reads and parses it.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="JsonRpcException">Too big, broken, cut off, or no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context, JsonRpcOptions options)
    {
        // The limit is kept here: the server's own would cut the connection, and a client that is still sending would not see the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        if (context.Request.ContentLength > options.MaxRequestSize) throw TooBig(options);
        try
        {
            var body = BoundaryOf(context.Request) is { } boundary
                ? await FirstPartAsync(context, boundary, options).ConfigureAwait(false) : context.Request.Body;
            return await ParseAsync(body, options, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooBig(options);
        }
    }

    /// <summary>The error for a request that is too big.</summary>
    /// <param name="options">The limits.</param>
    public static JsonRpcException TooBig(JsonRpcOptions options) => new(ErrorKind.TooBig, $"a request has at most {options.MaxRequestSize} bytes");

    private static async Task<JsonDocument> ParseAsync(Stream body, JsonRpcOptions options, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (text.Length + read > options.MaxRequestSize) throw TooBig(options);
                text.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Parse(text.GetBuffer().AsMemory(0, (int)text.Length), options);
    }

    /// <summary>Parses a request.</summary>
    /// <param name="bytes">The text, in UTF-8.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="JsonRpcException">Cut off, or no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, JsonRpcOptions options)
    {
        try
        {
            return JsonDocument.Parse(new ReadOnlySequence<byte>(bytes), new JsonDocumentOptions { MaxDepth = options.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new JsonRpcException(IsCutOff(bytes.Span, options) ? ErrorKind.EofParseError : ErrorKind.ParseError, Place(e));
        }
    }

    // What is right so far, and only lacks its end.
    private static bool IsCutOff(ReadOnlySpan<byte> text, JsonRpcOptions options)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = options.MaxDepth }));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray || reader.BytesConsumed < text.Length;
    }

    private static string? Place(JsonException e) => e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}" : null;

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "" : null;

    private static async Task<Stream> FirstPartAsync(HttpContext context, string boundary, JsonRpcOptions options)
    {
        if (boundary.Length is 0 or > MaxBoundaryLength) throw new JsonRpcException(ErrorKind.MultipartBroken, "there is no usable boundary");
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body) { BodyLengthLimit = options.MaxRequestSize };
            if (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is not { } section)
                throw new JsonRpcException(ErrorKind.MultipartBroken, "there is no part");
            var part = new MemoryStream();
            await section.Body.CopyToAsync(part, context.RequestAborted).ConfigureAwait(false);
            part.Position = 0;
            return part;
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException)
        {
            throw new JsonRpcException(ErrorKind.MultipartBroken, "the parts don't end as they should");
        }
    }
}
