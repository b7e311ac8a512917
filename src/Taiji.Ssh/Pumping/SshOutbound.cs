using System.Buffers;
using System.IO.Pipelines;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Pumping;

/// <summary>
/// Moves what the application writes from a pipe to libssh, as far as the socket and the channel's window take it; the rest
/// waits in the pipe, which makes the application wait.
/// </summary>
internal sealed unsafe class SshOutbound(SshSession session, nint native)
{
    private const int WriteSize = 128 * 1024;

    private readonly Pipe _pipe = new(SshPipes.Options(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.ThreadPool));
    private Task<ReadResult>? _read;

    /// <summary>The application's end.</summary>
    public PipeWriter Writer => _pipe.Writer;

    /// <summary>Whether the application's last byte was taken, or nobody wants more.</summary>
    public bool Done { get; private set; }

    /// <summary>Moves what can be moved; true when something was.</summary>
    public bool Move()
    {
        bool moved = false;
        while (!Done && !session.WritePending && Take(out ReadResult result))
        {
            if (result.Buffer.IsEmpty)
            {
                _pipe.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    Finish();
                    return true;
                }
                continue;
            }
            int written = Write(result.Buffer.First.Span);
            _pipe.Reader.AdvanceTo(result.Buffer.GetPosition(written));
            if (written == 0)
            {
                break;
            }
            moved = true;
        }
        return moved;
    }

    /// <summary>Takes no more; what the application still writes is dropped, and its flushes tell it so.</summary>
    public void Finish()
    {
        if (Done)
        {
            return;
        }
        Done = true;
        if (_read is not null)
        {
            _pipe.Reader.CancelPendingRead();
        }
        _pipe.Reader.Complete();
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        uint window = LibSsh.ssh_channel_window_size(native);
        if (window == 0)
        {
            return 0;
        }
        int length = (int)Math.Min(Math.Min(bytes.Length, WriteSize), window);
        fixed (byte* data = bytes)
        {
            // Less than asked is normal: the window closed, or keys are being exchanged. An error shows in the session.
            return Math.Max(0, LibSsh.ssh_channel_write(native, data, (uint)length));
        }
    }

    private bool Take(out ReadResult result)
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
            if (_pipe.Reader.TryRead(out result))
            {
                return true;
            }
            ValueTask<ReadResult> next = _pipe.Reader.ReadAsync();
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
            session.Log(SshLogLevel.Warning, "A channel's output ended with a fault.", exception: e);
            Finish();
            return false;
        }
        _read.GetAwaiter().UnsafeOnCompleted(session.Schedule);
        return false;
    }
}
