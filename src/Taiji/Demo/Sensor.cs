namespace Taiji.Demo;

/// <summary>A reading.</summary>
internal sealed record Reading(decimal Value, DateTimeOffset Time);

/// <summary>A crossing of the threshold.</summary>
internal sealed record Crossing(SensorSettings Sensor, bool IsUp, Reading Reading);

/// <summary>A running sensor: its settings and what it measured. The engine guards it.</summary>
internal sealed class Sensor(SensorSettings settings, DateTimeOffset startTime)
{
    private readonly List<Queue<decimal>> _windows = [.. settings.Filters.Select(_ => new Queue<decimal>())];
    private bool _isAbove;

    public SensorSettings Settings { get; } = settings;

    public DateTimeOffset StartTime { get; } = startTime;

    public DateTimeOffset NextDue { get; set; } = startTime;

    public Reading? Latest { get; private set; }

    public long Readings { get; private set; }

    public long Crossings { get; private set; }

    public decimal? Minimum { get; private set; }

    public decimal? Maximum { get; private set; }

    /// <summary>Takes a raw value through the filters; returns the crossing it made, if any.</summary>
    public Crossing? Take(decimal raw, DateTimeOffset now)
    {
        var value = decimal.Round(ApplyFilters(raw), 2);
        Latest = new Reading(value, now);
        Readings++;
        Minimum = Minimum is { } min && min < value ? min : value;
        Maximum = Maximum is { } max && max > value ? max : value;
        if (Settings.Threshold is not { } threshold) return null;

        var wasAbove = _isAbove;
        _isAbove = wasAbove ? value >= threshold - (Settings.Alarm?.Hysteresis ?? 0) : value > threshold;
        if (_isAbove == wasAbove) return null;
        Crossings++;
        return new Crossing(Settings, _isAbove, Latest);
    }

    private decimal ApplyFilters(decimal value)
    {
        for (var i = 0; i < Settings.Filters.Count; i++)
        {
            var step = Settings.Filters[i];
            value = step switch
            {
                { Add: { } add } => value + add,
                { MultiplyBy: { } factor } => value * factor,
                { MeanOf: { } count } => Mean(_windows[i], count, value),
                _ => value,
            };
        }

        return value;
    }

    private static decimal Mean(Queue<decimal> window, int count, decimal value)
    {
        window.Enqueue(value);
        while (window.Count > count) window.Dequeue();
        return window.Average();
    }
}
