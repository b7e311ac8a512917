using Microsoft.Data.Sqlite;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Journal;

/// <summary>What a disk that fails in the middle of a commit does: the commit is refused, running stays readable, and writing resumes when it can.</summary>
public sealed class DiskFailureTests : IDisposable
{
    // Primary and extended codes of SQLite: sqlite.org/rescode.html.
    private const int IoError = 10, FsyncError = 10 | (4 << 8), WriteError = 10 | (3 << 8), Full = 13, ReadOnly = 8, CanNotOpen = 14;
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(IoError, FsyncError)]
    [InlineData(IoError, WriteError)]
    [InlineData(Full, Full)]
    [InlineData(ReadOnly, ReadOnly)]
    [InlineData(CanNotOpen, CanNotOpen)]
    public async Task A_commit_that_the_disk_refuses_is_resource_denied_and_leaves_nothing_and_the_next_one_succeeds(int code, int extended)
    {
        var journal = SqliteJournal.Open(_directory.Path);
        await using var server = await TestServer.StartAsync(journal);
        await server.EditAsync(Edits.Set("1", "before"));
        foreach (var failing in new[] { JournalStep.Appending, JournalStep.Inserted })
        {
            journal.Reached = step =>
            {
                if (step == failing) throw new SqliteException("disk I/O error", code, extended);
            };
            var error = await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "refused")));
            error.Tag.ShouldBe(ErrorTag.ResourceDenied);
            error.Message!.ShouldNotContain("SQLite");
            server.Value("1").ShouldBe("before");
            server.Operations.Rollbacks().Count().ShouldBe(1);
        }

        journal.Reached = null;
        (await server.EditAsync(Edits.Set("1", "after"))).After.Sequence.ShouldBe(2);
        using var crashed = _directory.Copy();
        await using var again = await TestServer.StartAsync(crashed.Path);
        again.Value("1").ShouldBe("after");
    }

    [Fact]
    public async Task A_commit_that_reached_the_disk_though_it_said_no_is_there_for_the_next_one_to_follow()
    {
        var journal = SqliteJournal.Open(_directory.Path);
        await using var server = await TestServer.StartAsync(journal);
        await server.EditAsync(Edits.Set("1", "before"));
        journal.Reached = step =>
        {
            if (step == JournalStep.Appended) throw new SqliteException("disk I/O error", IoError, FsyncError);
        };
        (await Refused.OneAsync(() => server.EditAsync(Edits.Set("1", "after all")))).Tag.ShouldBe(ErrorTag.ResourceDenied);
        journal.Reached = null;
        (await server.EditAsync(Edits.Set("2", "next"))).After.Sequence.ShouldBe(3);
        // What is in the journal is what a restart would find, so it is what there is.
        (server.Value("1"), server.Value("2")).ShouldBe(("after all", "next"));
        using var crashed = _directory.Copy();
        await using var again = await TestServer.StartAsync(crashed.Path);
        (again.Value("1"), again.Value("2")).ShouldBe(("after all", "next"));
    }
}
