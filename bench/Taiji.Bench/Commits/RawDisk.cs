using System.Diagnostics;

namespace Taiji.Bench.Commits;

/// <summary>The same kind of write without anything around it: 4 KiB somewhere in a file that is there already (as a write-ahead log is), flushed to disk.</summary>
internal sealed class RawDisk : IDisposable
{
    private const int Pages = 1_024;

    private readonly FileStream _file;
    private readonly byte[] _page = new byte[4_096];
    private long _next;

    public RawDisk(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var i = 0; i < Pages; i++) _file.Write(_page);
        _file.Flush(flushToDisk: true);
    }

    public void Measure(int count, Series series)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            Random.Shared.NextBytes(_page);
            _file.Position = _next++ % Pages * _page.Length;
            _file.Write(_page);
            _file.Flush(flushToDisk: true);
        }

        series.Add(count, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
    }

    public void Dispose() => _file.Dispose();
}
