using System.IO.Pipelines;
using Taiji.Netconf.Framing;

namespace Taiji.Netconf.Client;

/// <summary>A session's transport together with what it stands on (a socket, an SSH connection): all of it is disposed of with the session.</summary>
public sealed class NetconfTransport : IDuplexPipe, IAsyncDisposable
{
    private readonly IDuplexPipe _pipe;
    private readonly Func<ValueTask> _close;

    /// <summary>Makes the transport.</summary>
    /// <param name="pipe">The bytes both ways.</param>
    /// <param name="peerName">The peer's name in logs and errors; null when it has none.</param>
    /// <param name="close">Closes what the pipe stands on.</param>
    public NetconfTransport(IDuplexPipe pipe, string? peerName, Func<ValueTask> close)
    {
        _pipe = pipe;
        PeerName = peerName;
        _close = close;
    }

    /// <summary>Makes the transport of a stream, which is disposed of with it.</summary>
    /// <param name="stream">Read and written at once.</param>
    /// <param name="peerName">The peer's name in logs and errors; null when it has none.</param>
    public NetconfTransport(Stream stream, string? peerName)
        : this(new StreamTransport(stream), peerName, stream.DisposeAsync)
    {
    }

    /// <inheritdoc/>
    public PipeReader Input => _pipe.Input;

    /// <inheritdoc/>
    public PipeWriter Output => _pipe.Output;

    /// <summary>The peer's name in logs and errors; null when it has none.</summary>
    public string? PeerName { get; }

    /// <summary>Closes everything.</summary>
    public ValueTask DisposeAsync() => _close();
}
