using System.Buffers;

namespace Taiji.Datastores.Journal;

/// <summary>One piece of a content read in several.</summary>
internal sealed class Piece : ReadOnlySequenceSegment<byte>
{
    /// <summary>Goes behind the one before.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="before">The piece before; null for the first.</param>
    public Piece(ReadOnlyMemory<byte> memory, Piece? before)
    {
        Memory = memory;
        if (before is null) return;
        before.Next = this;
        RunningIndex = before.RunningIndex + before.Memory.Length;
    }
}
