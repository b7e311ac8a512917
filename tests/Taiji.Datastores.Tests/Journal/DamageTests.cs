using System.Buffers;
using System.Text;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;

namespace Taiji.Datastores.Tests.Journal;

/// <summary>Whatever happens to the files: a start finds all that was acknowledged, or stops and says what is wrong. A torn tail alone is cut.</summary>
public sealed class DamageTests : IAsyncLifetime, IDisposable
{
    private const int Records = 14;
    private const int Snapshot = 8;
    private const int Step = 149;

    private readonly TempDirectory _directory = new();
    private TempDirectory _crashed = null!;

    public async ValueTask InitializeAsync()
    {
        // Some records and two snapshots in the database itself, the newest records in its log: as a crash leaves it.
        await using (var journal = SqliteJournal.Open(_directory.Path))
        {
            for (var i = 1; i < Records - 3; i++)
            {
                journal.Append(i - 1, [Record(i)]);
                if (i is 4 or Snapshot) await SnapshotAsync(journal, i);
            }
        }

        await using var again = SqliteJournal.Open(_directory.Path);
        again.Append(Records - 4, [Record(Records - 3), Record(Records - 2)]);
        again.Append(Records - 2, [Record(Records - 1)]);
        again.Append(Records - 1, [Record(Records)]);
        _crashed = _directory.Copy();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    public void Dispose()
    {
        _crashed?.Dispose();
        if (Directory.Exists(_directory.Path)) _directory.Dispose();
        _crashed = null!;
    }

    [Fact]
    public async Task Undamaged_everything_is_there() => (await OpenAsync(_crashed)).ShouldBe(Everything(Snapshot));

    [Theory]
    [InlineData("journal.db")]
    [InlineData("journal.db-wal")]
    [InlineData("snapshot-8")]
    [InlineData("journal.mark")]
    public async Task A_flipped_bit_anywhere_loses_nothing_in_silence(string file)
    {
        var whole = await File.ReadAllBytesAsync(_crashed[file], TestContext.Current.CancellationToken);
        var stopped = 0;
        for (var at = 0; at < whole.Length; at += file.EndsWith("db", StringComparison.Ordinal) || file.EndsWith("wal", StringComparison.Ordinal) ? Step : 1)
        {
            using var damaged = _crashed.Copy();
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(damaged[file], bytes, TestContext.Current.CancellationToken);
            if (!await IsWholeOrStopsAsync(damaged, $"{file} at {at}")) stopped++;
        }

        if (file.StartsWith("journal.db", StringComparison.Ordinal)) stopped.ShouldBeGreaterThan(0);
        else stopped.ShouldBe(0);
    }

    [Theory]
    [InlineData("journal.db", 997)]
    [InlineData("journal.db-wal", 997)]
    [InlineData("snapshot-8", 11)]
    public async Task A_truncated_file_loses_nothing_in_silence(string file, int step)
    {
        var whole = await File.ReadAllBytesAsync(_crashed[file], TestContext.Current.CancellationToken);
        for (var length = 0; length < whole.Length; length += step)
        {
            using var damaged = _crashed.Copy();
            await File.WriteAllBytesAsync(damaged[file], whole[..length], TestContext.Current.CancellationToken);
            var isWhole = await IsWholeOrStopsAsync(damaged, $"{file} cut at {length}");
            if (file == "journal.db-wal") isWhole.ShouldBeFalse($"cut at {length}");
        }
    }

    [Fact]
    public async Task A_torn_tail_that_nobody_was_told_of_is_cut_and_the_log_says_so()
    {
        var whole = await File.ReadAllBytesAsync(_crashed["journal.db-wal"], TestContext.Current.CancellationToken);
        for (var torn = 1; torn < 4_000; torn += 131)
        {
            using var damaged = _crashed.Copy();
            // The process went down before it could say that the last record is there.
            File.Delete(damaged["journal.mark"]);
            await File.WriteAllBytesAsync(damaged["journal.db-wal"], whole[..^torn], TestContext.Current.CancellationToken);
            var log = new ListLogger();
            (await OpenAsync(damaged, log)).ShouldBe(Everything(Snapshot)[..^1]);
            log.Messages.ShouldContain(m => m.Contains("cut off", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_log_that_ends_where_a_transaction_does_is_cut_without_a_word()
    {
        var log = new ListLogger();
        await OpenAsync(_crashed, log);
        log.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Damage_before_a_whole_transaction_is_no_torn_tail_even_without_the_mark()
    {
        var whole = await File.ReadAllBytesAsync(_crashed["journal.db-wal"], TestContext.Current.CancellationToken);
        // In the page of the last transaction but one.
        const int frame = 24 + 4096;
        for (var at = whole.Length - (2 * frame); at < whole.Length - frame; at += at < whole.Length - (2 * frame) + 24 ? 1 : Step)
        {
            using var damaged = _crashed.Copy();
            File.Delete(damaged["journal.mark"]);
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= 0x10;
            await File.WriteAllBytesAsync(damaged["journal.db-wal"], bytes, TestContext.Current.CancellationToken);
            (await Should.ThrowAsync<JournalException>(() => OpenAsync(damaged), $"at {at}")).Message.ShouldContain("journal.db-wal: frame");
        }
    }

    [Fact]
    public async Task What_follows_a_damaged_frame_is_named()
    {
        var bytes = await File.ReadAllBytesAsync(_crashed["journal.db-wal"], TestContext.Current.CancellationToken);
        bytes[^(24 + 4096 + 100)] ^= 1;
        await File.WriteAllBytesAsync(_crashed["journal.db-wal"], bytes, TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<JournalException>(() => OpenAsync(_crashed))).Message.ShouldContain($"what follows record {Records - 2}");
    }

    [Fact]
    public async Task A_log_that_is_gone_stops_the_start_and_the_first_missing_record_is_named()
    {
        File.Delete(_crashed["journal.db-wal"]);
        (await Should.ThrowAsync<JournalException>(() => OpenAsync(_crashed))).Message.ShouldContain($"record {Records - 3} is missing");
    }

    [Fact]
    public async Task A_database_that_is_gone_stops_the_start_and_nothing_else_is_touched()
    {
        File.Delete(_crashed["journal.db"]);
        (await Should.ThrowAsync<JournalException>(() => OpenAsync(_crashed))).Message.ShouldContain("journal.db is missing");
        File.Exists(_crashed["snapshot-8"]).ShouldBeTrue();
        File.Exists(_crashed["journal.db-wal"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_program_that_opened_the_database_after_a_crash_does_no_harm()
    {
        using (var connection = JournalFile.Connect(_crashed["journal.db"])) connection.Open();
        using (var connection = JournalFile.Connect(_crashed["journal.db"]))
        {
            connection.Open();
            JournalFile.Scalar(connection, "SELECT count(*) FROM records").ShouldBe((long)Records);
        }

        File.Exists(_crashed["journal.db-wal"]).ShouldBeFalse();
        (await OpenAsync(_crashed)).ShouldBe(Everything(Snapshot));
    }

    [Fact]
    public async Task Records_that_changed_places_are_named()
    {
        using (var connection = JournalFile.Connect(_crashed["journal.db"]))
        {
            connection.Open();
            JournalFile.Run(connection, "UPDATE records SET sequence = -1 WHERE sequence = 12; UPDATE records SET sequence = 12 WHERE sequence = 13; UPDATE records SET sequence = 13 WHERE sequence = -1");
        }

        (await Should.ThrowAsync<JournalException>(() => OpenAsync(_crashed))).Message.ShouldContain("record 12 is damaged");
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_or_another_one_gives_way_to_the_one_before_and_the_log_says_so()
    {
        using var other = _crashed.Copy();
        File.Delete(_crashed["snapshot-8"]);
        File.Copy(other["snapshot-4"], other["snapshot-8"], overwrite: true);
        foreach (var damaged in new[] { _crashed, other })
        {
            var log = new ListLogger();
            (await OpenAsync(damaged, log)).ShouldBe(Everything(4));
            log.Messages.ShouldContain(m => m.Contains("snapshot-8", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Frames_of_a_snapshot_that_changed_places_are_found_out()
    {
        // Two sections of the same length: only their frames' places tell them apart.
        using var directory = new TempDirectory();
        await using var journal = SqliteJournal.Open(directory.Path);
        await journal.WriteSnapshotAsync(
            new SnapshotInfo(1, DateTimeOffset.UnixEpoch, "schema", 1),
            async (snapshot, ct) =>
            {
                foreach (var name in new[] { "a", "b" }) await snapshot.WriteAsync(name, async (w, c) => await w.WriteAsync(Encoding.UTF8.GetBytes("content " + name), c), ct);
            },
            CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(directory["snapshot-1"], TestContext.Current.CancellationToken);
        var section = SnapshotFrames.HeaderLength + 1;
        var content = SnapshotFrames.HeaderLength + "content a".Length;
        var second = bytes.Length - SnapshotFrames.HeaderLength - content;
        var first = second - section - content;
        var swapped = (byte[])bytes.Clone();
        bytes.AsSpan(first, content).CopyTo(swapped.AsSpan(second));
        bytes.AsSpan(second, content).CopyTo(swapped.AsSpan(first));
        await File.WriteAllBytesAsync(directory["snapshot-1"], swapped, TestContext.Current.CancellationToken);
        Should.Throw<JournalException>(() => journal.ReadNewestSnapshot()).Message.ShouldContain("frame 2");
    }

    private static string Text(int i) => new((char)('a' + i), i % 5 == 0 ? 6_000 : 40 * i);

    private static JournalRecord Record(int i) => new(i, new RecordKind("test", 1), DateTimeOffset.UnixEpoch.AddSeconds(i), Encoding.UTF8.GetBytes(Text(i)));

    private static Task<long> SnapshotAsync(SqliteJournal journal, int i) => journal.WriteSnapshotAsync(
        new SnapshotInfo(i, DateTimeOffset.UnixEpoch, "schema", i),
        (snapshot, ct) => snapshot.WriteAsync("s", async (w, c) => await w.WriteAsync(Encoding.UTF8.GetBytes($"content {i}"), c), ct),
        CancellationToken.None);

    private static string[] Everything(int snapshot) =>
        [$"snapshot {snapshot}: content {snapshot}", .. Enumerable.Range(snapshot + 1, Records - snapshot).Select(i => $"{i}: {Text(i)}")];

    private static async Task<string[]> OpenAsync(TempDirectory directory, ListLogger? log = null)
    {
        await using var journal = SqliteJournal.Open(directory.Path, logger: log);
        var all = new List<string>();
        var snapshot = journal.ReadNewestSnapshot();
        if (snapshot is not null) all.Add($"snapshot {snapshot.Info.Sequence}: {Encoding.UTF8.GetString(snapshot.Sections["s"].ToArray())}");
        await foreach (var record in journal.FollowAsync(snapshot?.Info.Sequence ?? 0, wait: false, CancellationToken.None)) all.Add($"{record.Sequence}: {Encoding.UTF8.GetString(record.Payload.Span)}");
        return [.. all];
    }

    private static async Task<bool> IsWholeOrStopsAsync(TempDirectory damaged, string what)
    {
        try
        {
            var all = await OpenAsync(damaged);
            if (!all.SequenceEqual(Everything(4))) all.ShouldBe(Everything(Snapshot), what);
            return true;
        }
        catch (JournalException e)
        {
            e.Message.ShouldNotBeNullOrWhiteSpace(what);
            return false;
        }
    }
}
