using System.IO.Pipelines;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Pumping;

/// <summary>
/// Moves what a channel's peer sends from libssh into a pipe. A reader that lags fills the pipe, then the channel's window
/// (RFC 4254 §5.2), which stops the peer; other channels of the connection go on.
/// </summary>
internal sealed unsafe class SshInbound(SshSession session, nint native)
{
    private const int ReadSize = 16 * 1024;

    // libssh's window is 1.25 MB, and it stores what a peer sends beyond.
    private const int BufferedLimit = 4 * 1024 * 1024;

    private readonly Pipe _pipe = new(SshPipes.Options(readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline));
    private Task<FlushResult>? _flush;
    private int _unflushed;
    private bool _discard;

    /// <summary>The application's end.</summary>
    public PipeReader Reader => _pipe.Reader;

    /// <summary>Whether everything was handed over.</summary>
    public bool Done { get; private set; }

    /// <summary>Moves what is there; true when something was.</summary>
    public bool Move(bool remoteClosed)
    {
        if (Done || (_flush is not null && !EndFlush()))
        {
            return false;
        }
        bool full = Flush();
        bool moved = false;
        int count = ReadSize;
        // Each read opens the window fully again, however much libssh still has. So a pipe that is full stops the reading only
        // when libssh has nothing left: otherwise little reads from a lot would let the peer send ever more.
        while (!full || count == ReadSize)
        {
            count = Read();
            if (count <= 0)
            {
                if (count == LibSsh.Eof || remoteClosed)
                {
                    Finish(null);
                    return true;
                }
                return DropStandardError() || moved;
            }
            moved = true;
            full = Flush();
        }
        return moved;
    }

    /// <summary>Ends the application's input; only the first call counts.</summary>
    public void Finish(SshException? reason)
    {
        if (!Done)
        {
            Done = true;
            _pipe.Writer.Complete(reason);
        }
    }

    private int Read()
    {
        Memory<byte> memory = _pipe.Writer.GetMemory(ReadSize);
        int count;
        fixed (byte* destination = memory.Span)
        {
            count = LibSsh.ssh_channel_read_nonblocking(native, destination, ReadSize, 0);
        }
        if (count > 0 && !_discard)
        {
            _pipe.Writer.Advance(count);
            _unflushed += count;
        }
        return count;
    }

    // Nothing here speaks over the second stream, but it would eat up the window if nobody took it.
    private bool DropStandardError()
    {
        byte* scratch = stackalloc byte[1024];
        bool moved = false;
        while (LibSsh.ssh_channel_read_nonblocking(native, scratch, 1024, 1) > 0)
        {
            moved = true;
        }
        return moved;
    }

    // Makes what was read visible to the application; true while the pipe is full and must be waited for.
    private bool Flush()
    {
        if (_flush is not null || _unflushed == 0)
        {
            return _flush is not null;
        }
        _unflushed = 0;
        ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _discard |= flush.Result.IsCompleted;
            return false;
        }
        _flush = flush.AsTask();
        _flush.GetAwaiter().UnsafeOnCompleted(session.Schedule);
        return true;
    }

    private bool EndFlush()
    {
        if (!_flush!.IsCompleted)
        {
            if (LibSsh.ssh_channel_poll(native, 0) > BufferedLimit)
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
}
