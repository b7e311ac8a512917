using System.Net.Sockets;
using System.Text;

namespace Taiji.Conformance.Support;

/// <summary>What a script writes to a NETCONF transport, byte for byte.</summary>
public static class RawNetconf
{
    /// <summary>The end of a message in base:1.0's framing.</summary>
    public const string End = "]]>]]>";

    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /// <summary>A hello, framed.</summary>
    /// <param name="versions">The base versions it announces.</param>
    public static string Hello(params string[] versions) =>
        $"<hello xmlns=\"{Base}\"><capabilities>{string.Concat(versions.Select(v => $"<capability>urn:ietf:params:netconf:base:{v}</capability>"))}</capabilities></hello>{End}";

    /// <summary>An rpc, not framed.</summary>
    /// <param name="operation">The operation's element, in the base namespace unless it says otherwise.</param>
    /// <param name="id">The message-id.</param>
    public static string Rpc(string operation, string id = "1") => $"<rpc xmlns=\"{Base}\" message-id=\"{id}\">{operation}</rpc>";

    /// <summary>A message as one chunk of base:1.1's framing.</summary>
    /// <param name="message">The message.</param>
    public static string Chunked(string message) => $"\n#{Encoding.UTF8.GetByteCount(message)}\n{message}\n##\n";

    /// <summary>A message in chunks of a few characters each.</summary>
    /// <param name="message">The message, ASCII.</param>
    /// <param name="size">A chunk's length.</param>
    public static string Chunked(string message, int size) => string.Concat(message.Chunk(size).Select(c => $"\n#{c.Length}\n{new string(c)}")) + "\n##\n";
}

/// <summary>A NETCONF connection to the Unix socket that sends exactly the bytes it is given.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly Socket _socket;
    private readonly MemoryStream _received = new();

    private RawConnection(Socket socket) => _socket = socket;

    /// <summary>Connects; nothing is sent or read yet.</summary>
    /// <param name="taiji">The server.</param>
    public static async Task<RawConnection> OpenAsync(TaijiProcess taiji)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(taiji.SocketPath)).WaitAsync(Timeout);
        return new RawConnection(socket);
    }

    /// <summary>Connects and exchanges hellos.</summary>
    /// <param name="taiji">The server.</param>
    /// <param name="version">The base version: 1.0 or 1.1.</param>
    public static async Task<RawConnection> OpenSessionAsync(TaijiProcess taiji, string version)
    {
        var connection = await OpenAsync(taiji);
        await connection.ReadToAsync(RawNetconf.End);
        await connection.SendAsync(RawNetconf.Hello(version));
        return connection;
    }

    /// <summary>Sends.</summary>
    /// <param name="text">As UTF-8.</param>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends.</summary>
    /// <param name="bytes">The bytes.</param>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var timer = new CancellationTokenSource(Timeout);
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, timer.Token)..];
    }

    /// <summary>Sends the same bytes again and again; ends early when the server stops taking them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="total">How many to send in all.</param>
    /// <returns>Whether all of them were taken.</returns>
    public async Task<bool> TrySendManyAsync(byte[] bytes, long total)
    {
        try
        {
            for (; total > 0; total -= bytes.Length) await SendAsync(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Reads to the mark and gives what came before it.</summary>
    /// <param name="mark">As <see cref="RawNetconf.End"/> or the end of chunks.</param>
    public async Task<string> ReadToAsync(string mark)
    {
        var bytes = Encoding.UTF8.GetBytes(mark);
        var buffer = new byte[64 * 1024];
        using var timer = new CancellationTokenSource(Timeout);
        while (true)
        {
            var all = _received.ToArray();
            var at = all.AsSpan().IndexOf(bytes);
            if (at >= 0)
            {
                _received.SetLength(0);
                _received.Write(all.AsSpan(at + bytes.Length));
                return Encoding.UTF8.GetString(all, 0, at);
            }

            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, timer.Token);
            if (count == 0) throw new EndOfStreamException($"The server has closed the connection after: {Encoding.UTF8.GetString(all)}");
            _received.Write(buffer, 0, count);
        }
    }

    /// <summary>A reply in base:1.1's framing, with its chunks' headers left in.</summary>
    public Task<string> ReadChunksAsync() => ReadToAsync("\n##\n");

    /// <summary>Waits until the server closes; gives what it sent before.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var buffer = new byte[64 * 1024];
        using var timer = new CancellationTokenSource(Timeout);
        try
        {
            int count;
            while ((count = await _socket.ReceiveAsync(buffer, SocketFlags.None, timer.Token)) > 0) _received.Write(buffer, 0, count);
        }
        catch (SocketException)
        {
            // Reset, since there were bytes that the server did not want any more: closed all the same.
        }

        return Encoding.UTF8.GetString(_received.ToArray());
    }

    /// <summary>Vanishes without a word.</summary>
    public void Drop()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return _received.DisposeAsync();
    }
}
