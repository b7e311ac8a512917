using System.IO.Pipelines;
using System.Net.Sockets;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.ClientSide;

/// <summary>Makes a socket of two pipes, as libssh speaks over nothing else: a pair of sockets of which this relays one.</summary>
internal sealed class SocketRelay : IAsyncDisposable
{
    private readonly NetworkStream _inner;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly Func<Task> _close;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private SocketRelay(Socket inner, PipeReader input, PipeWriter output, Func<Task> close)
    {
        _inner = new NetworkStream(inner, ownsSocket: true);
        _input = input;
        _output = output;
        _close = close;
        _running = Task.WhenAll(RelayInAsync(), RelayOutAsync());
    }

    /// <summary>Starts to relay.</summary>
    /// <param name="input">What comes from the server.</param>
    /// <param name="output">What goes to it.</param>
    /// <param name="close">Closes what the pipes belong to.</param>
    public static SshRoute Start(PipeReader input, PipeWriter output, Func<Task> close)
    {
        (int outer, int inner) = Libc.CreateSocketPair();
        Socket socket = new(new SafeSocketHandle(outer, ownsHandle: true));
        return new SshRoute(socket, new SocketRelay(new Socket(new SafeSocketHandle(inner, ownsHandle: true)), input, output, close));
    }

    /// <summary>Stops relaying, and closes what the pipes belong to.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
        await _close().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RelayInAsync()
    {
        try
        {
            await _input.CopyToAsync(_inner, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // What was on its way has no way any more; the other end sees an end.
        }
        finally
        {
            await _input.CompleteAsync().ConfigureAwait(false);
            Shutdown(SocketShutdown.Send);
        }
    }

    private async Task RelayOutAsync()
    {
        try
        {
            await _inner.CopyToAsync(_output, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
        finally
        {
            await EndOutputAsync().ConfigureAwait(false);
        }
    }

    private async Task EndOutputAsync()
    {
        try
        {
            await _output.CompleteAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody is there to take what was left.
        }
    }

    private void Shutdown(SocketShutdown how)
    {
        try
        {
            _inner.Socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }
}
