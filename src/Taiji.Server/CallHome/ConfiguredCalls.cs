using Microsoft.Extensions.Logging;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.CallHome;

/// <summary>Calls the clients home that are configured (RFC 8071), while the server runs.</summary>
/// <param name="transport">What serves a client's connections.</param>
/// <param name="time">The clock of pauses and periods.</param>
/// <param name="logger">Where it is told.</param>
/// <param name="stopping">The server stops.</param>
internal sealed class ConfiguredCalls(Func<CallHomeClient, ISessionTransport> transport, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    private readonly Dictionary<string, (CallHomeClient Client, CancellationTokenSource Stop, Task Running)> _calling = [];

    /// <summary>Calls these clients and no others; those that haven't changed are left alone.</summary>
    /// <param name="clients">The clients.</param>
    public async Task ApplyAsync(IReadOnlyCollection<CallHomeClient> clients)
    {
        foreach (var (name, call) in _calling.ToList())
        {
            if (clients.Any(c => c.IsSame(call.Client))) continue;
            _calling.Remove(name);
            await call.Stop.CancelAsync();
            await call.Running;
            call.Stop.Dispose();
        }

        foreach (var client in clients.Where(c => !_calling.ContainsKey(c.Name))) Call(client);
    }

    private void Call(CallHomeClient client)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = Task.Run(() => new CallHomeCaller(client, transport(client), time, logger).RunAsync(stop.Token), CancellationToken.None);
        _calling[client.Name] = (client, stop, running);
    }
}
