using System.Net.Sockets;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;

namespace Taiji.Clients.Connecting;

/// <summary>A device and the way to its NETCONF server; it can be opened any number of times.</summary>
public abstract record NetconfTarget
{
    /// <summary>What the device is called in logs, errors and results.</summary>
    public abstract string Name { get; }

    /// <summary>What kind of device it is; null for what the client's options say.</summary>
    public DeviceProfile? Profile { get; init; }

    /// <summary>How long everything may take from the first packet to the end of the login; the hello has a time of its own.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Connects, and begins a session, which owns the connection.</summary>
    /// <param name="options">How to speak; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The device can't be reached, or refuses the login (SSH: <see cref="Ssh.SshException"/>).</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS: one end doesn't trust the other.</exception>
    /// <exception cref="Netconf.NetconfException">It doesn't begin a session as RFC 6241 §8.1 says.</exception>
    public Task<NetconfClient> ConnectAsync(NetconfClientOptions? options = null, CancellationToken cancellationToken = default) => ConnectAsync(null, options, cancellationToken);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>As above, over a connection that the device has made (RFC 8071).</summary>
    /// <param name="socket">Connected; owned from then on.</param>
    /// <param name="options">How to speak.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<NetconfClient> ConnectAsync(Socket? socket, NetconfClientOptions? options, CancellationToken cancellationToken)
    {
        options ??= new NetconfClientOptions();
        if (Profile is not null) options = options with { Profile = Profile };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTimeout);
        NetconfTransport transport;
        try
        {
            transport = await OpenAsync(socket, options.Profile, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            socket?.Dispose();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new TimeoutException($"{Name}: no connection within {ConnectTimeout.TotalSeconds:0.###} s.", e);
            throw;
        }

        return await NetconfClient.ConnectAsync(transport, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the transport.</summary>
    private protected abstract Task<NetconfTransport> OpenAsync(Socket? socket, DeviceProfile profile, CancellationToken cancellationToken);

    /// <summary>A TCP connection.</summary>
    private protected static async Task<Socket> DialAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException) throw new IOException($"{host} port {port} can't be reached: {e.Message}.", e);
            throw;
        }
    }
}
