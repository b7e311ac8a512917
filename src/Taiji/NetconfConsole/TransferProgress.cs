using System.Diagnostics;

namespace Taiji.NetconfConsole;

/// <summary>Passes a stream on, and tells on a terminal how much has come when that takes long.</summary>
internal sealed class TransferProgress(Stream inner) : Stream
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly bool _isSeen = !Console.IsErrorRedirected;
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _told = Stopwatch.GetTimestamp();
    private long _bytes;
    private bool _hasTold;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _bytes;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (_hasTold) await Console.Error.WriteLineAsync();
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private int Count(int bytes)
    {
        _bytes += bytes;
        if (!_isSeen || Stopwatch.GetElapsedTime(_told) < Pause) return bytes;
        _told = Stopwatch.GetTimestamp();
        _hasTold = true;
        var megabytes = _bytes / 1e6;
        Console.Error.Write($"\r{megabytes:0.0} MB received, {megabytes / Stopwatch.GetElapsedTime(_began).TotalSeconds:0.0} MB/s ");
        return bytes;
    }
}
