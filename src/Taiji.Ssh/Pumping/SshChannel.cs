using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Pumping;

/// <summary>
/// One channel's life between libssh and the application's two pipes. Everything but <see cref="RequestClose"/> and
/// <see cref="Cancel"/> is called by the session's actor.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its token outlives it in the application's hands; Release ends the timer.")]
internal sealed class SshChannel : IDuplexPipe
{
    // How long a peer may take no byte of what is left, or not agree on the end.
    private const int LingerMilliseconds = 30_000;

    private const int NotRequested = -1;
    private const int Requesting = -2;

    private readonly SshSession _session;
    private readonly nint _native;
    private readonly SshInbound _inbound;
    private readonly SshOutbound _outbound;
    private readonly CancellationTokenSource _lost = new();
    private bool _eofSent;
    private bool _closeSent;
    private bool _remoteClosed;
    private int _closeStatus = NotRequested;
    private bool _sendStatus;
    private Timer? _linger;
    private volatile bool _released;
    private long _lastProgress;

    public SshChannel(SshSession session, nint native)
    {
        _session = session;
        _native = native;
        _inbound = new SshInbound(session, native);
        _outbound = new SshOutbound(session, native);
    }

    /// <summary>What the peer sends.</summary>
    public PipeReader Input => _inbound.Reader;

    /// <summary>What goes to the peer.</summary>
    public PipeWriter Output => _outbound.Writer;

    /// <summary>Cancelled when the connection is lost or the server stops.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Whether a subsystem runs on it.</summary>
    public bool InUse { get; set; }

    /// <summary>Whether both sides have closed it and all input was handed over.</summary>
    public bool IsGone => _closeSent && _remoteClosed && _inbound.Done;

    private bool CloseRequested => Volatile.Read(ref _closeStatus) >= 0;

    /// <summary>Whether this is libssh's channel.</summary>
    public bool Is(nint native) => _native == native;

    /// <summary>Asks the application to end. Any thread.</summary>
    public void Cancel() => _ = _lost.CancelAsync();

    /// <summary>
    /// Closes the channel once its output is written, or when the peer takes none for the linger time. Any thread; the first
    /// call counts.
    /// </summary>
    /// <param name="exitStatus">What a server reports (RFC 4254 §6.10).</param>
    /// <param name="sendStatus">Whether it reports: a client doesn't.</param>
    public void RequestClose(int exitStatus, bool sendStatus)
    {
        if (Interlocked.CompareExchange(ref _closeStatus, Requesting, NotRequested) != NotRequested)
        {
            return;
        }
        Output.Complete();
        Input.Complete();
        _sendStatus = sendStatus;
        Volatile.Write(ref _lastProgress, Environment.TickCount64);
        Volatile.Write(ref _closeStatus, exitStatus);
        Volatile.Write(ref _linger, new Timer(static c => ((SshChannel)c!).OnLinger(), this, LingerMilliseconds + 10, LingerMilliseconds));
        if (_released)
        {
            Volatile.Read(ref _linger)?.Dispose();
        }
        _session.Schedule();
    }

    /// <summary>Moves what can be moved now.</summary>
    public bool Move()
    {
        // libssh also calls a channel closed when the whole connection is lost: then the session says so.
        _remoteClosed = _remoteClosed || (LibSsh.ssh_channel_is_closed(_native) != 0 && _session.Connected);
        bool moved = _inbound.Move(_remoteClosed);
        if (_remoteClosed)
        {
            _outbound.Finish();
        }
        else if (!_closeSent && MoveOut())
        {
            moved = true;
            Volatile.Write(ref _lastProgress, Environment.TickCount64);
        }
        return Close() || moved;
    }

    /// <summary>Frees libssh's channel after both sides closed it.</summary>
    public void Free()
    {
        LibSsh.ssh_channel_free(_native);
        Release(null);
    }

    /// <summary>Lets go of the pipes because the connection is over; libssh frees its channel with the session.</summary>
    public void Abandon(SshException? reason)
    {
        Release(reason);
        Cancel();
    }

    // The channel may be released while the timer is being made: then it ends itself.
    private void OnLinger()
    {
        if (_released)
        {
            Volatile.Read(ref _linger)?.Dispose();
        }
        else
        {
            _session.Schedule();
        }
    }

    private void Release(SshException? reason)
    {
        _released = true;
        _inbound.Finish(reason);
        _outbound.Finish();
        Volatile.Read(ref _linger)?.Dispose();
    }

    private bool MoveOut()
    {
        bool moved = _outbound.Move();
        if (_outbound.Done && !_eofSent && !CloseRequested)
        {
            _eofSent = true;
            _ = LibSsh.ssh_channel_send_eof(_native);
        }
        return moved;
    }

    private bool Close()
    {
        if (CloseRequested && Environment.TickCount64 - Volatile.Read(ref _lastProgress) >= LingerMilliseconds)
        {
            GiveUp();
        }
        if (_closeSent || !(_remoteClosed || (CloseRequested && _outbound.Done)))
        {
            return false;
        }
        if (_sendStatus && !_remoteClosed)
        {
            _ = LibSsh.ssh_channel_request_send_exit_status(_native, _closeStatus);
        }
        _ = LibSsh.ssh_channel_close(_native);
        _closeSent = true;
        _outbound.Finish();
        return true;
    }

    private void GiveUp()
    {
        if (_session.WritePending)
        {
            throw new SshConnectException("The peer doesn't read what it asked for.");
        }
        _inbound.Finish(null);
        _outbound.Finish();
        _remoteClosed = true;
    }
}
