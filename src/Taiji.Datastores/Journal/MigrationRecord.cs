using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Journal;

/// <summary>The data was brought to other modules: all that was before is replaced by what is in here, whole. A start needs nothing from before it.</summary>
internal sealed record MigrationRecord
{
    /// <summary>The kind of record that it is.</summary>
    public static readonly RecordKind Kind = new("migration", 1);

    /// <summary>The content-id of the modules from here on.</summary>
    public required string SchemaId { get; init; }

    /// <summary>Running, whole.</summary>
    public required ReadOnlyMemory<byte> Running { get; init; }

    /// <summary>Startup, whole; null when there is none, empty when it is what running is.</summary>
    public ReadOnlyMemory<byte>? Startup { get; init; }

    /// <summary>The attributes of running's nodes (<see cref="IChangeCodec.EncodeAttributes"/>); null when there are none.</summary>
    public ReadOnlyMemory<byte>? RunningAttributes { get; init; }

    /// <summary>The same of startup; null as well when it is what running is.</summary>
    public ReadOnlyMemory<byte>? StartupAttributes { get; init; }

    /// <summary>How it came to be, for people.</summary>
    public string? How { get; init; }

    /// <summary>Reads one.</summary>
    /// <param name="record">Of this kind.</param>
    public static MigrationRecord From(JournalRecord record)
    {
        var migration = new MigrationRecord { SchemaId = "", Running = default };
        var fields = new RecordFieldReader(record);
        while (fields.Next())
        {
            switch ((Tag)fields.Tag)
            {
                case Tag.SchemaId: migration = migration with { SchemaId = fields.Text ?? "" }; break;
                case Tag.Running: migration = migration with { Running = fields.Bytes }; break;
                case Tag.Startup: migration = migration with { Startup = fields.Bytes }; break;
                case Tag.RunningAttributes: migration = migration with { RunningAttributes = fields.Bytes }; break;
                case Tag.StartupAttributes: migration = migration with { StartupAttributes = fields.Bytes }; break;
                case Tag.How: migration = migration with { How = fields.Text }; break;
                default: fields.Skip(); break;
            }
        }

        return migration;
    }

    /// <summary>Does what one says.</summary>
    /// <param name="record">Of this kind.</param>
    /// <param name="codec">How contents are kept.</param>
    public static DurableState Apply(JournalRecord record, IChangeCodec codec)
    {
        var migration = From(record);
        var running = new DatastoreSnapshot(Read(codec, migration.Running, migration.RunningAttributes), record.Sequence, record.Time);
        var state = new DurableState(running, record.Sequence);
        if (migration.Startup is not { } startup) return state;
        return state with { Startup = running with { Tree = startup.IsEmpty ? running.Tree : Read(codec, startup, migration.StartupAttributes) } };
    }

    private static DataTree Read(IChangeCodec codec, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte>? attributes)
    {
        var tree = codec.Read(new(content));
        return attributes is { } encoded ? codec.Apply(tree, encoded) : tree;
    }

    /// <summary>Puts it into its envelope.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="time">When it was done.</param>
    public JournalRecord ToRecord(long sequence, DateTimeOffset time)
    {
        var fields = new RecordFields(Running.Length + (Startup?.Length ?? 0) + 256).Add((int)Tag.SchemaId, SchemaId).Add((int)Tag.Running, Running.Span);
        if (Startup is { } startup) fields.Add((int)Tag.Startup, startup.Span);
        if (RunningAttributes is { } ofRunning) fields.Add((int)Tag.RunningAttributes, ofRunning.Span);
        if (StartupAttributes is { } ofStartup) fields.Add((int)Tag.StartupAttributes, ofStartup.Span);
        return new JournalRecord(sequence, Kind, time, fields.Add((int)Tag.How, How).Written);
    }

    // Numbers on disk: never reused.
    private enum Tag
    {
        SchemaId = 1,
        Running = 2,
        Startup = 3,
        RunningAttributes = 4,
        StartupAttributes = 5,
        How = 64,
    }
}
