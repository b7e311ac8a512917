using System.Buffers;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Journal;

/// <summary>What a start has made of the journal so far: a snapshot's sections, and then record by record. The one place that knows every section; <see cref="StateReplay"/> knows the records.</summary>
internal sealed class JournalReplay
{
    /// <summary>The snapshot's section with running.</summary>
    public const string RunningSection = "running";

    /// <summary>The snapshot's section with startup; <see cref="StartupIsRunning"/> when it is what running is.</summary>
    public const string StartupSection = "startup";

    /// <summary>The snapshot's section with the attributes of running's nodes; only when there are any.</summary>
    public const string RunningAttributesSection = "running-attributes";

    /// <summary>The same of startup, when that is not what running is.</summary>
    public const string StartupAttributesSection = "startup-attributes";

    /// <summary>All that is in the startup section when startup is what running is.</summary>
    public const byte StartupIsRunning = (byte)'=';

    private readonly IChangeCodec _codec;
    private readonly Queue<CommitChange> _unsettled = new();
    private StateReplay _replay;

    /// <summary>Begins with nothing.</summary>
    /// <param name="codec">How contents are kept.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="now">When a new, empty running counts as made.</param>
    public JournalReplay(IChangeCodec codec, YangSchema schema, DateTimeOffset now)
    {
        _codec = codec;
        _replay = new StateReplay(codec, new DurableState(new DatastoreSnapshot(DataTree.Empty(schema), 0, now), 0));
    }

    /// <summary>The state so far.</summary>
    public DurableState State => _replay.State;

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
            if (name is not (RunningSection or StartupSection or RunningAttributesSection or StartupAttributesSection)) throw new JournalException($"In {what} is a section '{name}' that this version of the product doesn't know: a newer one wrote it.");
        }

        if (!snapshot.Sections.TryGetValue(RunningSection, out var content)) throw new JournalException($"In {what} the section '{RunningSection}' is missing.");
        var running = new DatastoreSnapshot(Annotated(snapshot, RunningAttributesSection, Read(what, () => _codec.Read(content))), snapshot.Info.Commit, snapshot.Info.Time);
        var state = new DurableState(running, snapshot.Info.Sequence);
        if (snapshot.Sections.TryGetValue(StartupSection, out var startup))
        {
            var tree = startup.Length == 1 && startup.ToArray()[0] == StartupIsRunning ? running.Tree
                : Annotated(snapshot, StartupAttributesSection, Read($"startup in {what}", () => _codec.Read(startup)));
            state = state with { Startup = new DatastoreSnapshot(tree, snapshot.Info.Sequence, snapshot.Info.Time) };
        }

        _replay = new StateReplay(_codec, state);
        SchemaId = snapshot.Info.SchemaId;
    }

    /// <summary>Begins with a migration: nothing from before it is needed.</summary>
    /// <param name="migration">The record.</param>
    public void BeginBefore(JournalRecord migration)
    {
        _replay = new StateReplay(_codec, State with { Sequence = migration.Sequence - 1 });
        MigratedAt = migration.Sequence;
    }

    /// <summary>The sequence of the newest migration; 0 for none.</summary>
    public long MigratedAt { get; set; }

    /// <summary>Does what a record says.</summary>
    /// <param name="record">The one after the last.</param>
    /// <exception cref="JournalException">It is of a kind that isn't known, or malformed.</exception>
    /// <exception cref="RpcErrorException">Something doesn't fit the schema: every path is named.</exception>
    public void Apply(JournalRecord record)
    {
        var before = State.Running.Tree;
        var commit = Read($"{record.Kind.Name} {record.Sequence}", () => _replay.Apply(record));
        if (record.Kind == MigrationRecord.Kind)
        {
            SchemaId = MigrationRecord.From(record).SchemaId;
            _unsettled.Clear();
        }

        TailLength += record.Payload.Length - (commit?.Inverse?.Length ?? 0);
        if (commit is null) return;
        _unsettled.Enqueue(new CommitChange(commit.Sequence, new DataDiff(before, State.Running.Tree), null));
        while (_unsettled.TryPeek(out var oldest) && oldest.Sequence <= commit.Settled) _unsettled.Dequeue();
    }

    private DataTree Annotated(JournalSnapshot snapshot, string section, DataTree tree) =>
        snapshot.Sections.TryGetValue(section, out var attributes)
            ? Read($"the section '{section}' of the snapshot of record {snapshot.Info.Sequence}", () => _codec.Apply(tree, attributes.ToArray())) : tree;

    private static T Read<T>(string what, Func<T> read)
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
