using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Journal;

/// <summary>The startup datastore was written: it is what running is at this point, or what it was with a change.</summary>
internal sealed record StartupRecord
{
    /// <summary>The kind of record that it is.</summary>
    public static readonly RecordKind Kind = new("startup", 1);

    /// <summary>Who wrote it; null for the server itself.</summary>
    public string? User { get; init; }

    /// <summary>The encoded change of startup (from nothing, when it was never written); null when it is made what running is.</summary>
    public ReadOnlyMemory<byte>? Diff { get; init; }

    /// <summary>Reads one, and does what it says.</summary>
    /// <param name="record">Of this kind.</param>
    /// <param name="before">The state before it.</param>
    /// <param name="codec">How changes are kept.</param>
    public static DurableState Apply(JournalRecord record, DurableState before, IChangeCodec codec)
    {
        ReadOnlyMemory<byte>? diff = null;
        var fields = new RecordFieldReader(record);
        while (fields.Next())
        {
            if ((Tag)fields.Tag == Tag.Diff) diff = fields.Bytes;
            else fields.Skip();
        }

        var running = before.Running.Tree;
        var tree = diff is { } encoded ? codec.Apply(before.Startup?.Tree ?? DataTree.Empty(running.Schema), encoded) : running;
        return before with { Sequence = record.Sequence, Startup = new DatastoreSnapshot(tree, record.Sequence, record.Time) };
    }

    /// <summary>Puts it into its envelope.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="time">When it was decided.</param>
    public JournalRecord ToRecord(long sequence, DateTimeOffset time)
    {
        var fields = new RecordFields((Diff?.Length ?? 0) + 64).Add((int)Tag.User, User);
        if (Diff is { } diff) fields.Add((int)Tag.Diff, diff.Span);
        return new JournalRecord(sequence, Kind, time, fields.Written);
    }

    // Numbers on disk: never reused.
    private enum Tag
    {
        Diff = 1,
        User = 64,
    }
}
