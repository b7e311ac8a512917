using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Taiji.Bench.Restconf;

/// <summary>
/// Clients that each send one request after the other over a connection of their own, all on one thread that waits for whichever is answered: what they cost the cores that they share with the
/// server is four system calls a request at most, and little else.
/// </summary>
internal static class PutLoad
{
    /// <summary>Runs; prints the seconds it took.</summary>
    /// <param name="arguments">Port, entries, clients, requests of each, and the round that makes values new; a negative one asks for <c>/canned</c> instead.</param>
    public static void Run(IReadOnlyList<int> arguments)
    {
        var (port, count, clients, requests, round) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        using var ready = new ReadySockets();
        var all = new Client[clients];
        for (var i = 0; i < clients; i++)
        {
            all[i] = new Client(port, i, count, round);
            ready.Add(all[i].Socket, i);
        }

        var watch = Stopwatch.StartNew();
        foreach (var client in all) client.Send();
        for (var left = clients; left > 0;)
        {
            foreach (var i in ready.Wait())
            {
                if (!all[i].Receive()) continue;
                if (all[i].Answered < requests) all[i].Send();
                else left--;
            }
        }

        Console.Write(watch.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        foreach (var client in all) client.Socket.Dispose();
    }

    private sealed class Client
    {
        private readonly int _number, _count, _round;
        private readonly byte[] _buffer = new byte[4096];
        private int _length;

        public Client(int port, int number, int count, int round)
        {
            (_number, _count, _round) = (number, count, round);
            Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Socket.Connect(IPAddress.Loopback, port);
        }

        public Socket Socket { get; }

        public int Answered { get; private set; }

        public void Send() => Socket.Send(Encoding.ASCII.GetBytes(_round < 0 ? Get() : Put()));

        /// <returns>Whether the reply is whole.</returns>
        public bool Receive()
        {
            var n = Socket.Receive(_buffer.AsSpan(_length));
            if (n == 0) throw new IOException("The server closed the connection.");
            _length += n;
            var text = _buffer.AsSpan(0, _length);
            if (!text.StartsWith("HTTP/1.1 20"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(text));
            if (!text.EndsWith(_round < 0 ? "}]}"u8 : "\r\n\r\n"u8)) return false;
            _length = 0;
            Answered++;
            return true;
        }

        private string Get() => $"GET /canned HTTP/1.1\r\nHost: localhost\r\nAuthorization: {RestconfHost.Authorization}\r\n\r\n";

        private string Put()
        {
            var body = $$"""{"taiji-bench:b":"put-{{_round}}-{{Answered}}"}""";
            return $"PUT /restconf/data/taiji-bench:x/y={PutFigures.Key(_number, Answered, _count)}/b HTTP/1.1\r\nHost: localhost\r\nAuthorization: {RestconfHost.Authorization}\r\n"
                + $"Content-Type: application/yang-data+json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        }
    }
}
