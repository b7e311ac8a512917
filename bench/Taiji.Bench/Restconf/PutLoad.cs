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
    /// <summary>Takes rounds from standard input, a line each: what is asked for (<c>put</c>, <c>commit</c> or <c>canned</c>), a number that makes values new, and how many requests each client sends.
    /// Prints the seconds that one took, or what went wrong.</summary>
    /// <param name="arguments">Port, entries and clients.</param>
    public static void Run(IReadOnlyList<int> arguments)
    {
        var (port, count, clients) = (arguments[0], arguments[1], arguments[2]);
        using var ready = new ReadySockets();
        var all = new Client[clients];
        for (var i = 0; i < clients; i++)
        {
            all[i] = new Client(port, i, count);
            ready.Add(all[i].Socket, i);
        }

        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            try
            {
                Console.WriteLine(Run(ready, all, words[0], words[1], int.Parse(words[2], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                Console.WriteLine(e.Message);
                break;
            }
        }

        foreach (var client in all) client.Socket.Dispose();
    }

    private static double Run(ReadySockets ready, Client[] all, string kind, string round, int requests)
    {
        var watch = Stopwatch.StartNew();
        foreach (var client in all) client.Begin(kind, round);
        for (var left = all.Length; left > 0;)
        {
            foreach (var i in ready.Wait())
            {
                if (!all[i].Receive()) continue;
                if (all[i].Answered < requests) all[i].Send();
                else left--;
            }
        }

        return watch.Elapsed.TotalSeconds;
    }

    private sealed class Client
    {
        private readonly int _number, _count;
        private readonly byte[] _buffer = new byte[4096];
        private int _length;
        private string _kind = "", _round = "";

        public Client(int port, int number, int count)
        {
            (_number, _count) = (number, count);
            Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Socket.Connect(IPAddress.Loopback, port);
        }

        public Socket Socket { get; }

        public int Answered { get; private set; }

        public void Begin(string kind, string round)
        {
            (_kind, _round, Answered) = (kind, round, 0);
            Send();
        }

        public void Send() => Socket.Send(Encoding.ASCII.GetBytes(IsCanned ? Get() : Put()));

        /// <returns>Whether the reply is whole.</returns>
        public bool Receive()
        {
            var n = Socket.Receive(_buffer.AsSpan(_length));
            if (n == 0) throw new IOException("The server closed the connection.");
            _length += n;
            var text = _buffer.AsSpan(0, _length);
            if (!text.StartsWith("HTTP/1.1 20"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(text));
            if (!text.EndsWith(IsCanned ? "}]}"u8 : "\r\n\r\n"u8)) return false;
            _length = 0;
            Answered++;
            return true;
        }

        private bool IsCanned => _kind == "canned";

        private string Get() => $"GET /canned HTTP/1.1\r\nHost: localhost\r\nAuthorization: {RestconfHost.Authorization}\r\n\r\n";

        private string Put()
        {
            var body = $$"""{"taiji-bench:b":"put-{{_round}}-{{Answered}}"}""";
            return $"PUT {(_kind == "put" ? "/restconf/data/taiji-bench:x/y=" : RestconfHost.Commits)}{PutFigures.Key(_number, Answered, _count)}/b HTTP/1.1\r\nHost: localhost\r\nAuthorization: {RestconfHost.Authorization}\r\n"
                + $"Content-Type: application/yang-data+json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        }
    }
}
