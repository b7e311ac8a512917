using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Taiji.Server.Http;

/// <summary>Clear-text HTTP/1.1 and h2c on one port.</summary>
public static class ClearTextListenExtensions
{
    /// <summary>Adds what <see cref="ListenClearText"/> needs.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddClearTextHttp(this IServiceCollection services) => services.AddSingleton<IConnectionListenerFactory, PrefaceListenerFactory>();

    /// <summary>Listens for HTTP/1.1 and for HTTP/2 with prior knowledge (RFC 9113 §3.3).</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="address">Where; port 0 takes a free one.</param>
    public static void ListenClearText(this KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.Listen(new ClearTextEndPoint(address), o => o.Protocols = HttpProtocols.Http1);
        kestrel.Listen(new Http2PriorKnowledgeEndPoint(address), o => o.Protocols = HttpProtocols.Http2);
    }
}
