using System.Net.Sockets;

namespace Taiji.Ssh.Pumping;

/// <summary>Lets TCP find out that a silent peer has vanished, and small messages go out at once.</summary>
internal static class SshKeepAlive
{
    /// <summary>Configures a connected socket; a vanished peer is noticed after about twice the time.</summary>
    public static void Configure(Socket socket, TimeSpan silence)
    {
        if (socket.AddressFamily == AddressFamily.Unix)
        {
            return;
        }
        socket.NoDelay = true;
        if (silence > TimeSpan.Zero)
        {
            int seconds = Math.Max(1, (int)silence.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 4));
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
        }
    }
}
