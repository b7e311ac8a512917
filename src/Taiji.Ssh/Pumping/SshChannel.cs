using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Pumping;

/// <summary>
/// Moves one channel's bytes between libssh and two pipes. Everything but <see cref="RequestClose"/> is called by the
/// session's actor. A reader that lags stops the pipe, then the channel's window (RFC 4254 §5.2), then the peer: other
/// channels of the connection go on.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its token outlives it in the application's hands; Release ends the timer.")]
internal sealed unsafe class SshChannel
{
    private const int ReadSize = 16 * 1024;
    private const int WriteSize = 128 * 1024;
    private const int ResumeThreshold = 256 * 1024;
    private const int PauseThreshold = 512 * 1024;

    // libssh's window is 1.25 MB, and it stores what a peer sends beyond.
    private const int BufferedLimit = 4 * 1024 * 1024;

    // How long a peer may take to read what is left and to agree on the end.
    private const long LingerMilliseconds = 5000;

    private const int NotRequested = -1;
    private const int Requesting = -2;

    private readonly SshSession _session;
    private readonly nint _native;
    private readonly Pipe _inbound;
    private readonly Pipe _outbound;
    private readonly Action _wake;
    private readonly CancellationTokenSource _lost = new();
    private Task<FlushResult>? _flush;
    private Task<ReadResult>? _read;
    private int _unflushed;
    private bool _inboundDone;
    private bool _outboundDone;
    private bool _discard;
    private bool _closeSent;
    private bool _remoteClosed;
    private int _closeStatus = NotRequested;
    private bool _sendStatus;
    private Timer? _linger;
    private long _lingerEnd = long.MaxValue;

