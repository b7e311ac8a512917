using System.Collections.Concurrent;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Hosting;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Support;

/// <summary>A participant that writes down what it is told, and does what the test wants.</summary>
internal sealed class RecordingParticipant : ICommitParticipant
{
    private readonly ConcurrentQueue<string> _heard;
    private readonly string _name;
    private TaskCompletionSource<CommitChange>? _nextPrepare, _nextCommit, _nextAbort;

    public RecordingParticipant(string name = "p", ConcurrentQueue<string>? heard = null)
    {
        _name = name;
        _heard = heard ?? new ConcurrentQueue<string>();
    }

    public Func<CommitChange, CancellationToken, ValueTask> OnPrepare { get; set; } = (_, _) => default;

    public Func<CommitChange, CancellationToken, ValueTask> OnCommit { get; set; } = (_, _) => default;

    public Func<CommitChange, CancellationToken, ValueTask> OnAbort { get; set; } = (_, _) => default;

    public IEnumerable<string> Heard => _heard;

    public static DatastorePlugins At(string path, params RecordingParticipant[] participants) => new()
    {
        Participants = [.. participants.Select(p => (Find(path), (ICommitParticipant)p))],
    };

    public static SchemaNode Find(string path) => TestModule.Schema.Nodes.Single(n => n.SchemaPath == "/" + path);

    public Task<CommitChange> NextPrepare() => (_nextPrepare = new TaskCompletionSource<CommitChange>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task<CommitChange> NextCommit() => (_nextCommit = new TaskCompletionSource<CommitChange>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task<CommitChange> NextAbort() => (_nextAbort = new TaskCompletionSource<CommitChange>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken)
    {
        _heard.Enqueue($"{_name} prepare {change.Sequence}");
        Interlocked.Exchange(ref _nextPrepare, null)?.SetResult(change);
        return OnPrepare(change, cancellationToken);
    }

    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken)
    {
        _heard.Enqueue($"{_name} commit {change.Sequence}");
        Interlocked.Exchange(ref _nextCommit, null)?.SetResult(change);
        return OnCommit(change, cancellationToken);
    }

    public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken)
    {
        _heard.Enqueue($"{_name} abort {change.Sequence}");
        Interlocked.Exchange(ref _nextAbort, null)?.SetResult(change);
        return OnAbort(change, cancellationToken);
    }
}
