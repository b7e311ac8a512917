using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Taiji.Datastores.Journal;

/// <summary>
/// The journal of one machine: records in an SQLite file (WAL, <c>synchronous=FULL</c>: one fsync a transaction), snapshots in files beside it so that writing a big one
/// never holds the database's write lock. The directory is locked against a second server.
/// </summary>
internal sealed class SqliteJournal : IJournal
{
    private readonly DirectoryLock _lock;
    private readonly JournalDatabase _database;
    private readonly SnapshotFiles _snapshots;
    private readonly Lock _writes = new();
    private readonly int _keptRecords;
    private long _last;
    private TaskCompletionSource? _appended;

    private SqliteJournal(DirectoryLock directoryLock, JournalDatabase database, SnapshotFiles snapshots, int keptRecords)
    {
        _lock = directoryLock;
        _database = database;
        _snapshots = snapshots;
        _keptRecords = keptRecords;
        _snapshots.CleanUp();
        _last = Math.Max(database.LastSequence(), NewestSnapshot());
    }

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <summary>Opens the journal of a data directory, and makes both when they aren't there.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="keptRecords">How many of the newest records are kept though a snapshot holds what they did.</param>
    /// <param name="logger">Hears of damage that loses nothing; null tells nobody.</param>
    /// <exception cref="JournalException">In use, unreadable, or not ours.</exception>
    public static SqliteJournal Open(string directory, int keptRecords = 10_000, ILogger? logger = null)
    {
        var directoryLock = DirectoryLock.Take(directory);
        JournalDatabase? database = null;
        try
        {
            database = JournalDatabase.Open(Path.Combine(directory, "journal.db"));
            return new SqliteJournal(directoryLock, database, new SnapshotFiles(directory, database, logger ?? NullLogger.Instance), keptRecords);
        }
        catch
        {
            database?.Dispose();
            directoryLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Append(long after, IReadOnlyList<JournalRecord> records)
    {
        lock (_writes)
        {
            if (after != _last) return false;
            try
            {
                _database.Insert(records);
                _last = records[^1].Sequence;
            }
            catch (SqliteException e)
            {
                // Whether a failed commit reached the disk is known only by looking.
                _last = LookAgain(_last);
                throw _database.Explain($"record {records[0].Sequence} can't be kept", e);
            }

            Interlocked.Exchange(ref _appended, null)?.TrySetResult();
            return true;
        }
    }

    /// <inheritdoc/>
    public JournalSnapshot? ReadNewestSnapshot()
    {
        lock (_writes) return _snapshots.ReadNewest();
    }

    /// <inheritdoc/>
    public async Task<long> WriteSnapshotAsync(SnapshotInfo info, Func<SnapshotWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        var (row, length) = await _snapshots.WriteAsync(info, write, cancellationToken).ConfigureAwait(false);
        lock (_writes)
        {
            try
            {
                var oldest = _snapshots.Register(row);
                _database.Prune(Math.Min(oldest, info.Sequence - _keptRecords));
            }
            catch (SqliteException e)
            {
                throw _database.Explain($"the snapshot of record {info.Sequence} can't be kept", e);
            }
        }

        return length;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> FollowAsync(long after, bool wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = _database.OpenReader();
        while (true)
        {
            var next = wait ? NextAppend() : Task.CompletedTask;
            foreach (var record in reader.Read(after))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (record.Sequence != after + 1)
                    throw new JournalException($"{_database.File}: record {after + 1} is missing; the next one there is {record.Sequence}.");
                after = record.Sequence;
                yield return record;
            }

            if (!wait) break;
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        lock (_writes)
        {
            if (after < _last) throw new JournalException($"{_database.File}: record {after + 1} is missing; the newest one is {_last}.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_writes) _database.Dispose();
        _lock.Dispose();
        return default;
    }

    /// <summary>Bounds the database's size, as a full disk would.</summary>
    /// <param name="pages">How many pages it may have.</param>
    internal void LimitPages(int pages)
    {
        lock (_writes) _database.Execute($"PRAGMA max_page_count={pages}");
    }

    private Task NextAppend()
    {
        lock (_writes) return (_appended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private long NewestSnapshot() => _snapshots.All() is [var newest, ..] ? newest.Sequence : 0;

    private long LookAgain(long otherwise)
    {
        try
        {
            return Math.Max(_database.LastSequence(), NewestSnapshot());
        }
        catch (SqliteException)
        {
            return otherwise;
        }
    }
}
