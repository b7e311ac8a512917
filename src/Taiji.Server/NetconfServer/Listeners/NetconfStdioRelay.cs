using System.Net.Sockets;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>
/// Carries a NETCONF session between two streams (standard input and output) and the server's Unix socket: <c>taiji netconf</c>, for scripts and as an OpenSSH subsystem. Who the user is
/// is not told: the server asks the kernel.
/// </summary>
public static class NetconfStdioRelay
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Carries until the server closes; the end of the input is passed on, and what the server still answers is waited for.</summary>
    /// <param name="path">The server's Unix socket.</param>
    /// <param name="input">What the client sends.</param>
    /// <param name="output">What the client gets.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="SocketException">No server listens there, or this user may not connect.</exception>
    public static async Task RunAsync(string path, Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A read of standard input can't always be cancelled: it is left behind when the server is done.
        _ = SendAsync(socket, input, done.Token);
        try
        {
            await ReceiveAsync(socket, output, cancellationToken);
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    private static async Task SendAsync(Socket socket, Stream input, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            int n;
            while ((n = await input.ReadAsync(buffer, cancellationToken)) > 0) await SendAllAsync(socket, buffer.AsMemory(0, n), cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The server has closed: the other direction sees it too.
        }
    }

    private static async ValueTask SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }

    private static async Task ReceiveAsync(Socket socket, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            int n;
            while ((n = await socket.ReceiveAsync(buffer, cancellationToken)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, n), cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // The server closed without reading all that was sent.
        }
    }
}
