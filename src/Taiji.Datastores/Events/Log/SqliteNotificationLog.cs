using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.Journal;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events.Log;

/// <summary>A log in an SQLite file of its own, so that neither it nor the journal has to wait for the other.</summary>
internal sealed partial class SqliteNotificationLog : INotificationLog
{
    // Appends between two looks at what may go.
    private const int PruneEvery = 256;

    private readonly Lock _reading = new();
    private readonly LogFile _file;
    private readonly SqliteConnection _readings;
    private readonly StreamTable _streams;
    private readonly NotificationCodec _codec;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HashSet<string> _known;
    private int _sincePrune;
    private bool _hasToldUndecodable;

    private SqliteNotificationLog(LogFile file, YangSchema schema, StreamTable streams, TimeProvider time, ILogger logger)
    {
        _file = file;
        _readings = file.Connect();
        _readings.Open();
        _streams = streams;
        _codec = new NotificationCodec(schema);
        _time = time;
        _logger = logger;
        LastSequence = _file.Long("SELECT max(seq) FROM sqlite_sequence") ?? 0;
        _known = [.. _file.Texts("SELECT name FROM streams")];
        KnownStreams = [.. _known];
        foreach (var stream in streams.All) Begin(stream.Name);
    }

    /// <inheritdoc/>
    public long LastSequence { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> KnownStreams { get; }

    /// <inheritdoc/>
    public long? LastCommit => long.TryParse(Fact(LogFile.LastCommit), NumberStyles.None, CultureInfo.InvariantCulture, out var commit) ? commit : null;

    /// <inheritdoc/>
    public void BeginAfter(long commit) => SetFact(LogFile.LastCommit, commit.ToString(CultureInfo.InvariantCulture));

    /// <summary>Opens or makes the file; one that can't be used is set aside under another name, and told.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="streams">How long each stream's are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of it.</param>
    public static INotificationLog Open(string path, YangSchema schema, StreamTable streams, TimeProvider time, ILogger logger)
    {
        for (var attempt = 0; ; attempt++)
        {
            LogFile? file = null;
            try
            {
                file = LogFile.Open(path);
                var log = new SqliteNotificationLog(file, schema, streams, time, logger);
                log.Prune();
                return log;
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                file?.Dispose();
                if (attempt == 0 && TrySetAside(path, time) is { } aside)
                {
                    LogSetAside(logger, path, aside, e);
                    continue;
                }

                // The configuration is what must be there; without a file notifications are kept in memory.
                LogUnusable(logger, path, e);
                return new VolatileNotificationLog(streams, time);
            }
        }
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<LoggedNotification> batch)
    {
        foreach (var logged in batch) Begin(logged.Stream);
        _file.Insert(batch);
        LastSequence = batch[^1].Sequence;
        _sincePrune += batch.Count;
        if (_sincePrune >= PruneEvery) Prune();
    }

    /// <inheritdoc/>
    public LogPage Read(LogQuery query)
    {
        var from = query.Stream.KeepAge is { } age ? Max(query.From, _time.GetUtcNow() - age) : query.From;
        lock (_reading)
        {
            var after = query.After > 0 ? query.After : Seek(from);
            if (after is not { } start) return new LogPage([], query.UpTo);
            using var command = LogFile.Command(
                _readings,
                $"""
                SELECT sequence, time, stream, notification, target, content FROM events
                WHERE sequence > $after AND sequence <= $upto AND sequence >= (SELECT floor FROM streams WHERE name = $stream) AND +time >= $from AND +time <= $until
                {(query.Stream.Name == EventStream.Default ? "" : "AND stream = $stream")}
                ORDER BY sequence LIMIT $limit
                """,
                ("$after", start),
                ("$upto", query.UpTo),
                ("$stream", query.Stream.Name),
                ("$from", from.UtcTicks),
                ("$until", query.Until.UtcTicks),
                ("$limit", query.Limit));
            return ReadPage(command, query);
        }
    }

    /// <inheritdoc/>
    public (DateTimeOffset Created, DateTimeOffset? Aged) Status(string stream)
    {
        lock (_reading)
        {
            using var command = LogFile.Command(_readings, "SELECT created, aged FROM streams WHERE name = $name", ("$name", stream));
            using var reader = command.ExecuteReader();
            return reader.Read() ? (Time(reader.GetInt64(0)), reader.IsDBNull(1) ? null : Time(reader.GetInt64(1))) : (_time.GetUtcNow(), null);
        }
    }

    /// <inheritdoc/>
    public string? Fact(string name)
    {
        lock (_reading)
        {
            using var command = LogFile.Command(_readings, "SELECT value FROM facts WHERE name = $name", ("$name", name));
            return command.ExecuteScalar() as string;
        }
    }

    /// <inheritdoc/>
    public void SetFact(string name, string value) => _file.Run("INSERT OR REPLACE INTO facts(name, value) VALUES ($name, $value)", ("$name", name), ("$value", value));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_reading) _readings.Dispose();
        _file.Dispose();
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string? TrySetAside(string path, TimeProvider time)
    {
        if (!File.Exists(path)) return null;
        var aside = $"{path}.damaged-{time.GetUtcNow().ToUnixTimeMilliseconds()}";
        try
        {
            foreach (var end in new[] { "-shm", "-wal", "" })
            {
                if (File.Exists(path + end)) File.Move(path + end, aside + end);
            }

            return aside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number before the first from a time on; null when there is none.</summary>
    private long? Seek(DateTimeOffset from)
    {
        using var command = LogFile.Command(_readings, "SELECT min(sequence) FROM events WHERE time >= $from", ("$from", from.UtcTicks));
        return command.ExecuteScalar() is long first ? first - 1 : null;
    }

    private LogPage ReadPage(SqliteCommand command, LogQuery query)
    {
        var found = new List<LoggedNotification>();
        var (rows, reached) = (0, query.After);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows++;
            reached = reader.GetInt64(0);
            var record = _codec.Decode(Time(reader.GetInt64(1)), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetFieldValue<byte[]>(5));
            if (record is not null) found.Add(new LoggedNotification(reached, reader.GetString(2), record));
            else TellUndecodable(reader.GetString(3));
        }

        return new LogPage(found, rows < query.Limit ? query.UpTo : reached);
    }

    private void TellUndecodable(string notification)
    {
        if (_hasToldUndecodable) return;
        _hasToldUndecodable = true;
        LogUndecodable(_logger, notification);
    }

    private void Begin(string stream)
    {
        if (!_known.Add(stream)) return;
        _file.Run("INSERT OR IGNORE INTO streams(name, created, floor) VALUES ($name, $created, 0)", ("$name", stream), ("$created", _time.GetUtcNow().UtcTicks));
    }

    private void Prune()
    {
        _sincePrune = 0;
        foreach (var name in _known) _file.Raise(_streams.Get(name), LastSequence, _time.GetUtcNow());
        _file.DeleteBelowFloors();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The notifications in {File} can't be read; it is kept as {Aside}, and a new file is begun")]
    private static partial void LogSetAside(ILogger logger, string file, string aside, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Notifications can't be kept in {File}; they are kept in memory until the server ends")]
    private static partial void LogUnusable(ILogger logger, string file, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some notifications that are kept are not of the modules in use any more, {Notification} first; they are left out of replays")]
    private static partial void LogUndecodable(ILogger logger, string notification);
}
