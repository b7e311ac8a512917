using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Taiji.Bench.JsonRpc;

/// <summary>One connection with one session, on a bare socket: what a client costs is not what is measured.</summary>
internal sealed class JsonRpcConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    private JsonRpcConnection()
    {
    }

    /// <summary>The session's cookie.</summary>
    public string Cookie { get; private set; } = "";

    public static async Task<JsonRpcConnection> LoginAsync(int port, string user)
    {
        var connection = new JsonRpcConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        await connection.CallAsync("login", new JsonObject { ["user"] = user, ["passwd"] = "secret" });
        return connection;
    }

    /// <summary>Calls a method; gives its result.</summary>
    public async Task<JsonNode?> CallAsync(string method, JsonObject parameters)
    {
        await SendAsync(method, parameters);
        var answer = JsonNode.Parse(await ReceiveAsync())!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : answer["result"];
    }

    public async Task SendAsync(string method, JsonObject parameters)
    {
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters }.ToJsonString();
        var cookie = Cookie.Length > 0 ? $"Cookie: {Cookie}\r\n" : "";
        await _socket.SendAsync(Encoding.UTF8.GetBytes($"POST /jsonrpc HTTP/1.1\r\nHost: localhost\r\n{cookie}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
    }

    /// <summary>The next answer's body.</summary>
    public async Task<string> ReceiveAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync();
        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Set-Cookie: ", StringComparison.OrdinalIgnoreCase)) Cookie = line[12..line.IndexOf(';', StringComparison.Ordinal)];
        }

        var length = int.Parse(head.Split("\r\n").First(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1], CultureInfo.InvariantCulture);
        var body = new MemoryStream();
        var start = end + 4;
        while (true)
        {
            var take = (int)Math.Min(length - body.Length, _filled - start);
            body.Write(_buffer, start, take);
            _buffer.AsSpan(start + take, _filled - start - take).CopyTo(_buffer);
            _filled -= start + take;
            if (body.Length == length) return Encoding.UTF8.GetString(body.GetBuffer(), 0, length);
            start = 0;
            await FillAsync();
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task FillAsync()
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        if (read == 0) throw new IOException("the server closed the connection");
        _filled += read;
    }
}
