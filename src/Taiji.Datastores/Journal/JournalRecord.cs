using System.Buffers;

namespace Taiji.Datastores.Journal;

/// <summary>
/// The envelope of everything that the journal keeps in order. The journal looks into none: who appends a kind reads it back, in <see cref="JournalReplay"/> at a start and
/// in the follower of a shared journal. Records that must stand or fall together are appended together (<see cref="IJournal.Append"/>): a commit and the deadline of its
/// confirmation, say.
/// </summary>
/// <param name="Sequence">Its number: all kinds are numbered together, without gaps, from 1.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Payload">What is kept; usually made with <see cref="RecordFields"/>.</param>
internal sealed record JournalRecord(long Sequence, RecordKind Kind, DateTimeOffset Time, ReadOnlyMemory<byte> Payload)
{
    /// <summary>How many bytes of it a start has to replay: when that is much, a snapshot is due.</summary>
    public int Weight { get; init; } = Payload.Length;
}

/// <summary>What a snapshot is of.</summary>
/// <param name="Sequence">The last record in it: a start goes on with those after.</param>
/// <param name="Time">When running was last changed.</param>
/// <param name="SchemaId">The content-id of the schema it was written under (RFC 8525).</param>
/// <param name="Commit">The record that made running as it is in there: <paramref name="Sequence"/>, or one before it when records of other kinds came after.</param>
internal sealed record SnapshotInfo(long Sequence, DateTimeOffset Time, string SchemaId, long Commit);

/// <summary>A snapshot that was read.</summary>
/// <param name="Info">Which.</param>
/// <param name="Sections">Its content by name, each as it was written and verified; a server that doesn't know one of them must not start from it.</param>
internal sealed record JournalSnapshot(SnapshotInfo Info, IReadOnlyDictionary<string, ReadOnlySequence<byte>> Sections);
