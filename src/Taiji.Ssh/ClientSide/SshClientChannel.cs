using System.IO.Pipelines;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ClientSide;

/// <summary>
/// A subsystem that runs on the server. Completing the output sends the end of it (RFC 4254 §5.3); disposing closes the
/// channel after what was written is delivered.
/// </summary>
public sealed class SshClientChannel : IDuplexPipe, IAsyncDisposable
{
    private readonly SshChannel _channel;

    internal SshClientChannel(SshChannel channel) => _channel = channel;

    /// <summary>What the server sends; completes with an <see cref="SshException"/> when the connection is lost.</summary>
    public PipeReader Input => _channel.Input;

    /// <summary>What goes to the server; a flush reports <c>IsCompleted</c> when nobody is there to read.</summary>
    public PipeWriter Output => _channel.Output;

    /// <summary>Cancelled when the connection is lost.</summary>
    public CancellationToken Lost => _channel.Lost;

    /// <summary>Closes the channel; its end is agreed with the server in the background.</summary>
    public ValueTask DisposeAsync()
    {
        _channel.RequestClose(0, sendStatus: false);
        return ValueTask.CompletedTask;
    }
}
