using System.Net.Sockets;

namespace Taiji.Server.ListenPoints;

/// <summary>Serves connected sockets, whichever side connected (RFC 8071 §3.1: the server stays the server).</summary>
internal interface ISessionTransport
{
    /// <summary>Whether connections can be served at all; why not is said with it.</summary>
    /// <param name="whyNot">For the operator.</param>
    bool IsAvailable(out string whyNot);

    /// <summary>Serves a connection to its end; never throws.</summary>
    /// <param name="socket">Owned by the transport from then on.</param>
    /// <param name="idleTimeout">How long a session may stay without a request; null for the server's own limit.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>Whether a session was opened.</returns>
    Task<bool> ServeAsync(Socket socket, TimeSpan? idleTimeout, CancellationToken cancellationToken);
}
