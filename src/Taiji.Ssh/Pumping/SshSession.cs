using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Pumping;

/// <summary>
/// One SSH connection as a serialized actor: whatever happens (its socket is ready, a pipe moved, a timer fired) only
/// schedules it, and one thread of the pool at a time then moves everything that can move. libssh allows one thread per
/// session and dies on a call after <c>ssh_free</c>; this class keeps both promises for the two ends.
/// </summary>
internal abstract unsafe class SshSession : IThreadPoolWorkItem
{
    // libssh reads 4 KB a call, so this lets one session move some 250 KB before others have their turn.
    private const int RoundsPerTurn = 64;

    private const int Idle = 0;
    private const int Running = 1;
    private const int RunAgain = 2;
    private const int Dead = 3;
    private const int NotStarted = 4;

    private readonly SshEventLoop _loop;
    private readonly Socket _socket;
    private readonly int _fd;
    private readonly SshCounter* _counter;
    private readonly Action<SshLogEvent>? _log;
    private readonly List<SshChannel> _channels = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = NotStarted;
    private ulong _id;

    /// <summary>Takes over a connected socket.</summary>
    protected SshSession(SshEventLoop loop, Socket socket, Action<SshLogEvent>? log)
    {
        _loop = loop;
        _socket = socket;
        _log = log;
        RemoteEndPoint = socket.RemoteEndPoint;
        _fd = (int)socket.SafeHandle.DangerousGetHandle();
        Libc.SetNonBlocking(_fd);
        Native = LibSsh.ssh_new();
        if (Native == 0)
        {
            throw new SshConnectException("libssh has no memory for another session.");
        }
        _counter = (SshCounter*)NativeMemory.AllocZeroed((nuint)sizeof(SshCounter));
        LibSsh.ssh_set_blocking(Native, 0);
        LibSsh.ssh_set_counters(Native, _counter, null);
    }

    /// <summary>The peer's address.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Completes when the connection is gone and everything native is freed; never faults.</summary>
    public Task Completion => _completion.Task;

    /// <summary>libssh's session; 0 once freed.</summary>
    protected nint Native { get; private set; }

    /// <summary>The socket's descriptor, owned by the managed socket.</summary>
    protected int Descriptor => _fd;

    /// <summary>The channels that aren't closed on both sides.</summary>
    protected List<SshChannel> Channels => _channels;

    /// <summary>Whether the actor is over; nothing native may be called then.</summary>
    protected bool Ended => Volatile.Read(ref _state) == Dead;

    /// <summary>Whether libssh still has its connection. It has none before the handshake begins.</summary>
    public bool Connected => LibSsh.ssh_is_connected(Native) != 0;

    /// <summary>Whether the handshake is behind, so that a session without a connection is one that lost it.</summary>
    protected bool Established { get; set; }

    /// <summary>Whether output waits for the socket.</summary>
    public bool WritePending => (LibSsh.ssh_get_status(Native) & LibSsh.WritePending) != 0;

    /// <summary>Registers with the event loop and runs for the first time.</summary>
    public void Start()
    {
        try
        {
            _id = _loop.Add(this, _fd);
        }
        catch
        {
            Discard();
            throw;
        }
        Interlocked.CompareExchange(ref _state, Idle, NotStarted);
        Schedule();
    }

