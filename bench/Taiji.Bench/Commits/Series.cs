namespace Taiji.Bench.Commits;

/// <summary>What was measured of one kind of commit.</summary>
internal sealed class Series
{
    private readonly List<double> _latencies = [];
    private int _count;
    private TimeSpan _wall, _cpu;

    public double Rate => _count / _wall.TotalSeconds;

    public double CpuMicroseconds => _cpu.TotalMicroseconds / _count;

    public void Add(int count, TimeSpan wall, TimeSpan cpu)
    {
        _count += count;
        _wall += wall;
        _cpu += cpu;
    }

    /// <summary>Adds what one writer waited for its commits.</summary>
    public void Add(IReadOnlyList<TimeSpan> latencies)
    {
        lock (_latencies) _latencies.AddRange(latencies.Select(l => l.TotalMicroseconds));
    }

    public double Percentile(double part)
    {
        _latencies.Sort();
        return _latencies.Count == 0 ? double.NaN : _latencies[(int)(part * (_latencies.Count - 1))];
    }
}
