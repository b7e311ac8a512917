using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Taiji.Datastores.Journal;

/// <summary>Reads a snapshot file, verifying each frame.</summary>
internal sealed class SnapshotReader : IDisposable
{
    private readonly string _path;
    private readonly long _sequence;
    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly Dictionary<string, (Piece First, Piece Last)> _sections = [];
    private long _at;
    private long _number;

    private SnapshotReader(string path, long sequence)
    {
        _path = path;
        _sequence = sequence;
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="sequence">Which snapshot it should be.</param>
    /// <exception cref="JournalException">It is damaged, short, or another's: the frame and its place are named.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static JournalSnapshot Read(string path, long sequence)
    {
        using var reader = new SnapshotReader(path, sequence);
        return reader.Read();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private JournalSnapshot Read()
    {
        var magic = ReadBytes(SnapshotFrames.Magic.Length, "its beginning");
        if (!magic.AsSpan(0, magic.Length - 1).SequenceEqual(SnapshotFrames.Magic[..^1])) throw new JournalException($"{_path} is not a snapshot.");
        if (magic[^1] != SnapshotFrames.Magic[^1]) throw new JournalException($"{_path} is a snapshot of format {magic[^1]}; this version of the product knows {SnapshotFrames.Magic[^1]}.");
        var (kind, payload) = ReadFrame();
        if (kind != SnapshotFrame.Info || payload.Length < 24) throw Damaged("says not what it is of");
        var info = Decode(payload);
        string? section = null;
        for ((kind, payload) = ReadFrame(); kind != SnapshotFrame.End; (kind, payload) = ReadFrame())
        {
            if (kind == SnapshotFrame.Section) Begin(section = Encoding.UTF8.GetString(payload));
            else if (kind == SnapshotFrame.Content && section is not null) Add(section, payload);
            else throw Damaged($"is of a kind ({(byte)kind}) that has no place there");
        }

        if (_at != _length) throw new JournalException($"{_path}: {_length - _at} bytes come after its end.");
        return new JournalSnapshot(info, _sections.ToDictionary(s => s.Key, s => new ReadOnlySequence<byte>(s.Value.First, 0, s.Value.Last, s.Value.Last.Memory.Length)));
    }

    private void Begin(string section)
    {
        var first = new Piece(ReadOnlyMemory<byte>.Empty, null);
        if (!_sections.TryAdd(section, (first, first))) throw Damaged($"begins '{section}' again");
    }

    private void Add(string section, byte[] content)
    {
        var (first, last) = _sections[section];
        _sections[section] = (first, new Piece(content, last));
    }

    private (SnapshotFrame Kind, byte[] Payload) ReadFrame()
    {
        var header = ReadBytes(SnapshotFrames.HeaderLength, $"frame {_number}");
        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1));
        if (length is < 0 or > SnapshotFrames.MaxPayload) throw Damaged("has a length that can't be");
        var payload = ReadBytes(length, $"frame {_number}");
        var kind = (SnapshotFrame)header[0];
        if (SnapshotFrames.ChecksumOf(_sequence, _number, kind, payload) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(5)))
            throw Damaged("does not match its checksum");
        _number++;
        return (kind, payload);
    }

    private byte[] ReadBytes(int count, string what)
    {
        if (count > _length - _at) throw new JournalException($"{_path}: {what} is cut off at byte {_length}.");
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        for (var read = 0; read < count;)
        {
            var n = RandomAccess.Read(_file, bytes.AsSpan(read), _at + read);
            if (n == 0) throw new JournalException($"{_path}: {what} is cut off at byte {_at + read}.");
            read += n;
        }

        _at += count;
        return bytes;
    }

    private static SnapshotInfo Decode(byte[] bytes)
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16));
        return new SnapshotInfo(
            BinaryPrimitives.ReadInt64LittleEndian(bytes), new DateTimeOffset(ticks, TimeSpan.Zero), Encoding.UTF8.GetString(bytes.AsSpan(24)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)));
    }

    private JournalException Damaged(string how) => new($"{_path}: frame {_number} (before byte {_at}) {how}.");
}