    /// <summary>Makes the actor run soon, once more when it is running. Any thread, any time, even after its end; before its start there is nothing to do.</summary>
    public void Schedule()
    {
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if (state is RunAgain or Dead or NotStarted)
            {
                return;
            }
            int next = state == Idle ? Running : RunAgain;
            if (Interlocked.CompareExchange(ref _state, next, state) == state)
            {
                if (next == Running)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }
                return;
            }
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        bool more;
        try
        {
            more = Turn();
        }
        catch (Exception e)
        {
            if (e is not SshException)
            {
                Log(SshLogLevel.Error, "The connection ends because of an unexpected fault.", exception: e);
            }
            End(e as SshException ?? new SshConnectException("The connection ended because of an unexpected fault.", e));
            return;
        }
        if (Ended)
        {
            return;
        }
        if (more || Interlocked.CompareExchange(ref _state, Idle, Running) != Running)
        {
            Volatile.Write(ref _state, Running);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Tells the host's log.</summary>
    public void Log(SshLogLevel level, string message, string? user = null, Exception? exception = null)
    {
        try
        {
            _log?.Invoke(new SshLogEvent(level, message, RemoteEndPoint, user, exception));
        }
        catch (Exception)
        {
            // A log that fails must not take the connection with it, and there is nowhere to say so.
        }
    }

    /// <summary>The protocol's own work: handshake, messages, calls. Ends the session by <see cref="End"/> or an exception.</summary>
    /// <returns>Whether anything moved.</returns>
    protected abstract bool Advance();

    /// <summary>Whether the socket's input matters now.</summary>
    protected virtual bool WantsInput => true;

    /// <summary>Whether a wake-up is wanted when the socket takes output.</summary>
    protected virtual bool WantsOutput => WritePending;

    /// <summary>Whether the end of the connection would be a loss to somebody.</summary>
    protected virtual bool Busy => _channels.Count > 0;

    /// <summary>Called once, when the session is freed.</summary>
    protected virtual void OnEnded(SshException? reason)
    {
    }

    /// <summary>Called before the session is freed, while libssh may still be called.</summary>
    protected virtual void OnEnding()
    {
    }

    /// <summary>Called when a channel is closed on both sides.</summary>
    protected virtual void OnChannelClosed(SshChannel channel)
    {
    }

    /// <summary>
    /// Ends the connection and frees everything. Only the actor itself may call it; it may call nothing afterwards.
    /// </summary>
    /// <param name="reason">What the channels' readers see; null when both sides had agreed on the end.</param>
    protected void End(SshException? reason)
    {
        if (Interlocked.Exchange(ref _state, Dead) == Dead)
        {
            return;
        }
        foreach (SshChannel channel in _channels)
        {
            channel.Abandon(reason);
        }
        _channels.Clear();
        OnEnding();
        _loop.Remove(_id, _fd);
        LibSsh.ssh_free(Native);
        Native = 0;
        NativeMemory.Free(_counter);
        _socket.Dispose();
        OnEnded(reason);
        _completion.TrySetResult();
    }

    /// <summary>Frees a session that was never started.</summary>
    protected void Discard() => End(null);

    /// <summary>Tells the peer why, as far as the socket takes it at once (RFC 4253 §11.1), and ends.</summary>
    protected void Disconnect(string message, SshException? reason)
    {
        foreach (SshChannel channel in _channels)
        {
            channel.Abandon(reason);
        }
        _channels.Clear();
        try
        {
            _ = LibSsh.ssh_session_set_disconnect_message(Native, message);
        }
        catch (EntryPointNotFoundException)
        {
            // Before libssh 0.10 the peer hears a fixed text.
        }
        LibSsh.ssh_disconnect(Native);
        End(reason);
    }

    private bool Turn()
    {
        for (int round = 0; round < RoundsPerTurn; round++)
        {
            ulong before = _counter->InBytes;
            bool moved = Advance();
            if (Ended)
            {
                return false;
            }
            moved |= MoveChannels();
            if (Ended)
            {
                return false;
            }
            if (Established && !Connected)
            {
                End(!Busy ? null : new SshConnectException($"The connection was lost: {LibSsh.LastError(Native)}."));
                return false;
            }
            if (!moved && before == _counter->InBytes)
            {
                Arm();
                return false;
            }
        }
        return true;
    }

    private bool MoveChannels()
    {
        bool moved = false;
        for (int i = _channels.Count - 1; i >= 0; i--)
        {
            SshChannel channel = _channels[i];
            moved |= channel.Move();
            if (channel.IsGone)
            {
                _channels.RemoveAt(i);
                channel.Free();
                OnChannelClosed(channel);
                moved = true;
            }
        }
        return moved;
    }

    private void Arm()
    {
        uint events = (WantsInput ? Libc.EpollIn : 0) | (WantsOutput ? Libc.EpollOut : 0);
        if (events != 0)
        {
            _loop.Arm(_id, _fd, events);
        }
    }
}
