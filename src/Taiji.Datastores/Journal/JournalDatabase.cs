using Microsoft.Data.Sqlite;

namespace Taiji.Datastores.Journal;

/// <summary>The SQLite file: statements prepared once. Not thread-safe but for <see cref="OpenReader"/>.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private const int PruneStep = 1_000;
    private const int PatienceMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly PreparedStatement _begin, _commit, _rollback, _insert;

    private JournalDatabase(string file, SqliteConnection connection, long cut)
    {
        File = file;
        Cut = cut;
        _connection = connection;
        // Another program that reads along may hold it for a moment.
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle!, PatienceMilliseconds);
        _begin = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        _commit = new PreparedStatement(connection, "COMMIT");
        _rollback = new PreparedStatement(connection, "ROLLBACK");
        _insert = new PreparedStatement(connection, "INSERT INTO records(sequence, kind, version, time, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)");
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>How many bytes of a transaction that was never whole the file's log ended in when it was opened.</summary>
    public long Cut { get; }

    /// <summary>About how many pages are in the file's log.</summary>
    public long LogPages => new FileInfo(File + "-wal") is { Exists: true } log ? log.Length / JournalFile.PageSize : 0;

    /// <summary>Opens or makes the file.</summary>
    /// <param name="file">Its path.</param>
    /// <exception cref="JournalException">It is damaged, not a journal, or can't be opened.</exception>
    public static JournalDatabase Open(string file)
    {
        var (connection, cut) = JournalFile.Open(file);
        try
        {
            return new JournalDatabase(file, connection, cut);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw JournalFile.Explain(file, "it is not a journal", e);
        }
    }

    /// <summary>Inserts records in one transaction.</summary>
    /// <param name="records">In order.</param>
    public void Insert(IReadOnlyList<JournalRecord> records)
    {
        _begin.Run();
        try
        {
            foreach (var record in records)
            {
                _insert
                    .Bind(1, record.Sequence)
                    .Bind(2, record.Kind.Name)
                    .Bind(3, record.Kind.Version)
                    .Bind(4, record.Time.UtcTicks)
                    .Bind(5, (long)Checksum.Of(record))
                    .Bind(6, record.Payload.Span)
                    .Run();
            }

            Inserted?.Invoke();
            _commit.Run();
        }
        catch (SqliteException)
        {
            Rollback();
            throw;
        }
    }

    /// <summary>The newest record's number, 0 when there is none.</summary>
    public long LastSequence() => Scalar("SELECT max(sequence) FROM records") as long? ?? 0;

    /// <summary>Deletes some of the oldest records: few enough that an append has not long to wait.</summary>
    /// <param name="upTo">The newest that may go.</param>
    /// <returns>Whether there are more to go.</returns>
    public bool Prune(long upTo)
    {
        if (Scalar("SELECT min(sequence) FROM records") is not long oldest || oldest > upTo) return false;
        oldest = Math.Min(oldest + PruneStep, upTo + 1);
        Execute("DELETE FROM records WHERE sequence < $sequence", ("$sequence", oldest));
        return oldest <= upTo;
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
    public JournalReader OpenReader() => new(File, JournalFile.Connect(File));

    /// <summary>Puts an SQLite error into words.</summary>
    /// <param name="what">What could not be done.</param>
    /// <param name="e">The error.</param>
    public JournalException Explain(string what, SqliteException e) => JournalFile.Explain(File, what, e);

    /// <summary>Reached when records are in a transaction that has not been committed: for tests of what a crash leaves there.</summary>
    internal Action? Inserted { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _rollback, _insert }) statement.Dispose();
        _connection.Dispose();
    }

    private object? Scalar(string sql) => JournalFile.Scalar(_connection, sql);

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
}
