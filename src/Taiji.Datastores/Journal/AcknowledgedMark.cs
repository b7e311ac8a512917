using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Taiji.Datastores.Journal;

/// <summary>
/// How far records were acknowledged, in a file of its own: what a later start must find. Written after they are durable and not flushed, so that after a power cut it may say
/// less than was, but never more; after a crash of the process alone it is exact. Without it, or when it is damaged, nothing is asked for.
/// </summary>
internal sealed class AcknowledgedMark : IDisposable
{
    private const int Length = 8;
    private const int ChecksumBits = 16;

    private readonly SafeFileHandle _file;
    private readonly byte[] _bytes = new byte[Length];

    private AcknowledgedMark(SafeFileHandle file) => _file = file;

    /// <summary>The newest record that was acknowledged before the file was opened; 0 when it isn't known.</summary>
    public long Found { get; private init; }

    /// <summary>Whether there was a file, but damaged.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static AcknowledgedMark Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = new byte[Length];
        var length = RandomAccess.Read(file, bytes, 0);
        var packed = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var found = packed >>> ChecksumBits;
        var isWhole = length == Length && Pack(found) == packed;
        return new AcknowledgedMark(file) { Found = isWhole ? found : 0, IsDamaged = length > 0 && !isWhole };
    }

    /// <summary>Writes how far records are acknowledged.</summary>
    /// <param name="sequence">The newest.</param>
    public void Write(long sequence)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes, Pack(sequence));
        try
        {
            RandomAccess.Write(_file, _bytes, 0);
        }
        catch (IOException)
        {
            // It says less than it could: what is acknowledged is safe without it.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // One word, so that no crash leaves half of it.
    private static long Pack(long sequence) => (sequence << ChecksumBits) | (ushort)~BitOperations.Crc32C(Checksum.Seed, (ulong)sequence);
}
