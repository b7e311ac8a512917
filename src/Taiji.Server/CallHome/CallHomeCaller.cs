using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.CallHome;

/// <summary>Keeps one client connected (RFC 8071 §4.1), for as long as <see cref="RunAsync"/> runs: at each time one connection at most.</summary>
/// <param name="client">The client.</param>
/// <param name="transport">Makes sessions of connections.</param>
/// <param name="time">The clock of pauses and periods.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class CallHomeCaller(CallHomeClient client, ISessionTransport transport, TimeProvider time, ILogger logger)
{
    // A client that takes the connection and turns the server away is not called again and again at full speed.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly EndpointOrder _order = new(client, Random.Shared.Next);
    private readonly DateTimeOffset _begun = time.GetUtcNow();

    /// <summary>Calls until cancelled; never throws.</summary>
    /// <param name="cancellationToken">The client isn't wanted any more, or the server stops.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (client.Periodic is { Anchor: not null }) await UntilNextPeriodAsync(client.Periodic, cancellationToken);
            while (true)
            {
                var socket = await ConnectAsync(cancellationToken);
                var hadSession = await transport.ServeAsync(socket, client.Periodic?.IdleTimeout, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (client.Periodic is { } periodic) await UntilNextPeriodAsync(periodic, cancellationToken);
                else if (hadSession) await Task.Delay(Pause, time, cancellationToken);
                else await Task.Delay(_order.Failed(), time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private Task UntilNextPeriodAsync(CallHomePeriod periodic, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return Task.Delay(periodic.Next(now, _begun) - now, time, cancellationToken);
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        _order.Restart();
        while (true)
        {
            var endpoint = _order.Current;
            try
            {
                var socket = await ConnectAsync(endpoint, cancellationToken);
                _order.Connected();
                ListenLog.CalledHome(logger, client.Name, endpoint.ToString());
                return socket;
            }
            catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
            {
                ListenLog.CallHomeFailed(logger, client.Name, endpoint.ToString(), e.Message);
                await Task.Delay(_order.Failed(), time, cancellationToken);
            }
        }
    }

    private async Task<Socket> ConnectAsync(CallHomeEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timer = new CancellationTokenSource(client.MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"nobody answered within {client.MaxWait.TotalSeconds:0.###} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
