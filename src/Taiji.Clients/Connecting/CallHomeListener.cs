using System.Net;
using System.Net.Sockets;
using Taiji.Netconf.Client;

namespace Taiji.Clients.Connecting;

/// <summary>
/// Takes connections that devices make (RFC 8071): the TCP connection comes from the device, SSH or TLS over it is this end's to begin, so that each end authenticates as ever.
/// </summary>
public sealed class CallHomeListener : IDisposable
{
    /// <summary>The port that IANA gave NETCONF call home over SSH.</summary>
    public const int SshPort = 4334;

    /// <summary>The port that IANA gave NETCONF call home over TLS.</summary>
    public const int TlsPort = 4335;

    private readonly Socket _socket;

    private CallHomeListener(Socket socket) => _socket = socket;

    /// <summary>Where it listens.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Starts to listen.</summary>
    /// <param name="endPoint">Where: <c>new IPEndPoint(IPAddress.IPv6Any, CallHomeListener.SshPort)</c> is everywhere; port 0 takes a free one.</param>
    /// <exception cref="SocketException">The place is taken.</exception>
    public static CallHomeListener Start(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen(512);
            return new CallHomeListener(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next device that calls.</summary>
    /// <param name="how">How to speak with it: a <see cref="SshTarget"/> or <see cref="TlsTarget"/>, whose Host is the name that known_hosts or the certificate has it under.</param>
    /// <param name="options">How to speak NETCONF; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The device that called isn't the right one, or refuses the login. The listener goes on.</exception>
    public async Task<NetconfClient> AcceptAsync(NetconfTarget how, NetconfClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(how);
        var socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        return await how.ConnectAsync(socket, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Serves every device that calls, each on its own: a slow one holds nobody up.</summary>
    /// <param name="how">How to speak with a device that calls from an address; null to hang up.</param>
    /// <param name="serve">Works with the session, which is closed afterwards.</param>
    /// <param name="options">How to speak NETCONF; null for the defaults.</param>
    /// <param name="onError">Hears of devices that could not be spoken with, and of faults in <paramref name="serve"/>; null for nobody.</param>
    /// <param name="maxSessions">How many are served at once; more wait.</param>
    /// <param name="cancellationToken">Ends it, when all sessions have ended.</param>
    public async Task ServeAsync(
        Func<IPEndPoint, NetconfTarget?> how, Func<NetconfClient, CancellationToken, Task> serve, NetconfClientOptions? options = null,
        Action<IPEndPoint, Exception>? onError = null, int maxSessions = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(how);
        ArgumentNullException.ThrowIfNull(serve);
        using var places = new SemaphoreSlim(maxSessions);
        try
        {
            while (true)
            {
                await places.WaitAsync(cancellationToken).ConfigureAwait(false);
                var socket = await AcceptOneAsync(places, cancellationToken).ConfigureAwait(false);
                _ = ServeOneAsync(socket, places);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is left are the sessions, each of which hears of it too.
        }

        // The place that the next device would have had is free, as are those of the sessions once they have ended.
        for (var i = 0; i < maxSessions; i++) await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);

        async Task ServeOneAsync(Socket socket, SemaphoreSlim place)
        {
            var from = (IPEndPoint)socket.RemoteEndPoint!;
            try
            {
                if (how(from) is not { } target)
                {
                    socket.Dispose();
                    return;
                }

                Check(target);
                await using var client = await target.ConnectAsync(socket, options, cancellationToken).ConfigureAwait(false);
                await serve(client, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The end was asked for.
            }
            catch (Exception e)
            {
                socket.Dispose();
                onError?.Invoke(from, e);
            }
            finally
            {
                place.Release();
            }
        }
    }

    /// <summary>Stops listening; sessions go on.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task<Socket> AcceptOneAsync(SemaphoreSlim places, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            places.Release();
            throw;
        }
    }

    private static void Check(NetconfTarget how)
    {
        ArgumentNullException.ThrowIfNull(how);
        if (how is not (SshTarget or TlsTarget)) throw new ArgumentException("A device calls home over SSH or TLS (RFC 8071 §2.1).", nameof(how));
    }
}
