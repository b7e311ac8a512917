using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi;

/// <summary>The content codings of request bodies (RFC 9110 §8.4.1).</summary>
internal static class ContentCoding
{
    // What a 415 says would have been taken (RFC 9110 §12.5.3).
    private const string Supported = "gzip, br, deflate";

    /// <summary>Whether a body is coded.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RestconfException">415 for a coding that isn't known, and for several: of those, what each step makes would have to be limited.</exception>
    public static bool Is(HttpRequest request) => Of(request) is not null;

    /// <summary>Decodes a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="content">The body as it was sent.</param>
    /// <param name="limit">How many bytes may come out.</param>
    /// <exception cref="RestconfException">400 malformed-message, 413.</exception>
    public static ReadOnlySequence<byte> Decode(HttpRequest request, ReadOnlySequence<byte> content, long limit)
    {
        var decoded = new ArrayBufferWriter<byte>();
        try
        {
            using var coded = PipeReader.Create(content).AsStream();
            using var plain = Open(Of(request)!, coded);
            while (plain.Read(decoded.GetSpan(4096)) is > 0 and var count)
            {
                decoded.Advance(count);
                if (decoded.WrittenCount > limit) throw RestconfException.TooLarge(limit);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new RestconfException(StatusCodes.Status400BadRequest, RestconfException.Protocol(ErrorTag.MalformedMessage, "The body is not in the coding that its Content-Encoding says."));
        }

        return new ReadOnlySequence<byte>(decoded.WrittenMemory);
    }

    private static string? Of(HttpRequest request)
    {
        var header = request.Headers.ContentEncoding;
        if (header.Count == 0) return null;
        var codings = header.SelectMany(h => h!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(c => !Is(c, "identity")).ToList();
        if (codings.Count == 0) return null;
        if (codings is [var coding] && (Is(coding, "gzip") || Is(coding, "x-gzip") || Is(coding, "br") || Is(coding, "deflate"))) return coding;
        request.HttpContext.Response.Headers[HeaderNames.AcceptEncoding] = Supported;
        throw new RestconfException(
            StatusCodes.Status415UnsupportedMediaType, RestconfException.Protocol(ErrorTag.InvalidValue, $"The body's Content-Encoding is not supported; expected one of {Supported}, or none."));
    }

    private static Stream Open(string coding, Stream coded)
    {
        if (Is(coding, "br")) return new BrotliStream(coded, CompressionMode.Decompress);
        // HTTP's deflate is the zlib format.
        return Is(coding, "deflate") ? new ZLibStream(coded, CompressionMode.Decompress) : new GZipStream(coded, CompressionMode.Decompress);
    }

    private static bool Is(string coding, string name) => coding.Equals(name, StringComparison.OrdinalIgnoreCase);
}
