namespace Taiji.Datastores.Events.Log;

/// <summary>The streams there are: those the host declares, and those that were published to.</summary>
internal sealed class StreamTable
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, EventStream> _streams;

    /// <summary>Begins with the default stream and those declared.</summary>
    /// <param name="declared">The host's; one of them may be the default stream, with its bounds.</param>
    public StreamTable(IEnumerable<EventStream> declared)
    {
        _streams = declared.GroupBy(s => s.Name).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        _streams.TryAdd(EventStream.Default, new EventStream(EventStream.Default, EventStream.DefaultDescription));
    }

    /// <summary>All, by name.</summary>
    public IReadOnlyList<EventStream> All
    {
        get
        {
            lock (_sync) return [.. _streams.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>A stream, made when it isn't there.</summary>
    /// <param name="name">Its name.</param>
    public EventStream Get(string name)
    {
        lock (_sync)
        {
            if (_streams.TryGetValue(name, out var stream)) return stream;
            return _streams[name] = new EventStream(name, $"What is published to {name}.");
        }
    }

    /// <summary>A stream that is there, or null.</summary>
    /// <param name="name">Its name.</param>
    public EventStream? Find(string name)
    {
        lock (_sync) return _streams.GetValueOrDefault(name);
    }
}
