using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Taiji.Datastores.Journal;

/// <summary>What the database says of a snapshot.</summary>
/// <param name="Sequence">The last record in it.</param>
/// <param name="Name">The file's name in the data directory.</param>
internal sealed record SnapshotRow(long Sequence, string Name);

/// <summary>Snapshots as files beside the journal, the newest two kept: each is complete on disk before the database names it.</summary>
internal sealed partial class SnapshotFiles
{
    private const string Prefix = "snapshot-";
    private const string Partial = ".partial";
    private const int Kept = 2;

    private readonly string _directory;
    private readonly JournalDatabase _database;
    private readonly ILogger _logger;

    /// <summary>Over a data directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="database">The journal's database, which names the snapshots.</param>
    /// <param name="logger">Hears of damaged ones.</param>
    public SnapshotFiles(string directory, JournalDatabase database, ILogger logger)
    {
        _directory = directory;
        _database = database;
        _logger = logger;
    }

    /// <summary>Deletes files that the database doesn't name: old ones, and what a crash left.</summary>
    public void CleanUp()
    {
        var named = All().Select(s => s.Name).ToHashSet();
        foreach (var path in Directory.EnumerateFiles(_directory, Prefix + "*"))
        {
            if (!named.Contains(Path.GetFileName(path))) File.Delete(path);
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="info">Which.</param>
    /// <param name="write">Writes the sections.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What to <see cref="Register"/>, and the file's length in bytes.</returns>
    public async Task<(SnapshotRow Row, long Length)> WriteAsync(SnapshotInfo info, Func<SnapshotWriter, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{info.Sequence}");
        var path = Path.Combine(_directory, name);
        var partial = path + Partial;
        try
        {
            long length;
            await using (var writer = SnapshotWriter.Create(partial, info))
            {
                await write(writer, cancellationToken).ConfigureAwait(false);
                length = writer.End();
            }

            File.Move(partial, path, overwrite: true);
            DirectorySync.Flush(_directory);
            return (new SnapshotRow(info.Sequence, name), length);
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

    /// <summary>Names a complete file in the database and forgets the ones that are not needed any more: <see cref="CleanUp"/> then deletes them.</summary>
    /// <param name="row">The file.</param>
    /// <returns>The oldest snapshot that is kept: records up to it are needed no more.</returns>
    public long Register(SnapshotRow row)
    {
        _database.Execute(
            "INSERT OR REPLACE INTO snapshots(sequence, file, checksum) VALUES ($sequence, $file, $checksum)",
            ("$sequence", row.Sequence), ("$file", row.Name), ("$checksum", ChecksumOf(row)));
        var all = All();
        foreach (var old in all.Skip(Kept)) _database.Execute("DELETE FROM snapshots WHERE sequence = $sequence", ("$sequence", old.Sequence));

        return all.Count < Kept ? 0 : all[Kept - 1].Sequence;
    }

    /// <summary>The newest snapshot whose file is whole; null when none was ever taken. One that isn't gives way, with a warning, to the one before: the records since are kept.</summary>
    /// <exception cref="JournalException">Some were taken, none is whole.</exception>
    public JournalSnapshot? ReadNewest()
    {
        var problems = new List<string>();
        foreach (var row in All())
        {
            var path = Path.Combine(_directory, row.Name);
            try
            {
                return SnapshotReader.Read(path, row.Sequence);
            }
            catch (IOException e)
            {
                problems.Add(e is JournalException ? e.Message : $"{path}: {e.Message}");
                LogDamaged(row.Sequence, problems[^1]);
            }
        }

        return problems.Count == 0 ? null : throw new JournalException($"No snapshot can be read: {string.Join(' ', problems)}");
    }

    /// <summary>The snapshots that the database names, the newest first.</summary>
    /// <exception cref="JournalException">What it says of one is damaged.</exception>
    public IReadOnlyList<SnapshotRow> All()
    {
        try
        {
            var rows = new List<SnapshotRow>();
            using var command = _database.Query("SELECT sequence, file, checksum FROM snapshots ORDER BY sequence DESC");
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var row = new SnapshotRow(reader.GetInt64(0), reader.GetString(1));
                if (reader.GetInt64(2) != ChecksumOf(row)) throw new JournalException($"{_database.File}: what it says of snapshot {row.Sequence} does not match its checksum.");
                rows.Add(row);
            }

            return rows;
        }
        catch (SqliteException e)
        {
            throw _database.Explain("which snapshots there are can't be read", e);
        }
        catch (InvalidOperationException e)
        {
            throw new JournalException($"{_database.File}: what it says of the snapshots is damaged: {e.Message}", e);
        }
    }

    private static long ChecksumOf(SnapshotRow row) =>
        ~Checksum.Add(BitOperations.Crc32C(Checksum.Seed, (ulong)row.Sequence), Encoding.UTF8.GetBytes(row.Name));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of record {Sequence} is left aside for the one before it: {Problem}")]
    private partial void LogDamaged(long sequence, string problem);
}
