using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Taiji.Datastores.Journal;

/// <summary>
/// Looks at SQLite's write-ahead log before SQLite does: SQLite takes what comes before the first frame that isn't whole and forgets the rest, and can't tell a write that was torn
/// from damage to one that was acknowledged. A transaction is written only when the one before is safe on disk; so when a whole one follows the broken one, that was damaged later.
/// </summary>
internal sealed class WalInspection : IDisposable
{
    private const int HeaderLength = 32, FrameHeaderLength = 24;
    private const uint LittleEndian = 0x377f0682, BigEndian = 0x377f0683;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly byte[] _header = new byte[HeaderLength];
    private byte[] _frame = [];
    private bool _isBigEndian;

    private WalInspection(string path)
    {
        _path = path;
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>Looks at a log.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="pageSize">The database's.</param>
    /// <returns>How many bytes at its end belong to a transaction that was never whole: SQLite passes over them.</returns>
    /// <exception cref="JournalException">It is damaged, and not only at its end; the place is named.</exception>
    public static long Inspect(string path, int pageSize)
    {
        if (!File.Exists(path)) return 0;
        using var inspection = new WalInspection(path);
        return inspection.Inspect(pageSize);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long Inspect(int pageSize)
    {
        if (_length < HeaderLength || !TryRead(_header, 0)) return _length;
        _frame = new byte[FrameHeaderLength + pageSize];
        if (!IsHeaderWhole(pageSize, out var sum)) return HasWholeFrames() ? throw new JournalException($"{_path}: its first {HeaderLength} bytes are damaged, though what follows is whole.") : _length;
        long at = HeaderLength, committed = at, newest = 0;
        for (; TryRead(_frame, at) && FrameSum(sum) == StoredSum; at += _frame.Length)
        {
            // The checksum goes on from the frame before: one that fits there was never another log's, whatever its salt says now.
            if (!IsOfThisLog) throw Damaged(at, newest);
            sum = StoredSum;
            newest = Math.Max(newest, NewestSequence);
            if (IsCommit) committed = at + _frame.Length;
        }

        if (IsWholeTransactionBehind(at, sum, out var end)) throw Damaged(at, newest);
        return Math.Max(end, at) - committed;
    }

    private JournalException Damaged(long at, long newest) => new(
        $"{_path}: frame {(at - HeaderLength) / _frame.Length} (at byte {at}) is damaged, though it was whole once: "
        + (newest == 0 ? "records in it can't be read." : $"what follows record {newest} can't be read."));

    // The broken frame's transaction may go on and end in whole frames, when it was torn in its middle. A whole frame behind its end was written when it was safe.
    private bool IsWholeTransactionBehind(long broken, (uint A, uint B) sum, out long end)
    {
        end = broken;
        var hasEnded = false;
        (uint A, uint B)? own = null;
        if (TryRead(_frame, broken) && IsOfThisLog)
        {
            end = broken + _frame.Length;
            hasEnded = IsCommit;
            own = FrameSum(sum);
        }
        else if (IsCutOff(broken))
        {
            end = _length;
        }

        for (var at = broken; TryRead(_frame, at); at += _frame.Length)
        {
            var seed = StoredSum;
            if (!TryRead(_frame, at + _frame.Length) || !IsOfThisLog) return false;
            end = at + (2 * _frame.Length);
            // What follows fits what the broken frame really holds: only its checksum is broken.
            if (at == broken && own is { } sumOfBroken && FrameSum(sumOfBroken) == StoredSum) return true;
            if (FrameSum(seed) != StoredSum) continue;
            if (hasEnded) return true;
            hasEnded = IsCommit;
        }

        return false;
    }

    private bool HasWholeFrames()
    {
        for (long at = HeaderLength; TryRead(_frame, at); at += _frame.Length)
        {
            var seed = StoredSum;
            if (TryRead(_frame, at + _frame.Length) && FrameSum(seed) == StoredSum) return true;
        }

        return false;
    }

    private bool IsHeaderWhole(int pageSize, out (uint A, uint B) sum)
    {
        var magic = BinaryPrimitives.ReadUInt32BigEndian(_header);
        _isBigEndian = magic == BigEndian;
        sum = Sum(_header.AsSpan(0, 24), default);
        return magic is LittleEndian or BigEndian && Word(_header, 8) == pageSize && sum == (Word(_header, 24), Word(_header, 28));
    }

    private bool IsOfThisLog => _frame.AsSpan(8, 8).SequenceEqual(_header.AsSpan(16, 8));

    private bool IsCommit => Word(_frame, 4) != 0;

    private (uint A, uint B) StoredSum => (Word(_frame, 16), Word(_frame, 20));

    private (uint A, uint B) FrameSum((uint A, uint B) seed) => Sum(_frame.AsSpan(FrameHeaderLength), Sum(_frame.AsSpan(0, 8), seed));

    /// <summary>The largest row number on the page when it is a leaf of a table: for records that is their sequence. 0 when it isn't one.</summary>
    private long NewestSequence
    {
        get
        {
            var page = _frame.AsSpan(FrameHeaderLength);
            if (page[0] != 0x0D) return 0;
            int cells = BinaryPrimitives.ReadUInt16BigEndian(page[3..]);
            if (cells == 0) return 0;
            int cell = BinaryPrimitives.ReadUInt16BigEndian(page[(8 + (2 * (cells - 1)))..]);
            SqliteVarInt(page, ref cell);
            return SqliteVarInt(page, ref cell);
        }
    }

    private static long SqliteVarInt(ReadOnlySpan<byte> page, ref int at)
    {
        long value = 0;
        for (var i = 0; i < 8 && at < page.Length; i++)
        {
            var b = page[at++];
            value = (value << 7) | (uint)(b & 0x7F);
            if (b < 0x80) return value;
        }

        return at < page.Length ? (value << 8) | page[at++] : 0;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private (uint A, uint B) Sum(ReadOnlySpan<byte> bytes, (uint A, uint B) sum)
    {
        var (a, b) = sum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            a += (_isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes)) + b;
            b += (_isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])) + a;
        }

        return (a, b);
    }

    // A frame that the file ends in the middle of, and that is this log's as far as it goes.
    private bool IsCutOff(long at) =>
        _length - at < _frame.Length && _length > at && (!TryRead(_frame.AsSpan(0, FrameHeaderLength), at) || IsOfThisLog);

    private bool TryRead(Span<byte> bytes, long at)
    {
        if (at + bytes.Length > _length) return false;
        while (!bytes.IsEmpty)
        {
            var n = RandomAccess.Read(_file, bytes, at);
            if (n == 0) return false;
            bytes = bytes[n..];
            at += n;
        }

        return true;
    }
}
