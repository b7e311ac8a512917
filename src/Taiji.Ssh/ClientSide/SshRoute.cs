using System.Net.Sockets;

namespace Taiji.Ssh.ClientSide;

/// <summary>A way to the server: a connected socket, and what must live as long as it.</summary>
/// <param name="Socket">Connected.</param>
/// <param name="Below">What carries it; null when that is the network itself.</param>
internal sealed record SshRoute(Socket Socket, IAsyncDisposable? Below)
{
    /// <summary>Finds the way that the options name.</summary>
    /// <exception cref="SshException">There is none.</exception>
    public static async Task<SshRoute> OpenAsync(SshClientOptions options, CancellationToken cancellationToken)
    {
        if (options.Socket is { } given)
        {
            return new SshRoute(given, null);
        }
        if (options.ProxyCommand is { } command)
        {
            return ProxyProcess.Start(command);
        }
        return options.Jump is { } jump
            ? await JumpAsync(jump, options, cancellationToken).ConfigureAwait(false)
            : new SshRoute(await DialAsync(options, cancellationToken).ConfigureAwait(false), null);
    }

    private static async Task<SshRoute> JumpAsync(SshClientOptions jump, SshClientOptions options, CancellationToken cancellationToken)
    {
        SshClientConnection connection = await SshClientConnection.ConnectAsync(jump, cancellationToken).ConfigureAwait(false);
        try
        {
            SshClientChannel channel = await connection.OpenTunnelAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
            return SocketRelay.Start(channel.Input, channel.Output, async () =>
            {
                await channel.DisposeAsync().ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
            });
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Socket> DialAsync(SshClientOptions options, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException)
            {
                throw new SshConnectException($"{SshClientConnection.Target(options)} can't be reached: {e.Message}.", e);
            }
            throw;
        }
    }
}
