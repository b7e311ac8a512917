using System.Collections.Immutable;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Store;

/// <summary>What is in the candidate at one moment.</summary>
/// <param name="Base">The running that its edits were made on.</param>
/// <param name="Content">The content, numbered as its base, with the time of the last edit.</param>
/// <param name="Edits">The edits, in order; empty when the candidate is as running is.</param>
/// <param name="Generation">Changes whenever edits are thrown away.</param>
internal sealed record CandidateState(DatastoreSnapshot Base, DatastoreSnapshot Content, ImmutableList<Edit> Edits, long Generation)
{
    /// <summary>What must hold of running when it is committed.</summary>
    public ImmutableList<ContentCondition> Conditions { get; init; } = [];

    /// <summary>Whether it differs from running by edits.</summary>
    public bool IsModified => Edits.Count > 0;

    /// <summary>The edits as a transaction: replayed on the running of the moment, they rebase.</summary>
    public Transaction ToTransaction() => new() { Edits = Edits, Base = Base, Result = Content.Tree };
}

/// <summary>
/// A candidate (RFC 6241 §8.3): a base and the edits made since. While there are none it is what running is; a commit replays them over the running of that moment,
/// so that it can't undo somebody else's change unseen.
/// </summary>
internal sealed class CandidateStore
{
    private readonly Lock _sync = new();
    private readonly RunningStore _running;
    private readonly TimeProvider _time;
    private CandidateState? _modified;
    private ImmutableList<ContentCondition> _conditions = [];
    private long _generation;

    /// <summary>Makes an unmodified candidate.</summary>
    /// <param name="running">What it starts from.</param>
    /// <param name="time">The clock.</param>
    public CandidateStore(RunningStore running, TimeProvider time)
    {
        _running = running;
        _time = time;
    }

    /// <summary>What is in it now.</summary>
    public CandidateState Current
    {
        get
        {
            lock (_sync) return State();
        }
    }

    /// <summary>Edits it.</summary>
    /// <param name="edit">Given what is in it, gives the edits that were applied and the content after; or throws.</param>
    /// <param name="conditions">What must hold of running when it is committed, beside what must already.</param>
    /// <returns>The content before and after; the same when nothing changed.</returns>
    /// <exception cref="RpcErrorException">What <paramref name="edit"/> throws; nothing has changed then.</exception>
    public (DatastoreSnapshot Before, DatastoreSnapshot After, IReadOnlyList<RpcError> Errors) Edit(Func<CandidateState, AppliedEdits> edit, IReadOnlyList<ContentCondition> conditions)
    {
        lock (_sync)
        {
            var before = State();
            var applied = edit(before);
            if (conditions.Count > 0) _conditions = _conditions.RemoveAll(c => conditions.Any(n => n.About == c.About)).AddRange(conditions);
            if (ReferenceEquals(applied.Tree, before.Content.Tree)) return (before.Content, before.Content, applied.Errors);
            if (before.IsModified && new DataDiff(before.Base.Tree, applied.Tree).IsEmpty)
            {
                // Edited back to what it was: not modified any more (RFC 6241 §7.5 asks).
                Reset();
                return (before.Content, before.Base, applied.Errors);
            }

            var content = new DatastoreSnapshot(applied.Tree, before.Base.Sequence, _time.GetUtcNow());
            _modified = before with { Content = content, Edits = before.Edits.AddRange(applied.Edits) };
            return (before.Content, content, applied.Errors);
        }
    }

    /// <summary>Throws the edits away.</summary>
    /// <param name="first">Done before, nobody else editing in between; nothing is thrown away when it throws.</param>
    public void Discard(Action? first = null)
    {
        lock (_sync)
        {
            first?.Invoke();
            Reset();
        }
    }

    /// <summary>Does something while nobody edits.</summary>
    /// <param name="action">Given whether there are edits.</param>
    public void Hold(Action<bool> action)
    {
        lock (_sync) action(_modified is not null);
    }

    /// <summary>A state of it was committed: what was edited since then stays.</summary>
    /// <param name="committed">The state.</param>
    /// <param name="running">What running is after it.</param>
    public void Committed(CandidateState committed, DatastoreSnapshot running)
    {
        lock (_sync)
        {
            _conditions = _conditions.RemoveAll(committed.Conditions.Contains);
            if (_modified is not { } now || now.Generation != committed.Generation) return;
            var rest = now.Edits.RemoveRange(0, committed.Edits.Count);
            if (rest.Count == 0)
            {
                Reset();
                return;
            }

            var editor = running.Tree.Edit();
            // One that applies no longer stays where it is: the next commit tells of the conflict.
            if (rest.Any(e => editor.Apply(e) is not null)) return;
            _modified = new CandidateState(running, new DatastoreSnapshot(editor.Seal(), running.Sequence, now.Content.LastModified), rest, ++_generation);
        }
    }

    /// <summary>Puts the edits on another base.</summary>
    /// <param name="rebase">Given what is in it, gives what it becomes; or throws.</param>
    /// <exception cref="RpcErrorException">What <paramref name="rebase"/> throws; nothing has changed then.</exception>
    public void Rebase(Func<CandidateState, CandidateState> rebase)
    {
        lock (_sync)
        {
            if (_modified is null) return;
            var after = rebase(_modified);
            if (after.IsModified) _modified = after with { Generation = ++_generation };
            else Reset();
        }
    }

    /// <summary>Whether its session holds a lock on it: a private one only.</summary>
    public bool IsLocked { get; set; }

    private CandidateState State()
    {
        if (_modified is not null) return _modified with { Conditions = _conditions };
        var running = _running.Current;
        return new CandidateState(running, running, [], _generation) { Conditions = _conditions };
    }

    private void Reset()
    {
        _modified = null;
        _conditions = [];
        _generation++;
    }
}
