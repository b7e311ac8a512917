using System.Net.Security;
using System.Net.Sockets;
using Taiji.Netconf.Client;

namespace Taiji.Bench.Clients;

/// <summary>What many sessions cost that have nothing to say.</summary>
internal static class TlsSessions
{
    public static async Task MeasureAsync(CannedServerProcess server, int count)
    {
        var sessions = new List<NetconfClient>(count);
        await OpenAsync(server, sessions, 100);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (before, threads) = (Environment.WorkingSet, ThreadPool.ThreadCount);
        while (sessions.Count < count + 100) await OpenAsync(server, sessions, 100);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ClientFigures.Print($"{count:N0} idle TLS sessions: {(Environment.WorkingSet - before) / 1024.0 / count:0.0} KB each; {ThreadPool.ThreadCount} pool threads ({threads} before)");
        await sessions[0].RpcAsync("<discard-changes/>");
        await Task.WhenAll(sessions.Select(s => s.DisposeAsync().AsTask()));
    }

    private static async Task OpenAsync(CannedServerProcess server, List<NetconfClient> sessions, int count) =>
        sessions.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => OpenAsync(server))));

    private static async Task<NetconfClient> OpenAsync(CannedServerProcess server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", server.TlsPort);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        // The canned server's certificate is made anew each time.
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" });
        return await NetconfClient.ConnectAsync(new NetconfTransport(stream, null));
    }
}
