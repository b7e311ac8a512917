namespace Taiji.Datastores.Events.Log;

/// <summary>A log in memory, for hosts that keep nothing.</summary>
internal sealed class VolatileNotificationLog : INotificationLog
{
    private readonly Lock _sync = new();
    private readonly StreamTable _streams;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _created;
    private readonly Dictionary<string, Kept> _kept = [];
    private readonly Dictionary<string, string> _facts = [];

    /// <summary>Begins an empty one.</summary>
    /// <param name="streams">How long each stream's are kept.</param>
    /// <param name="time">The clock.</param>
    public VolatileNotificationLog(StreamTable streams, TimeProvider time)
    {
        _streams = streams;
        _time = time;
        _created = time.GetUtcNow();
    }

    /// <inheritdoc/>
    public long LastSequence { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> KnownStreams => [];

    /// <inheritdoc/>
    public long? LastCommit { get; private set; }

    /// <inheritdoc/>
    public void BeginAfter(long commit) => LastCommit = commit;

    /// <inheritdoc/>
    public void Append(IReadOnlyList<LoggedNotification> batch)
    {
        lock (_sync)
        {
            foreach (var logged in batch)
            {
                Add(EventStream.Default, logged);
                if (logged.Stream != EventStream.Default) Add(logged.Stream, logged);
                LastSequence = logged.Sequence;
                if (logged.Commit > 0) LastCommit = logged.Commit;
            }
        }
    }

    /// <inheritdoc/>
    public LogPage Read(LogQuery query)
    {
        var oldest = query.Stream.KeepAge is { } age ? _time.GetUtcNow() - age : DateTimeOffset.MinValue;
        lock (_sync)
        {
            var found = new List<LoggedNotification>();
            if (!_kept.TryGetValue(query.Stream.Name, out var kept)) return new LogPage(found, query.UpTo);
            foreach (var logged in kept.Records)
            {
                if (logged.Sequence <= query.After) continue;
                if (logged.Sequence > query.UpTo) break;
                if (logged.Record.EventTime < query.From || logged.Record.EventTime > query.Until || logged.Record.EventTime < oldest) continue;
                found.Add(logged);
                if (found.Count == query.Limit) return new LogPage(found, logged.Sequence);
            }

            return new LogPage(found, query.UpTo);
        }
    }

    /// <inheritdoc/>
    public (DateTimeOffset Created, DateTimeOffset? Aged) Status(string stream)
    {
        lock (_sync) return (_created, _kept.GetValueOrDefault(stream)?.Aged);
    }

    /// <inheritdoc/>
    public string? Fact(string name)
    {
        lock (_sync) return _facts.GetValueOrDefault(name);
    }

    /// <inheritdoc/>
    public void SetFact(string name, string value)
    {
        lock (_sync) _facts[name] = value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Add(string stream, LoggedNotification logged)
    {
        if (!_kept.TryGetValue(stream, out var kept)) _kept.Add(stream, kept = new Kept());
        kept.Records.Enqueue(logged);
        var definition = _streams.Get(stream);
        var oldest = definition.KeepAge is { } age ? _time.GetUtcNow() - age : DateTimeOffset.MinValue;
        while (kept.Records.Count > definition.KeepCount || (kept.Records.TryPeek(out var first) && first.Record.EventTime < oldest))
        {
            kept.Aged = kept.Records.Dequeue().Record.EventTime;
        }
    }

    private sealed class Kept
    {
        public Queue<LoggedNotification> Records { get; } = new();

        public DateTimeOffset? Aged { get; set; }
    }
}
