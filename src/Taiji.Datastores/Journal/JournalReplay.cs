using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Journal;

/// <summary>What a start has made of the journal so far: a snapshot's sections, and then record by record. The one place that knows every section and every kind of record.</summary>
internal sealed class JournalReplay
{
    /// <summary>The snapshot's section with running.</summary>
    public const string RunningSection = "running";

    private readonly IChangeCodec _codec;
    private readonly Queue<CommitChange> _unsettled = new();

    /// <summary>Begins with nothing.</summary>
    /// <param name="codec">How contents are kept.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="now">When a new, empty running counts as made.</param>
    public JournalReplay(IChangeCodec codec, YangSchema schema, DateTimeOffset now)
    {
        _codec = codec;
        Running = new DatastoreSnapshot(DataTree.Empty(schema), 0, now);
    }

    /// <summary>Running so far.</summary>
    public DatastoreSnapshot Running { get; private set; }

    /// <summary>The last record that is in here.</summary>
    public long Sequence { get; private set; }

    /// <summary>How many bytes of records came after the snapshot.</summary>
    public long TailLength { get; private set; }

    /// <summary>The content-id of the schema that the snapshot was written under; null without a snapshot.</summary>
    public string? SchemaId { get; private set; }

    /// <summary>The last commits, of which participants may not have heard.</summary>
    public IReadOnlyList<CommitChange> Unsettled => [.. _unsettled];

    /// <summary>Begins with a snapshot.</summary>
    /// <param name="snapshot">It is all that was before.</param>
    /// <exception cref="JournalException">It has a section that isn't known, or lacks one.</exception>
    /// <exception cref="RpcErrorException">Something doesn't fit the schema: every path is named.</exception>
    public void Begin(JournalSnapshot snapshot)
    {
        var what = $"the snapshot of record {snapshot.Info.Sequence}";
        foreach (var name in snapshot.Sections.Keys)
        {
            if (name != RunningSection) throw new JournalException($"In {what} is a section '{name}' that this version of the product doesn't know: a newer one wrote it.");
        }

        if (!snapshot.Sections.TryGetValue(RunningSection, out var content)) throw new JournalException($"In {what} the section '{RunningSection}' is missing.");
        Running = new DatastoreSnapshot(Read(what, () => _codec.Read(content)), snapshot.Info.Commit, snapshot.Info.Time);
        Sequence = snapshot.Info.Sequence;
        SchemaId = snapshot.Info.SchemaId;
    }

    /// <summary>Does what a record says.</summary>
    /// <param name="record">The one after the last.</param>
    /// <exception cref="JournalException">It is of a kind that isn't known, or malformed.</exception>
    /// <exception cref="RpcErrorException">Something doesn't fit the schema: every path is named.</exception>
    public void Apply(JournalRecord record)
    {
        if (record.Kind == CommitRecord.Kind) Commit(CommitRecord.From(record));
        else throw new JournalException($"Record {record.Sequence} is of kind {record.Kind}, which this version of the product doesn't know: a newer one wrote it.");
        Sequence = record.Sequence;
        TailLength += record.Payload.Length;
    }

    private void Commit(CommitRecord commit)
    {
        var before = Running.Tree;
        var after = Read($"commit {commit.Sequence}", () => _codec.Apply(before, commit.Diff));
        Running = new DatastoreSnapshot(after, commit.Sequence, commit.Time);
        _unsettled.Enqueue(new CommitChange(commit.Sequence, new DataDiff(before, after), null));
        while (_unsettled.TryPeek(out var oldest) && oldest.Sequence <= commit.Settled) _unsettled.Dequeue();
    }

    private static DataTree Read(string what, Func<DataTree> read)
    {
        try
        {
            return read();
        }
        catch (RpcErrorException e)
        {
            throw new RpcErrorException([.. e.Errors.Select(error => error with { Message = $"In {what}: {error.Message}" })]);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new JournalException($"{what} can't be decoded: {e.Message}", e);
        }
    }
}
