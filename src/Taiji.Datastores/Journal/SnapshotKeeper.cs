using Microsoft.Extensions.Logging;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Journal;

/// <summary>
/// Takes a snapshot in the background whenever the changes since the last one weigh more than it does: so a start never replays much more than it reads, and a
/// byte of change costs at most about one byte of snapshot.
/// </summary>
internal sealed partial class SnapshotKeeper : IAsyncDisposable
{
    private const long Least = 4 << 20;

    private readonly IJournal _journal;
    private readonly RunningStore _running;
    private readonly CommitPublisher _publisher;
    private readonly IChangeCodec _codec;
    private readonly string _schemaId;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _sync = new();
    private Task _taking = Task.CompletedTask;
    private long _length;
    private long _threshold = Least;
    private long _taken;

    /// <summary>Makes the keeper.</summary>
    /// <param name="journal">Where snapshots are kept.</param>
    /// <param name="running">What they are of.</param>
    /// <param name="publisher">Tells of commits.</param>
    /// <param name="codec">How they are written.</param>
    /// <param name="schemaId">The schema's content-id.</param>
    /// <param name="logger">Hears of failures.</param>
    public SnapshotKeeper(IJournal journal, RunningStore running, CommitPublisher publisher, IChangeCodec codec, string schemaId, ILogger logger)
    {
        _journal = journal;
        _running = running;
        _publisher = publisher;
        _codec = codec;
        _schemaId = schemaId;
        _logger = logger;
        _publisher.Published += Count;
    }

    /// <summary>Begins where the start left off.</summary>
    /// <param name="loaded">What was loaded.</param>
    public void Begin(LoadedJournal loaded)
    {
        lock (_sync)
        {
            _length = loaded.TailLength;
            _taken = loaded.State.Sequence - (loaded.TailLength > 0 ? 1 : 0);
            // Changed modules: what the old ones wrote is written anew, so that the next start doesn't depend on them.
            if (loaded is { IsNew: false } && loaded.SchemaId != _schemaId) _length = long.MaxValue / 2;
        }
    }

    /// <summary>Takes one last snapshot when anything changed since the last, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _publisher.Published -= Count;
        Task taking;
        lock (_sync) taking = _taking;
        await taking.ConfigureAwait(false);
        if (_length > 0) await TakeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Count(CommitChange change, int length)
    {
        lock (_sync)
        {
            _length += length;
            if (_length < _threshold || !_taking.IsCompleted || _publisher.Settled < _running.Current.Sequence) return;
            _taking = Task.Run(TakeAsync);
        }
    }

    private async Task TakeAsync()
    {
        var state = _running.State;
        var running = state.Running;
        long counted;
        lock (_sync) counted = _length;
        // A commit whose participants have not all heard of it must be told of after a crash: its change is needed. So is that of one that may have to be taken back.
        if (state.Sequence == _taken || _publisher.Settled < running.Sequence || state.Confirmation is not null) return;
        try
        {
            var info = new SnapshotInfo(state.Sequence, running.LastModified, _schemaId, running.Sequence);
            var length = await _journal.WriteSnapshotAsync(info, (snapshot, ct) => WriteAsync(snapshot, state, ct), _stop.Token).ConfigureAwait(false);
            lock (_sync)
            {
                _length = Math.Max(0, _length - counted);
                _threshold = Math.Max(Least, length);
                _taken = state.Sequence;
            }
        }
        catch (IOException e)
        {
            // Nothing is lost: the commits are there. The next try comes when as much again has changed.
            lock (_sync) _threshold = _length + Math.Max(Least, _threshold);
            LogFailed(state.Sequence, e);
        }
    }

    private async ValueTask WriteAsync(SnapshotWriter snapshot, DurableState state, CancellationToken cancellationToken)
    {
        var running = state.Running.Tree;
        await snapshot.WriteAsync(JournalReplay.RunningSection, (destination, ct) => _codec.WriteAsync(destination, running, ct), cancellationToken).ConfigureAwait(false);
        await WriteAttributesAsync(snapshot, JournalReplay.RunningAttributesSection, running, cancellationToken).ConfigureAwait(false);
        if (state.Startup?.Tree is not { } startup) return;
        await snapshot.WriteAsync(
            JournalReplay.StartupSection,
            async (destination, ct) =>
            {
                if (!ReferenceEquals(startup, running)) await _codec.WriteAsync(destination, startup, ct).ConfigureAwait(false);
                else await destination.WriteAsync(new[] { JournalReplay.StartupIsRunning }, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (!ReferenceEquals(startup, running)) await WriteAttributesAsync(snapshot, JournalReplay.StartupAttributesSection, startup, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAttributesAsync(SnapshotWriter snapshot, string section, DataTree tree, CancellationToken cancellationToken)
    {
        if (_codec.EncodeAttributes(tree) is not { } attributes) return;
        await snapshot.WriteAsync(section, async (destination, ct) => await destination.WriteAsync(attributes, ct).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of record {Sequence} could not be kept; it will be tried again")]
    private partial void LogFailed(long sequence, Exception exception);
}
