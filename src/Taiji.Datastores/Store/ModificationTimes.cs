using Taiji.Datastores.Commit;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Store;

/// <summary>
/// When parts of running last changed (RFC 8040 §3.5.1): a time for every node that a commit touched and for those above it. What it doesn't remember counts as changed when it
/// began to remember: never too early. Bounded, and a commit costs it what the commit changes; of one that changes very much it remembers the lists, and takes all their entries for changed.
/// </summary>
internal sealed class ModificationTimes
{
    private const int MaxNodes = 65_536;
    private const int MaxChanges = 1_024;
    private readonly Lock _sync = new();
    private readonly RunningStore _running;
    private readonly Dictionary<int, DateTimeOffset> _changed = [];
    private readonly Dictionary<int, DateTimeOffset> _whole = [];
    private DateTimeOffset _before;
    private long _sequence;

    /// <summary>Begins to remember.</summary>
    /// <param name="running">Running.</param>
    public ModificationTimes(RunningStore running)
    {
        _running = running;
        _before = running.Current.LastModified;
        _sequence = running.Current.Sequence;
    }

    /// <summary>A commit was published.</summary>
    /// <param name="change">What it changed.</param>
    public void Changed(CommitChange change)
    {
        var time = _running.Current.LastModified;
        lock (_sync)
        {
            _sequence = change.Sequence;
            var left = MaxChanges;
            foreach (var one in change.Diff.Changes)
            {
                if (left-- == 0)
                {
                    AddLists(change.Diff, time);
                    break;
                }

                Add(one, time);
            }

            if (_changed.Count + _whole.Count > MaxNodes) Forget();
        }
    }

    /// <summary>When a node or something in it last changed.</summary>
    /// <param name="snapshot">Running.</param>
    /// <param name="path">The node; it may be a whole list, and need not be there.</param>
    public DateTimeOffset Of(DatastoreSnapshot snapshot, DataPath path)
    {
        lock (_sync)
        {
            // One that isn't published yet.
            if (snapshot.Sequence > _sequence) return snapshot.LastModified;
            var latest = _before;
            var hash = default(HashCode);
            if (path.IsRoot) Max(ref latest, _changed, hash.ToHashCode());
            for (var i = 0; i < path.Steps.Length; i++)
            {
                if (path.Steps[i].Node is ListNode or LeafListNode) Max(ref latest, _whole, ListOf(hash, path.Steps[i].Node));
                AddStep(ref hash, path.Steps[i]);
                var name = hash.ToHashCode();
                Max(ref latest, _whole, name);
                if (i == path.Steps.Length - 1) Max(ref latest, _changed, name);
            }

            // In a snapshot that is history: what changed in it since was as it is there since then at the latest.
            return latest < snapshot.LastModified ? latest : snapshot.LastModified;
        }
    }

    private void Add(in DataChange change, DateTimeOffset time)
    {
        var steps = change.Node.Path.Steps;
        var hash = default(HashCode);
        _changed[hash.ToHashCode()] = time;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Node is ListNode or LeafListNode)
            {
                _changed[ListOf(hash, steps[i].Node)] = time;
            }

            AddStep(ref hash, steps[i]);
            _changed[hash.ToHashCode()] = time;
        }

        if (change.Kind is DataChangeKind.Created or DataChangeKind.Deleted) _whole[hash.ToHashCode()] = time;
    }

    // What is in lists counts as changed with its outermost list.
    private void AddLists(DataDiff diff, DateTimeOffset time)
    {
        foreach (var node in DataDiff.Touched(diff.Before, diff.After))
        {
            var way = new Stack<SchemaNode>();
            for (SchemaNode? around = node; around is not (null or SchemaRoot); around = around.DataParent) way.Push(around);
            var hash = default(HashCode);
            _changed[hash.ToHashCode()] = time;
            foreach (var step in way)
            {
                hash.Add(step.Ordinal);
                _changed[hash.ToHashCode()] = time;
            }

            _whole[hash.ToHashCode()] = time;
        }
    }

    // The older half: what was changed then counts as changed when the newest of it was.
    private void Forget()
    {
        var middle = _changed.Values.Concat(_whole.Values).Order().ElementAt((_changed.Count + _whole.Count) / 2);
        foreach (var times in new[] { _changed, _whole })
        {
            foreach (var (name, time) in times)
            {
                if (time <= middle) times.Remove(name);
            }
        }

        if (middle > _before) _before = middle;
    }

    // A list as a whole.
    private static int ListOf(HashCode around, SchemaNode list)
    {
        around.Add(list.Ordinal);
        return around.ToHashCode();
    }

    private static void AddStep(ref HashCode hash, in DataPathStep step)
    {
        hash.Add(step.Node.Ordinal);
        if (step.Key is { } key) hash.AddBytes(key.Span);
        else if (step.Position is { } position) hash.Add(position);
    }

    private static void Max(ref DateTimeOffset latest, Dictionary<int, DateTimeOffset> times, int name)
    {
        if (times.TryGetValue(name, out var time) && time > latest) latest = time;
    }
}
