using System.Buffers;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Taiji.Datastores.Journal;

namespace Taiji.Datastores.Events.Log;

/// <summary>The file of a log: its tables, and the one connection that writes them.</summary>
internal sealed class LogFile : IDisposable
{
    private const long Version = 1;

    // "TJEV": tells this file from other programs' (sqlite.org/fileformat2.html#application_id).
    private const long ApplicationId = 0x544A4556;

    private const int PatienceMilliseconds = 30_000;
    private const int LargestKept = 1 << 20;

    /// <summary>The fact that says which commit was told of last.</summary>
    public const string LastCommit = "last-commit";

    private readonly Lock _sync = new();
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly PreparedStatement _begin, _commit, _rollback, _insert, _remember;
    private ArrayBufferWriter<byte> _content = new();

    private LogFile(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle!, PatienceMilliseconds);
        _begin = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        _commit = new PreparedStatement(connection, "COMMIT");
        _rollback = new PreparedStatement(connection, "ROLLBACK");
        _insert = new PreparedStatement(connection, "INSERT INTO events(sequence, time, stream, notification, target, content) VALUES (?, ?, ?, ?, ?, ?)");
        _remember = new PreparedStatement(connection, $"INSERT OR REPLACE INTO facts(name, value) VALUES ('{LastCommit}', ?)");
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SqliteException">It can't be opened, or isn't such a file.</exception>
    public static LogFile Open(string path)
    {
        SqliteLibrary.Load();
        if (!File.Exists(path)) PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        var connection = JournalFile.Connect(path);
        try
        {
            connection.Open();
            if ((long)JournalFile.Scalar(connection, "PRAGMA application_id")! == 0 && (long)JournalFile.Scalar(connection, "SELECT count(*) FROM sqlite_master")! == 0) Make(connection);
            if ((long)JournalFile.Scalar(connection, "PRAGMA application_id")! != ApplicationId || (long)JournalFile.Scalar(connection, "PRAGMA user_version")! != Version)
                throw new SqliteException("It is no log of notifications of this version.", SQLitePCL.raw.SQLITE_NOTADB);
            // Written to the log at each append, to the disk at each checkpoint: a process that is killed loses nothing of it.
            JournalFile.Run(connection, "PRAGMA synchronous=NORMAL");
            JournalFile.Run(connection, "PRAGMA journal_size_limit=4194304");
            return new LogFile(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A further connection, to read.</summary>
    public SqliteConnection Connect() => JournalFile.Connect(_path);

    /// <summary>A statement with its parameters.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    public static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    public void Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_sync)
        {
            using var command = Command(_connection, sql, parameters);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>One number; null when there is none.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">Its parameters.</param>
    public long? Long(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_sync)
        {
            using var command = Command(_connection, sql, parameters);
            return command.ExecuteScalar() as long?;
        }
    }

    /// <summary>The texts in the first column.</summary>
    /// <param name="sql">The query.</param>
    public IReadOnlyList<string> Texts(string sql)
    {
        using var command = Command(_connection, sql);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>Inserts notifications in one transaction.</summary>
    /// <param name="batch">In order.</param>
    public void Insert(IReadOnlyList<LoggedNotification> batch)
    {
        lock (_sync) InsertAll(batch);
    }

    /// <summary>Moves a stream's floor, below which its notifications need not be kept, up to what its bounds say.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="last">The newest number.</param>
    /// <param name="now">The time.</param>
    public void Raise(EventStream stream, long last, DateTimeOffset now)
    {
        var isDefault = stream.Name == EventStream.Default;
        var own = isDefault ? "" : "AND stream = $name";
        var floor = Long("SELECT floor FROM streams WHERE name = $name", ("$name", stream.Name)) ?? 0;
        var raised = isDefault
            ? last - stream.KeepCount + 1
            : (Long("SELECT sequence FROM events WHERE stream = $name AND stream <> 'NETCONF' ORDER BY sequence DESC LIMIT 1 OFFSET $keep", ("$name", stream.Name), ("$keep", stream.KeepCount)) ?? -1) + 1;
        if (stream.KeepAge is { } age)
        {
            // Up to the first that isn't too old: event times need not be in order.
            var young = Long(
                $"SELECT sequence FROM events WHERE sequence >= $floor AND +time >= $oldest {own} ORDER BY sequence LIMIT 1",
                ("$floor", floor),
                ("$oldest", (now - age).UtcTicks),
                ("$name", stream.Name));
            raised = Math.Max(raised, young ?? last + 1);
        }

        if (raised <= floor) return;
        var aged = Long($"SELECT time FROM events WHERE sequence < $floor {own} ORDER BY sequence DESC LIMIT 1", ("$name", stream.Name), ("$floor", raised));
        Run(
            "UPDATE streams SET floor = $floor, aged = ifnull($aged, aged) WHERE name = $name",
            ("$floor", raised),
            ("$aged", (object?)aged ?? DBNull.Value),
            ("$name", stream.Name));
    }

    /// <summary>Deletes what no stream keeps any more.</summary>
    public void DeleteBelowFloors() => Run("""
        DELETE FROM events WHERE sequence < (SELECT floor FROM streams WHERE name = 'NETCONF')
        AND (stream = 'NETCONF' OR sequence < (SELECT floor FROM streams WHERE name = events.stream))
        """);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _rollback, _insert, _remember }) statement.Dispose();
        _connection.Dispose();
    }

    private void InsertAll(IReadOnlyList<LoggedNotification> batch)
    {
        _begin.Run();
        try
        {
            long commit = 0;
            foreach (var logged in batch)
            {
                Insert(logged);
                commit = Math.Max(commit, logged.Commit);
            }

            if (commit > 0) _remember.Bind(1, commit.ToString(CultureInfo.InvariantCulture)).Run();
            _commit.Run();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private void Insert(LoggedNotification logged)
    {
        _content.ResetWrittenCount();
        NotificationCodec.Encode(_content, logged.Record);
        _insert
            .Bind(1, logged.Sequence)
            .Bind(2, logged.Record.EventTime.UtcTicks)
            .Bind(3, logged.Stream)
            .Bind(4, logged.Record.Content.RootNode.SchemaPath)
            .Bind(5, logged.Record.Target?.ToString())
            .Bind(6, _content.WrittenSpan)
            .Run();
        if (_content.Capacity > LargestKept) _content = new ArrayBufferWriter<byte>();
    }

    private void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back itself already after some errors.
        }
    }

    private static void Make(SqliteConnection connection) => JournalFile.Run(connection, $"""
        PRAGMA journal_mode=WAL;
        BEGIN;
        CREATE TABLE events(
          sequence INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, stream TEXT NOT NULL, notification TEXT NOT NULL, target TEXT, content BLOB NOT NULL);
        CREATE INDEX by_time ON events(time);
        CREATE INDEX by_stream ON events(stream, sequence) WHERE stream <> 'NETCONF';
        CREATE TABLE streams(name TEXT PRIMARY KEY, created INTEGER NOT NULL, aged INTEGER, floor INTEGER NOT NULL);
        CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL);
        PRAGMA application_id={ApplicationId};
        PRAGMA user_version={Version};
        COMMIT;
        """);
}
