using System.Net.Sockets;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;

namespace Taiji.Clients.Connecting;

/// <summary>A NETCONF server on this machine that listens on a Unix socket and knows the user from it.</summary>
/// <param name="Path">The socket's path.</param>
public sealed record UnixSocketTarget(string Path) : NetconfTarget
{
    /// <inheritdoc/>
    public override string Name => Path;

    /// <inheritdoc/>
    private protected override async Task<NetconfTransport> OpenAsync(Socket? socket, DeviceProfile profile, CancellationToken cancellationToken)
    {
        socket ??= new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken).ConfigureAwait(false);
            return new NetconfTransport(new NetworkStream(socket, ownsSocket: true), Path);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException) throw new IOException($"{Path} can't be reached: {e.Message}.", e);
            throw;
        }
    }
}
