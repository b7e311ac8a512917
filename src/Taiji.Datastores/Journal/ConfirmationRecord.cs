using System.Collections.Immutable;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Journal;

/// <summary>A commit waits for its confirmation from here on: a start that finds it unconfirmed takes it back (RFC 6241 §8.4.1).</summary>
internal sealed record ConfirmationRecord
{
    /// <summary>The kind of record that it is.</summary>
    public static readonly RecordKind Kind = new("confirmation", 1);

    /// <summary>When it is taken back.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The commit that it begins with or is extended by, the record before this one; 0 when that changed nothing.</summary>
    public long Commit { get; init; }

    /// <summary>Who issued it.</summary>
    public required string User { get; init; }

    /// <summary>The token.</summary>
    public string? PersistId { get; init; }

    /// <summary>Reads one, and does what it says.</summary>
    /// <param name="record">Of this kind.</param>
    /// <param name="before">The state before it.</param>
    /// <param name="last">The last commit and what it changed; null when there was none.</param>
    public static DurableState Apply(JournalRecord record, DurableState before, (long Sequence, DataDiff Diff)? last)
    {
        var confirmation = From(record);
        var changes = before.Confirmation?.Changes ?? ImmutableList<DataDiff>.Empty;
        if (confirmation.Commit != 0)
        {
            if (last?.Sequence != confirmation.Commit) throw new JournalException($"Record {record.Sequence} names commit {confirmation.Commit}, which is not the one before it.");
            changes = changes.Add(last.Value.Diff);
        }

        return before with
        {
            Sequence = record.Sequence,
            Confirmation = new PendingConfirmation(0, confirmation.User, confirmation.PersistId, confirmation.Deadline, changes),
        };
    }

    /// <summary>Puts it into its envelope.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="time">When it was decided.</param>
    public JournalRecord ToRecord(long sequence, DateTimeOffset time) => new(sequence, Kind, time, new RecordFields()
        .Add((int)Tag.Deadline, Deadline)
        .Add((int)Tag.Commit, Commit)
        .Add((int)Tag.User, User)
        .Add((int)Tag.PersistId, PersistId)
        .Written);

    private static ConfirmationRecord From(JournalRecord record)
    {
        var confirmation = new ConfirmationRecord { Deadline = record.Time, User = "" };
        var fields = new RecordFieldReader(record);
        while (fields.Next())
        {
            switch ((Tag)fields.Tag)
            {
                case Tag.Deadline: confirmation = confirmation with { Deadline = fields.Time }; break;
                case Tag.Commit: confirmation = confirmation with { Commit = fields.Number }; break;
                case Tag.PersistId: confirmation = confirmation with { PersistId = fields.Text }; break;
                case Tag.User: confirmation = confirmation with { User = fields.Text }; break;
                default: fields.Skip(); break;
            }
        }

        return confirmation;
    }

    // Numbers on disk: never reused.
    private enum Tag
    {
        Deadline = 1,
        Commit = 2,
        PersistId = 3,
        User = 64,
    }
}

/// <summary>The commit that waited does no more: it was confirmed, or the commit before this record took it back.</summary>
internal static class ConfirmationEndRecord
{
    /// <summary>The kind of record that it is.</summary>
    public static readonly RecordKind Kind = new("confirmation-end", 1);

    /// <summary>Does what one says.</summary>
    /// <param name="record">Of this kind.</param>
    /// <param name="before">The state before it.</param>
    public static DurableState Apply(JournalRecord record, DurableState before)
    {
        var fields = new RecordFieldReader(record);
        while (fields.Next()) fields.Skip();
        return before with { Sequence = record.Sequence, Confirmation = null };
    }

    /// <summary>Makes one.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="time">When it was decided.</param>
    /// <param name="how">How it ended, for people.</param>
    public static JournalRecord Make(long sequence, DateTimeOffset time, string how) => new(sequence, Kind, time, new RecordFields().Add((int)Tag.How, how).Written);

    // Numbers on disk: never reused.
    private enum Tag
    {
        How = 64,
    }
}
