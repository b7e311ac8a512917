using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Taiji.Datastores.Journal;

/// <summary>A statement without results that is prepared once and run often, without what ADO.NET puts around each run. Not thread-safe; to be disposed of before its connection.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares it.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="sql">One statement.</param>
    /// <exception cref="SqliteException">It can't be prepared.</exception>
    public PreparedStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _database);
    }

    /// <summary>Gives a parameter a number.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The number.</param>
    public PreparedStatement Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    /// <summary>Gives a parameter bytes.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The bytes: copied.</param>
    public PreparedStatement Bind(int index, ReadOnlySpan<byte> value) =>
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, value));

    /// <summary>Gives a parameter a text.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The text; null for no value.</param>
    public PreparedStatement Bind(int index, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, value));

    /// <summary>Runs it.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var result = raw.sqlite3_step(_statement);
        try
        {
            if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(result);
        }
        finally
        {
            // Says again what the step said.
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private PreparedStatement Check(int result)
    {
        SqliteException.ThrowExceptionForRC(result, _database);
        return this;
    }
}
