using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;

namespace Taiji.Datastores.Tests.Journal;

public sealed class SqliteJournalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_appended_is_read_back()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        var first = new JournalRecord(1, new RecordKind("a", 1), DateTimeOffset.UtcNow, new byte[] { 1, 2, 3 });
        var second = new JournalRecord(2, new RecordKind("b", 7), DateTimeOffset.UtcNow, ReadOnlyMemory<byte>.Empty);
        journal.Append(0, [first, second]).ShouldBeTrue();
        var read = await ReadAsync(journal, 0);
        read.Count.ShouldBe(2);
        (read[0] with { Payload = first.Payload }).ShouldBe(first);
        read[0].Payload.ToArray().ShouldBe(first.Payload.ToArray());
        (read[1] with { Payload = second.Payload }).ShouldBe(second);
        (await ReadAsync(journal, 1)).ShouldHaveSingleItem().Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task An_append_that_does_not_follow_the_newest_record_appends_nothing()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        journal.Append(0, [Record(1)]).ShouldBeTrue();
        journal.Append(0, [Record(1)]).ShouldBeFalse();
        journal.Append(5, [Record(6)]).ShouldBeFalse();
        journal.Append(1, [Record(2)]).ShouldBeTrue();
        (await ReadAsync(journal, 0)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Following_waits_for_what_comes()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        using var stop = new CancellationTokenSource();
        await using var follow = journal.FollowAsync(0, wait: true, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = follow.MoveNextAsync().AsTask();
        journal.Append(0, [Record(1)]);
        (await next).ShouldBeTrue();
        follow.Current.Sequence.ShouldBe(1);
        var last = follow.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => last);
    }

    [Fact]
    public async Task A_second_server_is_kept_out()
    {
        await using (SqliteJournal.Open(_directory.Path))
        {
            Should.Throw<DataDirectoryException>(() => SqliteJournal.Open(_directory.Path)).Message.ShouldContain(_directory.Path);
        }

        await SqliteJournal.Open(_directory.Path).DisposeAsync();
    }

    [Fact]
    public async Task A_damaged_record_is_named()
    {
        await using (var journal = SqliteJournal.Open(_directory.Path)) journal.Append(0, [Record(1), Record(2), Record(3)]);
        Execute("UPDATE records SET payload = x'00FF' WHERE sequence = 2");
        await using var again = SqliteJournal.Open(_directory.Path);
        (await Should.ThrowAsync<JournalException>(() => ReadAsync(again, 0))).Message.ShouldContain("record 2");
    }

    [Theory]
    [InlineData("kind = 'tale'")]
    [InlineData("version = 2")]
    [InlineData("time = time + 1")]
    [InlineData("payload = x''")]
    [InlineData("checksum = 0")]
    public async Task Every_field_counts_for_the_checksum(string change)
    {
        await using (var journal = SqliteJournal.Open(_directory.Path)) journal.Append(0, [Record(1)]);
        Execute($"UPDATE records SET {change}");
        await using var again = SqliteJournal.Open(_directory.Path);
        await Should.ThrowAsync<JournalException>(() => ReadAsync(again, 0));
    }

    [Theory]
    [InlineData("DELETE FROM records WHERE sequence = 1", "record 1")]
    [InlineData("DELETE FROM records WHERE sequence = 2", "record 2")]
    public async Task A_missing_record_is_named(string statement, string named)
    {
        await using (var journal = SqliteJournal.Open(_directory.Path)) journal.Append(0, [Record(1), Record(2), Record(3)]);
        Execute(statement);
        await using var again = SqliteJournal.Open(_directory.Path);
        (await Should.ThrowAsync<JournalException>(() => ReadAsync(again, 0))).Message.ShouldContain(named);
    }

    [Fact]
    public async Task The_newest_snapshot_is_read_back()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        journal.ReadNewestSnapshot().ShouldBeNull();
        await SnapshotAsync(journal, 1);
        await SnapshotAsync(journal, 2);
        var snapshot = journal.ReadNewestSnapshot()!;
        snapshot.Info.Sequence.ShouldBe(2);
        snapshot.Info.SchemaId.ShouldBe("schema");
        Encoding.UTF8.GetString(snapshot.Sections["s"].ToArray()).ShouldBe("content of 2");
    }

    [Fact]
    public async Task A_damaged_snapshot_gives_way_to_the_one_before()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        await SnapshotAsync(journal, 1);
        await SnapshotAsync(journal, 2);
        var bytes = File.ReadAllBytes(_directory["snapshot-2"]);
        bytes[^20]++;
        File.WriteAllBytes(_directory["snapshot-2"], bytes);
        journal.ReadNewestSnapshot()!.Info.Sequence.ShouldBe(1);
        File.Delete(_directory["snapshot-2"]);
        journal.ReadNewestSnapshot()!.Info.Sequence.ShouldBe(1);
        File.WriteAllText(_directory["snapshot-1"], "");
        Should.Throw<JournalException>(() => journal.ReadNewestSnapshot()).Message.ShouldContain("snapshot-1");
    }

    [Fact]
    public async Task A_snapshot_that_fails_leaves_nothing_behind()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        await Should.ThrowAsync<InvalidDataException>(() =>
            journal.WriteSnapshotAsync(new SnapshotInfo(1, DateTimeOffset.UtcNow, "schema", 1), (_, _) => throw new InvalidDataException(), CancellationToken.None));
        journal.ReadNewestSnapshot().ShouldBeNull();
        Directory.EnumerateFiles(_directory.Path, "snapshot-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_that_a_crash_left_are_cleared_away()
    {
        await using (var journal = SqliteJournal.Open(_directory.Path)) await SnapshotAsync(journal, 1);
        File.WriteAllText(_directory["snapshot-7.partial"], "half");
        File.WriteAllText(_directory["snapshot-6"], "whole but never named");
        await using var again = SqliteJournal.Open(_directory.Path);
        Directory.EnumerateFiles(_directory.Path, "snapshot-*").ShouldBe([_directory["snapshot-1"]]);
    }

    [Fact]
    public async Task Old_snapshots_and_records_go_and_what_is_left_starts()
    {
        await using (var journal = SqliteJournal.Open(_directory.Path, keptRecords: 2))
        {
            for (var i = 1; i <= 9; i++)
            {
                journal.Append(i - 1, [Record(i)]);
                if (i % 3 == 0) await SnapshotAsync(journal, i);
            }
        }

        await using var again = SqliteJournal.Open(_directory.Path, keptRecords: 2);
        Directory.EnumerateFiles(_directory.Path, "snapshot-*").Count().ShouldBe(2);
        again.ReadNewestSnapshot()!.Info.Sequence.ShouldBe(9);
        (await ReadAsync(again, 6)).Select(r => r.Sequence).ShouldBe([7, 8, 9]);
        await Should.ThrowAsync<JournalException>(() => ReadAsync(again, 0));
        again.Append(9, [Record(10)]).ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused_with_its_name()
    {
        File.WriteAllText(_directory["journal.db"], new string('x', 8_192));
        Should.Throw<JournalException>(() => SqliteJournal.Open(_directory.Path)).Message.ShouldContain("journal.db");
        // The lock was let go.
        File.Delete(_directory["journal.db"]);
        SqliteJournal.Open(_directory.Path).DisposeAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_journal_of_a_newer_format_is_refused()
    {
        await SqliteJournal.Open(_directory.Path).DisposeAsync();
        Execute("PRAGMA user_version=99");
        Should.Throw<JournalException>(() => SqliteJournal.Open(_directory.Path)).Message.ShouldContain("newer");
    }

    [Fact]
    public async Task A_full_disk_is_told_apart_and_later_appends_succeed()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        journal.Append(0, [Record(1)]);
        journal.LimitPages(8);
        var big = Record(2) with { Payload = new byte[1 << 20] };
        Should.Throw<JournalException>(() => journal.Append(1, [big])).IsOutOfResources.ShouldBeTrue();
        journal.LimitPages(1 << 20);
        journal.Append(1, [Record(2)]).ShouldBeTrue();
        (await ReadAsync(journal, 0)).Count.ShouldBe(2);
    }

    private static JournalRecord Record(long sequence) =>
        new(sequence, new RecordKind("test", 1), DateTimeOffset.UnixEpoch.AddSeconds(sequence), Encoding.UTF8.GetBytes($"payload {sequence}"));

    private static async Task<List<JournalRecord>> ReadAsync(SqliteJournal journal, long after)
    {
        var records = new List<JournalRecord>();
        await foreach (var record in journal.FollowAsync(after, wait: false, CancellationToken.None)) records.Add(record);
        return records;
    }

    private static Task<long> SnapshotAsync(SqliteJournal journal, long sequence) => journal.WriteSnapshotAsync(
        new SnapshotInfo(sequence, DateTimeOffset.UnixEpoch, "schema", sequence),
        (snapshot, ct) => snapshot.WriteAsync("s", async (destination, c) => await destination.WriteAsync(Encoding.UTF8.GetBytes($"content of {sequence}"), c), ct),
        CancellationToken.None);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _directory["journal.db"], Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
