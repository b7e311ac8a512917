using Microsoft.Data.Sqlite;

namespace Taiji.Datastores.Journal;

/// <summary>The SQLite file: statements prepared once. Not thread-safe but for <see cref="OpenReader"/>.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private const int Version = 2;
    private const int PruneStep = 1_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _rollback, _insert;
    private readonly SqliteParameter _sequence, _kind, _version, _time, _checksum, _payload;

    private JournalDatabase(string file, SqliteConnection connection)
    {
        File = file;
        _connection = connection;
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _rollback = Command("ROLLBACK");
        _insert = Command(
            "INSERT INTO records(sequence, kind, version, time, checksum, payload) VALUES ($sequence, $kind, $version, $time, $checksum, $payload)");
        _sequence = Parameter("$sequence", SqliteType.Integer);
        _kind = Parameter("$kind", SqliteType.Text);
        _version = Parameter("$version", SqliteType.Integer);
        _time = Parameter("$time", SqliteType.Integer);
        _checksum = Parameter("$checksum", SqliteType.Integer);
        _payload = Parameter("$payload", SqliteType.Blob);
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>Opens or makes the file.</summary>
    /// <param name="file">Its path.</param>
    /// <exception cref="JournalException">It isn't a journal, or can't be opened.</exception>
    public static JournalDatabase Open(string file)
    {
        SqliteLibrary.Load();
        // SQLite gives the files beside it the mode that this one has.
        if (!System.IO.File.Exists(file)) PrivateFile.Open(file, FileMode.CreateNew, FileAccess.Write).Dispose();
        var connection = Connect(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.Open();
            Run(connection, "PRAGMA journal_mode=WAL");
            Run(connection, "PRAGMA synchronous=FULL");
            var version = (long)Scalar(connection, "PRAGMA user_version")!;
            if (version > Version) throw new JournalException($"{file} was written by a newer version of this product (format {version}, this one knows {Version}).");
            if (version is > 0 and < Version) throw new JournalException($"{file} was written before the first release (format {version}; this one is {Version}): start with a new data directory.");
            if (version == 0) CreateTables(connection);
            return new JournalDatabase(file, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(file, "it can't be opened as a journal", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Inserts records in one transaction.</summary>
    /// <param name="records">In order.</param>
    public void Insert(IReadOnlyList<JournalRecord> records)
    {
        _begin.ExecuteNonQuery();
        try
        {
            foreach (var record in records)
            {
                _sequence.Value = record.Sequence;
                _kind.Value = record.Kind.Name;
                _version.Value = record.Kind.Version;
                _time.Value = record.Time.UtcTicks;
                _checksum.Value = (long)Checksum.Of(record);
                _payload.Value = AsArray(record.Payload);
                _insert.ExecuteNonQuery();
            }

            _commit.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            Rollback();
            throw;
        }
    }

    /// <summary>The newest record's number, 0 when there is none.</summary>
    public long LastSequence() => Scalar(_connection, "SELECT max(sequence) FROM records") as long? ?? 0;

    /// <summary>Deletes old records, some at a time so that appends are not held up.</summary>
    /// <param name="upTo">The newest to go.</param>
    public void Prune(long upTo)
    {
        if (Scalar(_connection, "SELECT min(sequence) FROM records") is not long oldest) return;
        while (oldest <= upTo)
        {
            oldest = Math.Min(oldest + PruneStep, upTo + 1);
            Execute("DELETE FROM records WHERE sequence < $sequence", ("$sequence", oldest));
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    public void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Query(sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>A statement on this connection.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    public SqliteCommand Query(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>Opens a connection of its own to read records.</summary>
    public JournalReader OpenReader() => new(File, Connect(File, SqliteOpenMode.ReadWrite));

    /// <summary>Puts an SQLite error into words.</summary>
    /// <param name="what">What could not be done.</param>
    /// <param name="e">The error.</param>
    public JournalException Explain(string what, SqliteException e) => Explain(File, what, e);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { _begin, _commit, _rollback, _insert }) command.Dispose();
        _connection.Dispose();
    }

    private static JournalException Explain(string file, string what, SqliteException e) =>
        new($"{file}: {what}: {e.Message}", e, e.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR
            or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_NOMEM);

    private static SqliteConnection Connect(string file, SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());

    private static void CreateTables(SqliteConnection connection) => Run(connection, $"""
        BEGIN;
        CREATE TABLE records(
          sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, time INTEGER NOT NULL, checksum INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE TABLE snapshots(sequence INTEGER PRIMARY KEY, file TEXT NOT NULL, checksum INTEGER NOT NULL);
        PRAGMA user_version={Version};
        COMMIT;
        """);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static byte[] AsArray(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var s) && s.Offset == 0 && s.Count == s.Array!.Length ? s.Array : bytes.ToArray();

    private void Rollback()
    {
        try
        {
            _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back itself already after some errors.
        }
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private SqliteParameter Parameter(string name, SqliteType type) => _insert.Parameters.Add(name, type);
}
