using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.ListenPoints;

/// <summary>A port as it is configured: equal to another where nothing has changed.</summary>
internal interface IConfiguredPort
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The address and port.</summary>
    IPEndPoint EndPoint { get; }

    /// <summary>The network namespace.</summary>
    string NetworkNamespace { get; }
}

/// <summary>
/// Listens on the ports that are configured, while the server runs: a commit first reserves the ports it needs, so that one that can't be had refuses it. Connections that are open
/// stay, whatever becomes of the port they came by.
/// </summary>
/// <typeparam name="T">The port.</typeparam>
/// <param name="path">The path of the list of them, for errors.</param>
/// <param name="serve">Serves a connection of a port; owns the socket, never throws.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class ConfiguredPorts<T>(string path, Func<T, Socket, Task> serve, ILogger logger)
    where T : class, IConfiguredPort
{
    private readonly Dictionary<T, ListenPoint> _listening = [];
    private Dictionary<T, ListenPoint> _prepared = [];

    /// <summary>Those listened on, with where they really are.</summary>
    public IReadOnlyDictionary<T, ListenPoint> Listening => _listening;

    /// <summary>Whether a port is listened on as it is configured.</summary>
    /// <param name="port">It.</param>
    public bool Has(T port) => _listening.ContainsKey(port);

    /// <summary>Reserves a port; why it can't be had, or null.</summary>
    /// <param name="port">It.</param>
    public RpcError? Reserve(T port)
    {
        try
        {
            // The same port under another name, or served otherwise: it is free once the one that has it now is gone.
            if (!_listening.Keys.Any(e => e.EndPoint.Equals(port.EndPoint) && e.NetworkNamespace == port.NetworkNamespace))
                _prepared[port] = new ListenPoint(port.EndPoint, port.NetworkNamespace, logger);
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return new RpcError { Type = ErrorType.Application, Tag = ErrorTag.ResourceDenied, Path = $"{path}[name='{port.Name}']", Message = $"{port.EndPoint} can't be listened on: {e.Message}" };
        }
    }

    /// <summary>Listens on these ports and no others.</summary>
    /// <param name="ports">The ports.</param>
    public async Task ApplyAsync(IReadOnlyCollection<T> ports)
    {
        foreach (var gone in _listening.Keys.Except(ports).ToList())
        {
            _listening.Remove(gone, out var point);
            await point!.DisposeAsync();
        }

        foreach (var port in ports.Where(p => !Has(p))) Listen(port);
        await ReleaseAsync();
    }

    /// <summary>Lets go of what was reserved.</summary>
    public async Task ReleaseAsync()
    {
        var prepared = _prepared;
        _prepared = [];
        foreach (var point in prepared.Values) await point.DisposeAsync();
    }

    private void Listen(T port)
    {
        if (!_prepared.Remove(port, out var point))
        {
            try
            {
                point = new ListenPoint(port.EndPoint, port.NetworkNamespace, logger);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                ListenLog.NotListening(logger, port.Name, e.Message);
                return;
            }
        }

        _listening[port] = point;
        point.Start(socket => serve(port, socket));
        ListenLog.Listening(logger, port.Name, point.LocalEndPoint.ToString());
    }
}