    public SshChannel(SshSession session, nint native)
    {
        _session = session;
        _native = native;
        _wake = session.Schedule;
        _inbound = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: PauseThreshold, resumeWriterThreshold: ResumeThreshold,
            minimumSegmentSize: ReadSize, useSynchronizationContext: false));
        _outbound = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.ThreadPool,
            pauseWriterThreshold: PauseThreshold, resumeWriterThreshold: ResumeThreshold,
            minimumSegmentSize: ReadSize, useSynchronizationContext: false));
        Application = new DuplexPipe(_inbound.Reader, _outbound.Writer);
    }

    /// <summary>The two ends that the application holds.</summary>
    public IDuplexPipe Application { get; }

    /// <summary>Cancelled when the connection is lost or the server stops.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Whether a subsystem runs on it.</summary>
    public bool InUse { get; set; }

    /// <summary>Whether this is libssh's channel.</summary>
    public bool Is(nint native) => _native == native;

    /// <summary>Whether both sides have closed it and all input was handed over.</summary>
    public bool IsGone => _closeSent && _remoteClosed && _inboundDone;

    /// <summary>Asks the application to end.</summary>
    public void Cancel() => _ = _lost.CancelAsync();

    /// <summary>
    /// Closes the channel once its output is written, or after the linger time. Any thread; the first call counts.
    /// </summary>
    /// <param name="exitStatus">What a server reports (RFC 4254 §6.10).</param>
    /// <param name="sendStatus">Whether it reports: a client doesn't.</param>
    public void RequestClose(int exitStatus, bool sendStatus)
    {
        if (Interlocked.CompareExchange(ref _closeStatus, Requesting, NotRequested) != NotRequested)
        {
            return;
        }
        Application.Output.Complete();
        Application.Input.Complete();
        _sendStatus = sendStatus;
        Volatile.Write(ref _lingerEnd, Environment.TickCount64 + LingerMilliseconds);
        Volatile.Write(ref _closeStatus, exitStatus);
        Volatile.Write(ref _linger, new Timer(static channel => ((SshChannel)channel!)._wake(), this, LingerMilliseconds + 10, Timeout.Infinite));
        _session.Schedule();
    }

    /// <summary>Moves what can be moved now.</summary>
    public bool Move()
    {
        // libssh also calls a channel closed when the whole connection is lost: then the session says so.
        _remoteClosed = _remoteClosed || (LibSsh.ssh_channel_is_closed(_native) != 0 && _session.Connected);
        bool moved = MoveIn();
        moved |= MoveOut();
        moved |= MoveClose();
        return moved;
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

    private void Release(SshException? reason)
    {
        FinishInbound(reason);
        FinishOutbound();
        Volatile.Read(ref _linger)?.Dispose();
    }

    private bool MoveIn()
    {
        if (_inboundDone)
        {
            return false;
        }
        if (_flush is not null && !EndFlush())
        {
            return false;
        }
        Flush();
        bool moved = false;
        while (true)
        {
            Memory<byte> memory = _inbound.Writer.GetMemory(ReadSize)[..ReadSize];
            int count;
            fixed (byte* destination = memory.Span)
            {
                count = LibSsh.ssh_channel_read_nonblocking(_native, destination, ReadSize, 0);
            }
            if (count <= 0)
            {
                Flush();
                if (count == LibSsh.Eof || _remoteClosed)
                {
                    FinishInbound(null);
                    return true;
                }
                return DropStandardError() || moved;
            }
            moved = true;
            if (!_discard)
            {
                _inbound.Writer.Advance(count);
                _unflushed += count;
            }
            // Each read opens the window fully again, however much libssh still has. So a pipe that is full stops the reading
            // only when libssh has nothing left: otherwise little reads from a lot would let the peer send ever more.
            if (Flush() && count < ReadSize)
            {
                return true;
            }
        }
    }

    // Nothing here speaks over the second stream, but it would eat up the window if nobody took it.
    private bool DropStandardError()
    {
        byte* scratch = stackalloc byte[1024];
        bool moved = false;
        while (LibSsh.ssh_channel_read_nonblocking(_native, scratch, 1024, 1) > 0)
        {
            moved = true;
        }
        return moved;
    }

    // Makes what was read visible to the application; true while the pipe is full and must be waited for.
    private bool Flush()
    {
        if (_flush is not null)
        {
            return true;
        }
        if (_unflushed == 0)
        {
            return false;
        }
        _unflushed = 0;
        ValueTask<FlushResult> flush = _inbound.Writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _discard |= flush.Result.IsCompleted;
            return false;
        }
        _flush = flush.AsTask();
        _flush.GetAwaiter().UnsafeOnCompleted(_wake);
        return true;
    }

    private bool EndFlush()
    {
        if (!_flush!.IsCompleted)
        {
            if (LibSsh.ssh_channel_poll(_native, 0) > BufferedLimit)
            {
                throw new SshConnectException("The peer sends more than the channel's window allows (RFC 4254 §5.2).");
            }
            return false;
        }
        // An application that has closed its input wants no more: what still comes is read, so that the close comes too.
        _discard |= _flush.Result.IsCompleted;
        _flush = null;
        return true;
    }

    private bool MoveOut()
    {
        if (_closeSent)
        {
            return false;
        }
        if (_remoteClosed)
        {
            FinishOutbound();
            return false;
        }
        bool moved = false;
        while (!_outboundDone && !_session.WritePending && TakeOutput(out ReadResult result))
        {
            if (result.Buffer.IsEmpty)
            {
                _outbound.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    FinishOutbound();
                    if (Volatile.Read(ref _closeStatus) < 0)
                    {
                        _ = LibSsh.ssh_channel_send_eof(_native);
                    }
                    return true;
                }
                continue;
            }
            int written = Write(result.Buffer.First.Span);
            _outbound.Reader.AdvanceTo(result.Buffer.GetPosition(written));
            if (written == 0)
            {
                break;
            }
            moved = true;
        }
        return moved;
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        uint window = LibSsh.ssh_channel_window_size(_native);
        if (window == 0)
        {
            return 0;
        }
        int length = (int)Math.Min(Math.Min(bytes.Length, WriteSize), window);
        fixed (byte* data = bytes)
        {
            // Less than asked is normal: the window closed, or keys are being exchanged. An error shows in the session.
            return Math.Max(0, LibSsh.ssh_channel_write(_native, data, (uint)length));
        }
    }

    private bool TakeOutput(out ReadResult result)
    {
        result = default;
        try
        {
            if (_read is not null)
            {
                if (!_read.IsCompleted)
                {
                    return false;
                }
                Task<ReadResult> read = _read;
                _read = null;
                result = read.GetAwaiter().GetResult();
                return true;
            }
            if (_outbound.Reader.TryRead(out result))
            {
                return true;
            }
            ValueTask<ReadResult> next = _outbound.Reader.ReadAsync();
            if (next.IsCompleted)
            {
                result = next.GetAwaiter().GetResult();
                return true;
            }
            _read = next.AsTask();
        }
        catch (Exception e)
        {
            // The application gave up its output with a fault: the peer gets an end, the log the fault.
            _session.Log(SshLogLevel.Warning, "A channel's output ended with a fault.", exception: e);
            FinishOutbound();
            return false;
        }
        _read.GetAwaiter().UnsafeOnCompleted(_wake);
        return false;
    }

    private bool MoveClose()
    {
        bool requested = Volatile.Read(ref _closeStatus) >= 0;
        if (requested && Environment.TickCount64 >= Volatile.Read(ref _lingerEnd))
        {
            if (_session.WritePending)
            {
                throw new SshConnectException("The peer doesn't read what it asked for.");
            }
            FinishInbound(null);
            FinishOutbound();
            _remoteClosed = true;
        }
        if (_closeSent || !(_remoteClosed || (requested && _outboundDone)))
        {
            return false;
        }
        if (_sendStatus && !_remoteClosed)
        {
            _ = LibSsh.ssh_channel_request_send_exit_status(_native, _closeStatus);
        }
        _ = LibSsh.ssh_channel_close(_native);
        _closeSent = true;
        FinishOutbound();
        return true;
    }

    private void FinishInbound(SshException? reason)
    {
        if (!_inboundDone)
        {
            _inboundDone = true;
            _inbound.Writer.Complete(reason);
        }
    }

    private void FinishOutbound()
    {
        if (_outboundDone)
        {
            return;
        }
        _outboundDone = true;
        if (_read is not null)
        {
            _outbound.Reader.CancelPendingRead();
        }
        _outbound.Reader.Complete();
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
