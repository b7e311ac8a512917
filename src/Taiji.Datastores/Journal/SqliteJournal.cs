using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Taiji.Datastores.Journal;

/// <summary>
/// The journal of one machine: records in an SQLite file (WAL, <c>synchronous=FULL</c>: one fsync a transaction), snapshots in files beside it so that writing a big one
/// never holds the database's write lock. The directory is locked against a second server.
/// </summary>
internal sealed partial class SqliteJournal : IJournal
{
    private readonly DirectoryLock _lock;
    private readonly JournalDatabase _database;
    private readonly SnapshotFiles _snapshots;
    private readonly AcknowledgedMark _mark;
    private readonly Checkpointer _checkpointer;
    private readonly Lock _writes = new();
    private readonly int _keptRecords;
    private readonly ILogger _logger;
    private long _last;
    private TaskCompletionSource? _appended;

    private SqliteJournal(DirectoryLock directoryLock, JournalDatabase database, AcknowledgedMark mark, string directory, int keptRecords, ILogger logger)
    {
        _lock = directoryLock;
        _database = database;
        _mark = mark;
        _logger = logger;
        _snapshots = new SnapshotFiles(directory, database, logger);
        _keptRecords = keptRecords;
        if (database.Cut > 0) LogCut(database.Cut, database.File);
        _last = Math.Max(database.LastSequence(), NewestSnapshot());
        if (mark.IsDamaged) LogMarkDamaged(directory);
        if (mark.Found > _last) throw new JournalException($"{database.File}: record {_last + 1} is missing; {mark.Found} were acknowledged.");
        mark.Write(_last);
        _snapshots.CleanUp();
        _checkpointer = new Checkpointer(database.File, _writes, e => LogCheckpointFailed(database.File, e));
        // What servers before this one left in the log: one that is killed again and again brings nothing home itself.
        _checkpointer.Count(database.LogPages);
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
        AcknowledgedMark? mark = null;
        try
        {
            database = JournalDatabase.Open(Path.Combine(directory, "journal.db"));
            mark = AcknowledgedMark.Open(Path.Combine(directory, "journal.mark"));
            return new SqliteJournal(directoryLock, database, mark, directory, keptRecords, logger ?? NullLogger.Instance);
        }
        catch (Exception e)
        {
            mark?.Dispose();
            database?.Dispose();
            directoryLock.Dispose();
            var file = Path.Combine(directory, "journal.db");
            if (e is SqliteException error) throw JournalFile.Explain(file, "it can't be read", error);
            // A value of another type than was written.
            if (e is InvalidCastException or InvalidOperationException) throw new JournalException($"{file} is damaged: {e.Message}", e);
            if (e is UnauthorizedAccessException or (IOException and not JournalException)) throw new DataDirectoryException($"The data directory {directory} can't be used: {e.Message}", e);
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
                Reached?.Invoke(JournalStep.Appending);
                _database.Insert(records);
                _last = records[^1].Sequence;
                _mark.Write(_last);
                Reached?.Invoke(JournalStep.Appended);
                _checkpointer.Count(2 + (records.Sum(r => (long)r.Payload.Length + 64) / JournalFile.PageSize));
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
        Reached?.Invoke(JournalStep.SnapshotComplete);
        try
        {
            long oldest;
            lock (_writes) oldest = _snapshots.Register(row);
            Reached?.Invoke(JournalStep.SnapshotNamed);
            lock (_writes) _snapshots.CleanUp();
            for (var isMore = true; isMore; Reached?.Invoke(JournalStep.SomePruned))
            {
                lock (_writes) isMore = _database.Prune(Math.Min(oldest, info.Sequence - _keptRecords));
            }
        }
        catch (SqliteException e)
        {
            throw _database.Explain($"the snapshot of record {info.Sequence} can't be kept", e);
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
    public IReadOnlyList<JournalRecord> ReadBack(RecordKind kind, long before, int limit)
    {
        using var reader = _database.OpenReader();
        return reader.ReadBack(kind.Name, before, limit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _checkpointer.StopAsync().ConfigureAwait(false);
        _checkpointer.Dispose();
        lock (_writes) _database.Dispose();
        _mark.Dispose();
        _lock.Dispose();
    }

    /// <summary>Reached at the steps of what it does: for tests of what a crash leaves there.</summary>
    internal Action<JournalStep>? Reached
    {
        get;
        set
        {
            field = value;
            _database.Inserted = value is null ? null : () => value(JournalStep.Inserted);
        }
    }

    /// <summary>Bounds the database's size, as a full disk would.</summary>
    /// <param name="pages">How many pages it may have.</param>
    internal void LimitPages(int pages)
    {
        lock (_writes) _database.Execute($"PRAGMA max_page_count={pages}");
    }

    /// <summary>Leaves flushing to the operating system from here on: to measure what it costs.</summary>
    internal void DoNotFlush()
    {
        lock (_writes) _database.Execute("PRAGMA synchronous=OFF");
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last {Bytes} bytes of the log of {File} are a write that was never whole, and so never acknowledged: they are cut off")]
    private partial void LogCut(long bytes, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Directory}/journal.mark is damaged: whether the newest records are there can't be told from it")]
    private partial void LogMarkDamaged(string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of {File} could not be brought home; nothing is lost by that, and it will be tried again")]
    private partial void LogCheckpointFailed(string file, Exception exception);
}
