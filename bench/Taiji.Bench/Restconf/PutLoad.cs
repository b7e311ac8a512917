using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Taiji.Bench.Restconf;

/// <summary>Clients that each PUT one leaf after the other over a connection of their own, as cheaply as can be.</summary>
internal static class PutLoad
{
    /// <summary>Runs; prints the seconds it took.</summary>
    /// <param name="arguments">Port, entries, clients, requests of each, and the round that makes values new.</param>
    public static async Task RunAsync(IReadOnlyList<int> arguments)
    {
        var (port, count, clients, requests, round) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        var sockets = new List<Socket>();
        for (var i = 0; i < clients; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            sockets.Add(socket);
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(sockets.Select((s, i) => Task.Run(() => PutAsync(s, i, count, requests, round))));
        Console.Write(watch.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task PutAsync(Socket socket, int client, int count, int requests, int round)
    {
        var buffer = new byte[4096];
        for (var i = 0; i < requests; i++)
        {
            var body = $$"""{"taiji-bench:b":"put-{{round}}-{{i}}"}""";
            var request = $"PUT /restconf/data/taiji-bench:x/y={PutFigures.Key(client, i, count)}/b HTTP/1.1\r\nHost: localhost\r\nAuthorization: {RestconfHost.Authorization}\r\n"
                + $"Content-Type: application/yang-data+json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request));
            var length = 0;
            do
            {
                var n = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (n == 0) throw new IOException("The server closed the connection.");
                length += n;
            }
            while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
            if (!buffer.AsSpan().StartsWith("HTTP/1.1 204"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, length));
        }

        socket.Dispose();
    }
}
