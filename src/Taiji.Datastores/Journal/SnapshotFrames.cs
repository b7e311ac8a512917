using System.Buffers.Binary;
using System.Numerics;

namespace Taiji.Datastores.Journal;

/// <summary>What a frame of a snapshot file holds. Numbers on disk: never reused.</summary>
internal enum SnapshotFrame : byte
{
    /// <summary>The first one: which snapshot it is.</summary>
    Info = 1,

    /// <summary>A section begins; its name.</summary>
    Section = 2,

    /// <summary>Some of the section's content.</summary>
    Content = 3,

    /// <summary>The last one: what comes before is whole.</summary>
    End = 4,
}

/// <summary>
/// A snapshot file is <see cref="Magic"/> and frames: <c>kind (1 byte), length (4), CRC-32C (4), payload</c>, little-endian. The checksum covers the snapshot's sequence, the
/// frame's number and its kind too, so that a frame from elsewhere, or in another's place, is found out.
/// </summary>
internal static class SnapshotFrames
{
    /// <summary>How many bytes stand before a payload.</summary>
    public const int HeaderLength = 9;

    /// <summary>No frame is longer.</summary>
    public const int MaxPayload = 1 << 20;

    /// <summary>What the file begins with; the last byte is the format's version.</summary>
    public static ReadOnlySpan<byte> Magic => "taijisn\u0002"u8;

    /// <summary>A frame's checksum.</summary>
    /// <param name="sequence">The snapshot's.</param>
    /// <param name="number">How many frames come before it.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="payload">Its payload.</param>
    public static uint ChecksumOf(long sequence, long number, SnapshotFrame kind, ReadOnlySpan<byte> payload)
    {
        var crc = BitOperations.Crc32C(Checksum.Seed, (ulong)sequence);
        crc = BitOperations.Crc32C(crc, (ulong)number);
        return ~Checksum.Add(BitOperations.Crc32C(crc, (byte)kind), payload);
    }

    /// <summary>Writes what stands before a payload.</summary>
    /// <param name="header">Receives it.</param>
    /// <param name="kind">What the frame holds.</param>
    /// <param name="length">The payload's length.</param>
    /// <param name="checksum">The frame's checksum.</param>
    public static void WriteHeader(Span<byte> header, SnapshotFrame kind, int length, uint checksum)
    {
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[5..], checksum);
    }
}
