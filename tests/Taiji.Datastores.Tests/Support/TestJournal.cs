using System.Runtime.CompilerServices;
using Taiji.Datastores.Journal;

namespace Taiji.Datastores.Tests.Support;

/// <summary>A journal in memory that counts, holds up, fails, and lets others write.</summary>
internal sealed class TestJournal : IJournal
{
    private readonly Lock _sync = new();
    private readonly List<JournalRecord> _records = [];
    private readonly List<int> _groups = [];
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Held? _hold;

    public bool IsShared { get; init; }

    /// <summary>Asked before each append; an exception fails it.</summary>
    public Action<IReadOnlyList<JournalRecord>>? OnAppend { get; set; }

    public IReadOnlyList<JournalRecord> Records
    {
        get
        {
            lock (_sync) return [.. _records];
        }
    }

    /// <summary>How many records each durable step had.</summary>
    public IReadOnlyList<int> Groups
    {
        get
        {
            lock (_sync) return [.. _groups];
        }
    }

    /// <summary>Holds up the next append until released.</summary>
    public Held Hold() => _hold = new Held();

    /// <summary>Somebody else appends a commit.</summary>
    public void AppendForeign(ReadOnlyMemory<byte> diff)
    {
        lock (_sync) Add([new CommitRecord { Sequence = _records.Count + 1, Time = DateTimeOffset.UtcNow, User = "carol", Transport = "elsewhere", Diff = diff }.ToRecord()]);
    }

    public bool Append(long after, IReadOnlyList<JournalRecord> records)
    {
        Interlocked.Exchange(ref _hold, null)?.Wait();
        OnAppend?.Invoke(records);
        lock (_sync)
        {
            if (after != _records.Count) return false;
            _groups.Add(records.Count);
            Add(records);
            return true;
        }
    }

    public JournalSnapshot? ReadNewestSnapshot() => null;

    public Task<long> WriteSnapshotAsync(SnapshotInfo info, Func<SnapshotWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken) => Task.FromResult(0L);

    public async IAsyncEnumerable<JournalRecord> FollowAsync(long after, bool wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            List<JournalRecord> next;
            lock (_sync)
            {
                more = _appended.Task;
                next = _records.Skip((int)after).ToList();
            }

            foreach (var record in next) yield return record;
            after += next.Count;
            if (!wait) yield break;
            await more.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How often records were read back.</summary>
    public int Reads { get; private set; }

    public IReadOnlyList<JournalRecord> ReadBack(RecordKind kind, long before, int limit)
    {
        Reads++;
        return [.. Records.Reverse().Where(r => r.Kind.Name == kind.Name && r.Sequence < before).Take(limit)];
    }

    public ValueTask DisposeAsync() => default;

    private void Add(IReadOnlyList<JournalRecord> records)
    {
        _records.AddRange(records);
        _appended.SetResult();
        _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class Held : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        /// <summary>The append is being held up.</summary>
        public Task Reached => _reached.Task;

        public void Release() => _released.Set();

        public void Wait()
        {
            _reached.SetResult();
            _released.Wait();
        }

        public void Dispose() => Release();
    }
}
