using Microsoft.Data.Sqlite;

namespace Taiji.Datastores.Journal;

/// <summary>
/// Brings what is in SQLite's write-ahead log home into the database, in the background on a connection of its own: commits go on meanwhile. Only for what they added in that
/// time do they wait, so that the log can begin anew.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int Due = 1_000;
    private const int Few = 64;
    private const int MostPasses = 4;

    private readonly SqliteConnection _connection;
    private readonly Lock _writes;
    private readonly Action<SqliteException> _failed;
    private Task _running = Task.CompletedTask;
    private long _pages;

    /// <summary>Opens its connection.</summary>
    /// <param name="file">The database.</param>
    /// <param name="writes">Held while writing.</param>
    /// <param name="failed">Hears of failures: nothing is lost by them, it is tried again later.</param>
    public Checkpointer(string file, Lock writes, Action<SqliteException> failed)
    {
        _writes = writes;
        _failed = failed;
        _connection = JournalFile.Connect(file);
        _connection.Open();
        JournalFile.Run(_connection, "PRAGMA synchronous=FULL");
        JournalFile.Run(_connection, "PRAGMA wal_autocheckpoint=0");
    }

    /// <summary>Counts a transaction; called with the lock held.</summary>
    /// <param name="pages">About how many pages it wrote.</param>
    public void Count(long pages)
    {
        _pages += pages;
        if (_pages < Due || !_running.IsCompleted) return;
        _pages = 0;
        _running = Task.Run(Run);
    }

    /// <summary>Waits for a running one. Nothing may be counted any more.</summary>
    public Task StopAsync() => _running;

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void Run()
    {
        try
        {
            for (var pass = 0; pass < MostPasses && Pass() > Few; pass++)
            {
            }

            lock (_writes) Pass();
        }
        catch (SqliteException e)
        {
            _failed(e);
        }
    }

    /// <returns>How many pages of the log came too late for it.</returns>
    private long Pass()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(1) - reader.GetInt64(2) : 0;
    }
}
