using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Taiji.Bench.Restconf;

/// <summary>Subscribers that count events, until standard input ends.</summary>
internal static class SubscriberLoad
{
    private const int AtOnce = 50;

    /// <summary>Runs; prints <c>ready</c> when all are subscribed, and at the end how many events came.</summary>
    /// <param name="arguments">Port and subscribers.</param>
    public static async Task RunAsync(IReadOnlyList<int> arguments)
    {
        var (port, count) = (arguments[0], arguments[1]);
        var received = new int[count];
        var begun = new CountdownEvent(count);
        var turns = new SemaphoreSlim(AtOnce);
        var readers = Enumerable.Range(0, count).Select(i => SubscribeAsync(port, turns, begun, () => Interlocked.Increment(ref received[i]))).ToList();
        while (!begun.Wait(0))
        {
            if (readers.FirstOrDefault(r => r.IsFaulted) is { } failed) await failed;
            await Task.Delay(50);
        }

        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"each got between {received.Min()} and {received.Max()} events"));
        Environment.Exit(0);
    }

    private static async Task SubscribeAsync(int port, SemaphoreSlim turns, CountdownEvent begun, Action count)
    {
        await turns.WaitAsync();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /restconf/streams/NETCONF/json HTTP/1.1\r\nHost: localhost\r\nAuthorization: {RestconfHost.Authorization}\r\nAccept: text/event-stream\r\n\r\n"));
        var buffer = new byte[1024];
        var isBegun = false;
        while (await socket.ReceiveAsync(buffer) is > 0 and var n)
        {
            var text = buffer.AsSpan(0, n);
            if (!isBegun)
            {
                if (!text.StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(text));
                isBegun = true;
                begun.Signal();
                turns.Release();
            }

            // Only events of this run: a subscriber of the product's own events would count those too.
            if (text.IndexOf("taiji-bench:beat"u8) >= 0) count();
        }
    }
}
