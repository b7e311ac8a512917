using System.Globalization;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Demo;

/// <summary>The shape of made-up values.</summary>
internal enum Waveform
{
    Constant,
    Sine,
    Random,
}

/// <summary>Values made up between two limits.</summary>
internal sealed record SimulatedSource(Waveform Shape, decimal Low, decimal High, TimeSpan Period);

/// <summary>One step from a raw value to a reading.</summary>
internal sealed record FilterStep(decimal? Add, decimal? MultiplyBy, int? MeanOf);

/// <summary>The alarm of a sensor.</summary>
internal sealed record AlarmSettings(string Severity, decimal Hysteresis);

/// <summary>A <c>/taiji-example:sensors/sensor</c> as configured.</summary>
internal sealed record SensorSettings(
    string Name,
    string Kind,
    bool IsEnabled,
    TimeSpan Interval,
    decimal? Threshold,
    SimulatedSource? Simulated,
    string? CopyOf,
    IReadOnlyList<FilterStep> Filters,
    AlarmSettings? Alarm)
{
    /// <summary>What it asks of the engine, in measurements a second.</summary>
    public decimal Load => IsEnabled ? 1000m / (decimal)Interval.TotalMilliseconds : 0;

    /// <summary>All sensors of a tree.</summary>
    public static IEnumerable<SensorSettings> ReadAll(DataTree tree)
    {
        var sensors = tree.Schema.Root.FindChild(tree.Schema.FindModule("taiji-example")!, "sensors")!;
        if (!tree.Root.TryGetChild(sensors, out var node)) yield break;
        foreach (var entry in node.Entries(Child(node, "sensor"))) yield return Read(entry);
    }

    /// <summary>One sensor.</summary>
    public static SensorSettings Read(DataNode entry) => new(
        entry.ChildText("name")!,
        entry.ChildText("kind") ?? "",
        entry.ChildText("enabled") != "false",
        TimeSpan.FromMilliseconds(uint.Parse(entry.ChildText("interval") ?? "1000", CultureInfo.InvariantCulture)),
        Number(entry.ChildText("threshold")),
        entry.ChildText("copy-of") is null ? ReadSimulated(entry) : null,
        entry.ChildText("copy-of"),
        [.. ReadFilters(entry)],
        entry.TryGetChild(Child(entry, "alarm"), out var alarm)
            ? new AlarmSettings(alarm.ChildText("severity") ?? "major", Number(alarm.ChildText("hysteresis")) ?? 0) : null);

    private static SimulatedSource ReadSimulated(DataNode entry) =>
        entry.TryGetChildOrDefault(Child(entry, "simulated"), out var source)
            ? new SimulatedSource(
                Enum.Parse<Waveform>(source.ChildText("shape") ?? "sine", ignoreCase: true),
                Number(source.ChildText("low")) ?? 0,
                Number(source.ChildText("high")) ?? 100,
                TimeSpan.FromSeconds(int.Parse(source.ChildText("period") ?? "60", CultureInfo.InvariantCulture)))
            : new SimulatedSource(Waveform.Sine, 0, 100, TimeSpan.FromSeconds(60));

    private static IEnumerable<FilterStep> ReadFilters(DataNode entry)
    {
        foreach (var step in entry.Entries(Child(entry, "filter")))
        {
            yield return new FilterStep(
                Number(step.ChildText("add")),
                Number(step.ChildText("multiply-by")),
                step.ChildText("mean-of") is { } n ? int.Parse(n, CultureInfo.InvariantCulture) : null);
        }
    }

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static SchemaNode Child(DataNode node, string name) => ((InnerNode)node.Schema).FindChild(node.Schema.Module, name)!;
}
