using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;

namespace Taiji.Datastores.Tests.Journal;

/// <summary>The files as a crash at each step leaves them: what was acknowledged is there, and what was not is whole or not there at all.</summary>
public sealed class CrashStepTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_crash_at_any_step_of_a_commit_leaves_it_whole_or_not_at_all()
    {
        var journal = SqliteJournal.Open(_directory.Path);
        await using var server = await TestServer.StartAsync(journal);
        await server.EditAsync(Edits.Set("1", "before"), Edits.Set("2", "before"));
        var crashed = new List<(JournalStep Step, TempDirectory Files)>();
        journal.Reached = step => crashed.Add((step, _directory.Copy()));
        await server.EditAsync(Edits.Set("1", "after"), Edits.Set("2", "after"));
        journal.Reached = null;
        crashed.Select(c => c.Step).ShouldBe([JournalStep.Appending, JournalStep.Inserted, JournalStep.Appended]);
        foreach (var (step, files) in crashed)
        {
            using (files)
            {
                await using var again = await TestServer.StartAsync(files.Path);
                var expected = step == JournalStep.Appended ? "after" : "before";
                (again.Value("1"), again.Value("2")).ShouldBe((expected, expected), step.ToString());
                // And it goes on from there.
                (await again.EditAsync(Edits.Set("1", "later"))).After.Sequence.ShouldBe(step == JournalStep.Appended ? 3 : 2);
            }
        }
    }

    [Fact]
    public async Task A_crash_at_any_step_of_a_snapshot_loses_nothing()
    {
        await using (var first = await TestServer.StartAsync(_directory.Path)) await first.EditAsync(Edits.Set("1", "one"));
        var journal = SqliteJournal.Open(_directory.Path, keptRecords: 0);
        var crashed = new List<(JournalStep Step, TempDirectory Files)>();
        await using (var server = await TestServer.StartAsync(journal))
        {
            await server.EditAsync(Edits.Set("2", "two"));
            await server.EditAsync(Edits.Set("1", "uno"));
            journal.Reached = step => crashed.Add((step, _directory.Copy()));
        }

        crashed.Select(c => c.Step).ShouldBe([JournalStep.SnapshotComplete, JournalStep.SnapshotNamed, JournalStep.SomePruned]);
        crashed.Add((JournalStep.SomePruned, _directory.Copy()));
        foreach (var (step, files) in crashed)
        {
            using (files)
            {
                await using var again = await TestServer.StartAsync(files.Path);
                (again.Value("1"), again.Value("2"), again.Running.Sequence).ShouldBe(("uno", "two", 3), step.ToString());
                Directory.EnumerateFiles(files.Path, "*.partial").ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public async Task A_crash_while_a_snapshot_is_being_written_loses_nothing()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        var record = new CommitRecord { Sequence = 1, Time = DateTimeOffset.UnixEpoch, Diff = "{}"u8.ToArray() }.ToRecord();
        journal.Append(0, [record]).ShouldBeTrue();
        TempDirectory? crashed = null;
        await journal.WriteSnapshotAsync(
            new SnapshotInfo(1, DateTimeOffset.UnixEpoch, "schema", 1),
            (snapshot, ct) => snapshot.WriteAsync(
                JournalReplay.RunningSection,
                async (w, c) =>
                {
                    await w.WriteAsync(new byte[100_000], c);
                    crashed = _directory.Copy();
                },
                ct),
            CancellationToken.None);
        using var files = crashed!;
        File.Exists(files["snapshot-1.partial"]).ShouldBeTrue();
        await using var again = await TestServer.StartAsync(files.Path);
        again.Running.Sequence.ShouldBe(1);
        Directory.EnumerateFiles(files.Path, "snapshot-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_while_a_new_journal_is_made_leaves_a_new_one()
    {
        await SqliteJournal.Open(_directory.Path).DisposeAsync();
        using var crashed = new TempDirectory();
        // Under its other name until it is whole.
        await File.WriteAllTextAsync(crashed["journal.db.new"], "half", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(crashed["journal.db.new-wal"], "half", TestContext.Current.CancellationToken);
        await using var journal = SqliteJournal.Open(crashed.Path);
        journal.Append(0, [new JournalRecord(1, new RecordKind("test", 1), DateTimeOffset.UnixEpoch, ReadOnlyMemory<byte>.Empty)]).ShouldBeTrue();
        Directory.EnumerateFiles(crashed.Path, "*.new*").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_log_is_brought_home_while_commits_go_on()
    {
        await using var journal = SqliteJournal.Open(_directory.Path);
        var payload = new byte[40_000];
        long written = 0, kept = 0;
        // When the log is brought home is the scheduler's to say; that it is, within some hundred megabytes, is ours.
        for (var i = 1; i <= 8_000 && written - kept < 20_000_000; i++)
        {
            Random.Shared.NextBytes(payload);
            journal.Append(i - 1, [new JournalRecord(i, new RecordKind("test", 1), DateTimeOffset.UnixEpoch, payload)]).ShouldBeTrue();
            written += payload.Length;
            kept = new FileInfo(_directory["journal.db-wal"]).Length;
        }

        (written - kept).ShouldBeGreaterThanOrEqualTo(20_000_000);
    }

    [Fact]
    public async Task A_log_that_grew_over_several_crashes_is_brought_home_at_a_start()
    {
        const int Rounds = 3, PerRound = 50;
        var payload = new byte[40_000];
        var crashed = new List<TempDirectory> { _directory };
        for (var round = 0; round < Rounds; round++)
        {
            await using var journal = SqliteJournal.Open(crashed[^1].Path);
            for (var i = round * PerRound; i < (round + 1) * PerRound; i++)
                journal.Append(i, [new JournalRecord(i + 1, new RecordKind("test", 1), DateTimeOffset.UnixEpoch, payload)]).ShouldBeTrue();
            // Too little for a server to bring anything home of its own before it is killed.
            crashed.Add(crashed[^1].Copy());
        }

        await using (var last = SqliteJournal.Open(crashed[^1].Path))
        {
            // When is the scheduler's to say.
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (new FileInfo(crashed[^1]["journal.db"]).Length < (long)payload.Length * PerRound) await Task.Delay(10, limit.Token);
            last.Append(Rounds * PerRound, [new JournalRecord((Rounds * PerRound) + 1, new RecordKind("test", 1), DateTimeOffset.UnixEpoch, payload)]).ShouldBeTrue();
        }

        foreach (var copy in crashed.Skip(1)) copy.Dispose();
    }
}
