using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;

namespace Taiji.Datastores.Journal;

/// <summary>A snapshot file that is complete on disk.</summary>
/// <param name="Name">The file's name in the data directory.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Checksum">Of its content.</param>
internal sealed record SnapshotFile(string Name, long Length, uint Checksum);

/// <summary>What the database says of a snapshot.</summary>
/// <param name="Info">Which.</param>
/// <param name="File">Where it is.</param>
internal sealed record SnapshotRow(SnapshotInfo Info, SnapshotFile File);

/// <summary>Snapshots as files beside the journal, the newest two kept: each is complete on disk before the database names it.</summary>
internal sealed class SnapshotFiles
{
    private const string Prefix = "snapshot-";
    private const string Partial = ".partial";
    private const int Kept = 2;
    private const int ReadSize = 1 << 20;

    private readonly string _directory;
    private readonly JournalDatabase _database;

    /// <summary>Over a data directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="database">The journal's database, which names the snapshots.</param>
    public SnapshotFiles(string directory, JournalDatabase database)
    {
        _directory = directory;
        _database = database;
    }

    /// <summary>Deletes what a crash left: files that the database doesn't name.</summary>
    public void CleanUp()
    {
        var named = All().Select(s => s.File.Name).ToHashSet();
        foreach (var path in Directory.EnumerateFiles(_directory, Prefix + "*"))
        {
            if (!named.Contains(Path.GetFileName(path))) File.Delete(path);
        }
    }

    /// <summary>Writes the file, flushed to disk piece by piece so that the commits' own flushes find little to wait for.</summary>
    /// <param name="info">Which.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SnapshotFile> WriteAsync(SnapshotInfo info, Func<PipeWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{info.Sequence}");
        var path = Path.Combine(_directory, name);
        var partial = path + Partial;
        try
        {
            SnapshotFile file;
            await using (var stream = new SnapshotStream(partial))
            {
                var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 1 << 16, leaveOpen: true));
                await write(writer, cancellationToken).ConfigureAwait(false);
                await writer.CompleteAsync().ConfigureAwait(false);
                stream.FlushToDisk();
                file = new SnapshotFile(name, stream.Length, stream.Checksum);
            }

            File.Move(partial, path, overwrite: true);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && e is not JournalException)
        {
            throw new JournalException($"{path}: the snapshot can't be written: {e.Message}", e, isOutOfResources: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Names a complete file in the database and forgets the ones that are not needed any more.</summary>
    /// <param name="info">Which.</param>
    /// <param name="file">The file.</param>
    /// <returns>The oldest snapshot that is kept: commits up to it are needed no more.</returns>
    public long Register(SnapshotInfo info, SnapshotFile file)
    {
        _database.Execute(
            "INSERT OR REPLACE INTO snapshots(sequence, time, schema, file, length, checksum) VALUES ($sequence, $time, $schema, $file, $length, $checksum)",
            ("$sequence", info.Sequence), ("$time", info.Time.UtcTicks), ("$schema", info.SchemaId),
            ("$file", file.Name), ("$length", file.Length), ("$checksum", (long)file.Checksum));
        var all = All();
        foreach (var (old, oldFile) in all.Skip(Kept))
        {
            _database.Execute("DELETE FROM snapshots WHERE sequence = $sequence", ("$sequence", old.Sequence));
            File.Delete(Path.Combine(_directory, oldFile.Name));
        }

        return all.Count < Kept ? 0 : all[Kept - 1].Info.Sequence;
    }

    /// <summary>The newest snapshot whose file is whole; null when none was ever taken.</summary>
    /// <exception cref="JournalException">Some were taken, none is whole.</exception>
    public JournalSnapshot? ReadNewest()
    {
        var problems = new List<string>();
        foreach (var (info, file) in All())
        {
            var path = Path.Combine(_directory, file.Name);
            try
            {
                if (Read(path, file) is { } content) return new JournalSnapshot(info, content);
                problems.Add($"{path} is damaged");
            }
            catch (IOException e)
            {
                problems.Add($"{path}: {e.Message}");
            }
        }

        return problems.Count == 0 ? null : throw new JournalException($"No snapshot can be read: {string.Join("; ", problems)}.");
    }

    /// <summary>The snapshots that the database names, the newest first.</summary>
    public IReadOnlyList<SnapshotRow> All()
    {
        var rows = new List<SnapshotRow>();
        using var command = _database.Query("SELECT sequence, time, schema, file, length, checksum FROM snapshots ORDER BY sequence DESC");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var info = new SnapshotInfo(reader.GetInt64(0), new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero), reader.GetString(2));
            rows.Add(new SnapshotRow(info, new SnapshotFile(reader.GetString(3), reader.GetInt64(4), (uint)reader.GetInt64(5))));
        }

        return rows;
    }

    private static ReadOnlySequence<byte>? Read(string path, SnapshotFile file)
    {
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var crc = uint.MaxValue;
        Piece? first = null, last = null;
        for (long at = 0; at < file.Length;)
        {
            var buffer = new byte[(int)Math.Min(ReadSize, file.Length - at)];
            var n = RandomAccess.Read(handle, buffer, at);
            if (n == 0) return null;
            crc = Checksum.Add(crc, buffer.AsSpan(0, n));
            last = new Piece(buffer.AsMemory(0, n), last);
            first ??= last;
            at += n;
        }

        if (~crc != file.Checksum) return null;
        return first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }
}
