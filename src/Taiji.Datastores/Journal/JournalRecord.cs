using System.Buffers;

namespace Taiji.Datastores.Journal;

/// <summary>One commit as it is kept.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="User">Whose session asked for it; null for the server itself.</param>
/// <param name="Transport">Over what.</param>
/// <param name="Comment">The client's comment.</param>
/// <param name="Settled">The sequence up to which all commit participants had heard the outcome when this one was appended.</param>
/// <param name="Diff">The encoded change.</param>
internal sealed record JournalRecord(
    long Sequence, DateTimeOffset Time, string? User, string? Transport, string? Comment, long Settled, ReadOnlyMemory<byte> Diff);

/// <summary>What a snapshot is of.</summary>
/// <param name="Sequence">The last commit in it.</param>
/// <param name="Time">When that was.</param>
/// <param name="SchemaId">The content-id of the schema it was written under (RFC 8525).</param>
internal sealed record SnapshotInfo(long Sequence, DateTimeOffset Time, string SchemaId);

/// <summary>A snapshot that was read.</summary>
/// <param name="Info">Which.</param>
/// <param name="Content">What was written.</param>
internal sealed record JournalSnapshot(SnapshotInfo Info, ReadOnlySequence<byte> Content);
