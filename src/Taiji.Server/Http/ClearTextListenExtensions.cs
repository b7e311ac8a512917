using System.Net;
using System.Net.Quic;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.Http;

/// <summary>Clear-text HTTP/1.1 and h2c on one port.</summary>
public static class ClearTextListenExtensions
{
    /// <summary>Adds what <see cref="ListenClearText"/> needs.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddClearTextHttp(this IServiceCollection services) => services
        .AddSingleton<HandedConnections>().AddSingleton<IConnectionListenerFactory, PrefaceListenerFactory>()
        // A request is answered on the thread that its bytes woke, and its reply sent from there: three hand-overs between threads less. What blocks there (an fsync) keeps no other
        // connection waiting, since it is one of the thread pool's.
        .Configure<SocketTransportOptions>(o => o.UnsafePreferInlineScheduling = true);

    /// <summary>Whether the system has QUIC, so that HTTP/3 (RFC 9114) can be served.</summary>
    public static bool HasQuic => QuicListener.IsSupported;

    /// <summary>What a TLS listener speaks.</summary>
    /// <param name="hasHttp3">HTTP/3 too; needs <see cref="HasQuic"/>.</param>
    public static HttpProtocols TlsProtocols(bool hasHttp3) => hasHttp3 ? HttpProtocols.Http1AndHttp2AndHttp3 : HttpProtocols.Http1AndHttp2;

    /// <summary>Listens for HTTP/1.1 on a Unix socket; one that nobody listens on any more is replaced.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="IOException">Another server listens there, or something else than a socket lies there.</exception>
    public static void ListenUnixSocketFile(this KestrelServerOptions kestrel, string path)
    {
        if (!OperatingSystem.IsWindows()) UnixSocketFile.RemoveStale(path);
        kestrel.ListenUnixSocket(Path.GetFullPath(path), o => o.Protocols = HttpProtocols.Http1);
    }

    /// <summary>Listens for HTTP/1.1 and for HTTP/2 with prior knowledge (RFC 9113 §3.3).</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="address">Where; port 0 takes a free one.</param>
    public static void ListenClearText(this KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.Listen(new ClearTextEndPoint(address), o => o.Protocols = HttpProtocols.Http1);
        kestrel.Listen(new Http2PriorKnowledgeEndPoint(address), o => o.Protocols = HttpProtocols.Http2);
    }
}
