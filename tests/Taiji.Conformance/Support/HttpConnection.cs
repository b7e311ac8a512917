using System.Net.Sockets;
using System.Text;

namespace Taiji.Conformance.Support;

/// <summary>A TCP connection to the HTTP port that sends exactly the bytes it is given.</summary>
public sealed class HttpConnection : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Connects.</summary>
    /// <param name="taiji">The server.</param>
    public static async Task<HttpConnection> OpenAsync(TaijiProcess taiji)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync("127.0.0.1", taiji.HttpPort);
        return connection;
    }

    /// <summary>The header of a request of admin's with a body.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="length">The Content-Length.</param>
    public static string Head(string method, string path, long length)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}"));
        return $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {credentials}\r\nContent-Type: application/yang-data+json\r\nContent-Length: {length}\r\n\r\n";
    }

    /// <summary>Sends.</summary>
    /// <param name="text">As UTF-8.</param>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends.</summary>
    /// <param name="bytes">All of them.</param>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var timer = new CancellationTokenSource(Timeout);
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, timer.Token)..];
    }

    /// <summary>What the server sends up to an end; what comes behind it is for the next to read.</summary>
    /// <param name="end">The end.</param>
    public async Task<string> ReadToAsync(string end)
    {
        using var timer = new CancellationTokenSource(Timeout);
        var received = new StringBuilder();
        var one = new byte[1];
        while (await _socket.ReceiveAsync(one, SocketFlags.None, timer.Token) > 0)
        {
            received.Append((char)one[0]);
            if (one[0] == end[^1] && received.Length >= end.Length && received.ToString(received.Length - end.Length, end.Length) == end) break;
        }

        return received.ToString();
    }

    /// <summary>What the server sends until it closes.</summary>
    public async Task<string> ReadToEndAsync() => Encoding.UTF8.GetString(await ReadBytesToEndAsync());

    /// <summary>The same as bytes.</summary>
    public async Task<byte[]> ReadBytesToEndAsync()
    {
        using var timer = new CancellationTokenSource(Timeout);
        var received = new List<byte>();
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await _socket.ReceiveAsync(buffer, SocketFlags.None, timer.Token)) > 0) received.AddRange(buffer.AsSpan(0, count));
        }
        catch (SocketException)
        {
            // Reset: closed with bytes of ours unread.
        }

        return [.. received];
    }

    /// <summary>Vanishes without a word.</summary>
    public void Drop()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
