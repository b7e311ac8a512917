using System.Net.Sockets;

namespace Taiji.Clients.Connecting;

/// <summary>Lets TCP find out that a silent peer has vanished.</summary>
internal static class SocketKeepAlive
{
    public static void Configure(Socket socket, TimeSpan silence)
    {
        if (silence <= TimeSpan.Zero || socket.AddressFamily == AddressFamily.Unix) return;
        var seconds = Math.Max(1, (int)silence.TotalSeconds);
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 4));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }
}
