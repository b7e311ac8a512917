using System.Diagnostics.Tracing;
using System.Globalization;

namespace Taiji.Bench.Restconf;

/// <summary>Samples what this process allocates, by type: one object in about 100 KB, weighted by that.</summary>
internal sealed class AllocatedTypes : EventListener
{
    private const long GarbageCollection = 1;
    private readonly Dictionary<string, long> _bytes = [];

    /// <summary>Prints the types, most bytes first.</summary>
    /// <param name="requests">Over how many requests.</param>
    public void Print(int requests)
    {
        List<KeyValuePair<string, long>> types;
        lock (_bytes) types = [.. _bytes.OrderByDescending(t => t.Value).Take(40)];
        foreach (var (type, bytes) in types) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / requests,10:F0}  {type}"));
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)GarbageCollection);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true) return;
        var type = (string)eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!;
        var amount = Convert.ToInt64(eventData.Payload[eventData.PayloadNames!.IndexOf("AllocationAmount64")], CultureInfo.InvariantCulture);
        lock (_bytes) _bytes[type] = _bytes.GetValueOrDefault(type) + amount;
    }
}
