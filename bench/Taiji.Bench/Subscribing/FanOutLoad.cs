using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Taiji.Bench.Subscribing;

/// <summary>
/// The clients of <see cref="FanOutFigures"/>, all on one thread that looks round every millisecond: they take as little as they can of the CPU that they share with the server. They only look
/// for the time that each event carries.
/// </summary>
internal static class FanOutLoad
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs; prints <c>ready</c> when all are subscribed, and at the end what came, and how late.</summary>
    /// <param name="arguments">Sessions, events, and the server's socket.</param>
    public static void Run(string[] arguments)
    {
        var (sessions, count) = (int.Parse(arguments[0], CultureInfo.InvariantCulture), int.Parse(arguments[1], CultureInfo.InvariantCulture));
        var clients = new List<Client>();
        for (var i = 0; i < sessions; i++) clients.Add(new Client(arguments[2], count));
        Console.WriteLine("ready");
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        for (var last = started; clients.Exists(c => c.Count < count) && Stopwatch.GetElapsedTime(last) < Patience;)
        {
            Thread.Sleep(1);
            foreach (var client in clients)
            {
                if (client.Read()) last = Stopwatch.GetTimestamp();
            }
        }

        var received = clients.Sum(c => (long)c.Count);
        var latencies = clients.SelectMany(c => c.Latencies).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{received:N0} of {(long)sessions * count:N0} arrived in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, p50 {At(latencies, 0.5):F1} ms, p99 {At(latencies, 0.99):F1} ms, "
            + $"most {At(latencies, 1):F1} ms; {clients.Count(c => c.IsOutOfOrder)} out of order; the clients' {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Math.Max(1, received):F2} us"));
    }

    private static double At(List<float> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * part)];

    /// <summary>A session that is subscribed.</summary>
    private sealed class Client
    {
        private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";

        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _used;
        private long _last;

        public Client(string path, int count)
        {
            Latencies = new List<float>((count / 8) + 1);
            _socket.Connect(new UnixDomainSocketEndPoint(path));
            Send($"<hello xmlns='{Base}'><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>");
            Skip();
            Send($"<rpc xmlns='{Base}' message-id='1'><establish-subscription xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'><stream>NETCONF</stream></establish-subscription></rpc>]]>]]>");
            var reply = Skip();
            if (!reply.Contains("<id", StringComparison.Ordinal)) throw new InvalidOperationException($"There is no subscription: {reply}");
            _socket.Blocking = false;
        }

        public int Count { get; private set; }

        public bool IsOutOfOrder { get; private set; }

        /// <summary>In ms, of every eighth event.</summary>
        public List<float> Latencies { get; }

        /// <summary>Takes what has come.</summary>
        /// <returns>Whether anything has.</returns>
        public bool Read()
        {
            var n = _socket.Receive(_buffer.AsSpan(_used), SocketFlags.None, out var error);
            if (error != SocketError.Success || n == 0) return false;
            _used += n;
            Take();
            return true;
        }

        private void Take()
        {
            var now = Stopwatch.GetTimestamp();
            var rest = _buffer.AsSpan(0, _used);
            for (var end = rest.IndexOf("]]>]]>"u8); end >= 0; end = rest.IndexOf("]]>]]>"u8))
            {
                TakeEvent(rest[..end], now);
                rest = rest[(end + 6)..];
            }

            rest.CopyTo(_buffer);
            _used = rest.Length;
        }

        private void TakeEvent(ReadOnlySpan<byte> message, long now)
        {
            var at = message.IndexOf("<at"u8);
            if (at < 0) return;
            var value = message[at..];
            if (!Utf8Parser.TryParse(value[(value.IndexOf((byte)'>') + 1)..], out long time, out _)) return;
            if (Count++ % 8 == 0) Latencies.Add((float)Stopwatch.GetElapsedTime(time, now).TotalMilliseconds);
            IsOutOfOrder |= time < _last;
            _last = time;
        }

        private void Send(string text) => _socket.Send(Encoding.UTF8.GetBytes(text));

        private string Skip()
        {
            do _used += _socket.Receive(_buffer.AsSpan(_used));
            while (_buffer.AsSpan(0, _used).IndexOf("]]>]]>"u8) < 0);
            var message = Encoding.UTF8.GetString(_buffer, 0, _used);
            _used = 0;
            return message;
        }
    }
}
