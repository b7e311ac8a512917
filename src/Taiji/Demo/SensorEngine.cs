namespace Taiji.Demo;

/// <summary>Runs the configured sensors, all in memory.</summary>
internal sealed class SensorEngine(TimeProvider time) : IDisposable
{
    /// <summary>The most measurements a second that all enabled sensors together may ask for.</summary>
    public const int Capacity = 1000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Sensor> _sensors = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changed = new(0, 1);

    public DateTimeOffset StartTime { get; } = time.GetUtcNow();

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The running sensors by name.</summary>
    public IReadOnlyList<Sensor> Sensors
    {
        get
        {
            lock (_gate) return [.. _sensors.Values];
        }
    }

    /// <summary>Makes the engine run exactly these sensors; one whose settings are unchanged goes on undisturbed.</summary>
    public void Configure(IEnumerable<SensorSettings> settings)
    {
        lock (_gate)
        {
            var wanted = settings.Where(s => s.IsEnabled).ToDictionary(s => s.Name);
            foreach (var name in _sensors.Keys.Except(wanted.Keys).ToList()) _sensors.Remove(name);
            foreach (var s in wanted.Values)
            {
                if (!_sensors.TryGetValue(s.Name, out var running) || !IsSame(running.Settings, s)) _sensors[s.Name] = new Sensor(s, Now);
            }
        }

        if (_changed.CurrentCount == 0) _changed.Release();
    }

    /// <summary>Measures what is due.</summary>
    /// <returns>The crossings, and when the next measurement is due.</returns>
    public (IReadOnlyList<Crossing> Crossings, DateTimeOffset NextDue) MeasureDue()
    {
        var crossings = new List<Crossing>();
        lock (_gate)
        {
            var now = Now;
            foreach (var sensor in _sensors.Values.Where(s => s.NextDue <= now))
            {
                if (sensor.Take(Raw(sensor, now), now) is { } crossing) crossings.Add(crossing);
                sensor.NextDue = now + sensor.Settings.Interval;
            }

            return (crossings, _sensors.Count == 0 ? DateTimeOffset.MaxValue : _sensors.Values.Min(s => s.NextDue));
        }
    }

    /// <summary>Measures one sensor now.</summary>
    /// <param name="name">The sensor.</param>
    /// <param name="injected">A raw value to take instead of the source's.</param>
    /// <returns>The reading and its crossing; null when the sensor doesn't run.</returns>
    public (Reading Reading, Crossing? Crossing)? Measure(string name, decimal? injected = null)
    {
        lock (_gate)
        {
            if (!_sensors.TryGetValue(name, out var sensor)) return null;
            var crossing = sensor.Take(injected ?? Raw(sensor, Now), Now);
            return (sensor.Latest!, crossing);
        }
    }

    /// <summary>Waits until the next measurement is due or the sensors change.</summary>
    public async Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var delay = until == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : until - Now;
        if (delay == Timeout.InfiniteTimeSpan || delay > TimeSpan.Zero) await _changed.WaitAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _changed.Dispose();

    private static bool IsSame(SensorSettings a, SensorSettings b) => a with { Filters = b.Filters } == b && a.Filters.SequenceEqual(b.Filters);

    private decimal Raw(Sensor sensor, DateTimeOffset now)
    {
        // Commits that make copies go round in a circle are refused, so this ends.
        if (sensor.Settings.CopyOf is { } other) return _sensors.TryGetValue(other, out var original) ? original.Latest?.Value ?? 0 : 0;
        var source = sensor.Settings.Simulated!;
        var span = source.High - source.Low;
        return source.Shape switch
        {
            Waveform.Constant => source.Low + span / 2,
            Waveform.Random => source.Low + span * (decimal)Random.Shared.NextDouble(),
            _ => source.Low + span * (decimal)(0.5 + 0.5 * Math.Sin(2 * Math.PI * (now - StartTime).TotalSeconds / source.Period.TotalSeconds)),
        };
    }
}
