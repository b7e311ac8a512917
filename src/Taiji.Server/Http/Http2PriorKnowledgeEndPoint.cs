using System.Net;

namespace Taiji.Server.Http;

/// <summary>Where connections go that arrive at a clear-text endpoint and begin with HTTP/2's preface (RFC 9113 §3.3); it has no socket of its own.</summary>
/// <param name="shared">The endpoint they arrive at.</param>
internal sealed class Http2PriorKnowledgeEndPoint(IPEndPoint shared) : EndPoint
{
    public IPEndPoint Shared { get; } = shared;

    public override string ToString() => $"{Shared} (h2c)";
}
