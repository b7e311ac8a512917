using Taiji.Datastores;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>Stream resources: <c>{+restconf}/streams/NAME</c> in XML, <c>{+restconf}/streams/NAME/json</c> in JSON (RFC 8040 §6.2, §6.3).</summary>
internal static class StreamTarget
{
    /// <summary>The path of a stream below the root resource.</summary>
    /// <param name="stream">Its name.</param>
    /// <param name="encoding">Its encoding.</param>
    public static string PathOf(string stream, DataEncoding encoding) => $"/streams/{Uri.EscapeDataString(stream)}{(encoding == DataEncoding.Json ? "/json" : "")}";

    /// <summary>Parses the path below <c>{+restconf}/streams</c>.</summary>
    /// <param name="operations">Knows the streams.</param>
    /// <param name="path">As sent.</param>
    /// <exception cref="RestconfException">400 or 404.</exception>
    public static ResourceTarget Parse(Operations operations, ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var segment = slash < 0 ? path : path[..slash];
        var encoding = slash < 0 ? "xml" : path[(slash + 1)..];
        if (!PercentEncoding.TryDecode(segment, out string? name)) throw RestconfException.BadRequest($"'{segment}' is not percent-encoded UTF-8.");
        if (encoding is not ("xml" or "json") || operations.Streams.All(s => s.Stream.Name != name)) throw RestconfException.NotFound($"There is no stream '{name}' in '{encoding}'.");
        return new ResourceTarget(ResourceKind.Stream) { Stream = name, StreamEncoding = encoding is "json" ? DataEncoding.Json : DataEncoding.Xml };
    }
}
