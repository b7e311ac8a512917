using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;

namespace Taiji.Datastores.Tests.Journal;

/// <summary>The files as a crash at each step of the pipeline leaves them: what stands or falls together does so.</summary>
public sealed class CrashPipelineTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_crash_before_the_confirmation_is_durable_takes_the_commit_back_and_after_it_leaves_it()
    {
        var confirming = await CrashesAsync(
            server => CommitAsync(server, new ConfirmedCommit { PersistId = "p" }),
            server => server.Operations.ConfirmCommitAsync(server.Alice, "p", None));
        foreach (var (step, files) in confirming)
        {
            using (files)
            {
                await using var again = await TestServer.StartAsync(files.Path);
                again.Value("1").ShouldBe(step == JournalStep.Appended ? "one" : null, step.ToString());
                // Nothing waits any more: whoever commits isn't refused.
                await again.EditCandidateAsync(again.Bob, Edits.Set("2", "two"));
                await again.CommitAsync(again.Bob);
            }
        }
    }

    [Fact]
    public async Task A_crash_at_any_step_of_a_confirmed_commit_leaves_what_was_before()
    {
        foreach (var (step, files) in await CrashesAsync(_ => Task.CompletedTask, server => CommitAsync(server, new ConfirmedCommit { PersistId = "p" })))
        {
            using (files)
            {
                await using var again = await TestServer.StartAsync(files.Path);
                again.Value("1").ShouldBeNull(step.ToString());
                again.Value("0").ShouldBe("zero", step.ToString());
            }
        }
    }

    [Fact]
    public async Task A_crash_while_a_commit_is_cancelled_takes_it_back_once()
    {
        foreach (var (step, files) in await CrashesAsync(
            server => CommitAsync(server, new ConfirmedCommit { PersistId = "p" }), server => server.Operations.CancelCommitAsync(server.Alice, "p", None)))
        {
            using (files)
            {
                await using var again = await TestServer.StartAsync(files.Path);
                again.Value("1").ShouldBeNull(step.ToString());
                again.Running.Sequence.ShouldBe(4, step.ToString());
            }
        }
    }

    [Fact]
    public async Task A_crash_while_startup_is_saved_leaves_the_old_one_or_the_new_one()
    {
        var switches = new DatastoreSwitches { Startup = StartupMode.On };
        foreach (var (step, files) in await CrashesAsync(
            server => server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None),
            async server =>
            {
                await server.EditAsync(Edits.Set("1", "one"));
                await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, None);
            },
            switches))
        {
            using (files)
            {
                await using var again = await TestServer.StartAsync(options: new DatastoreOptions { DataDirectory = files.Path, Datastores = switches });
                var saved = again.Value("1", Datastore.Startup);
                (saved is null or "one").ShouldBeTrue(step.ToString());
                again.Value("1").ShouldBe(saved, step.ToString());
                again.Value("0").ShouldBe("zero", step.ToString());
            }
        }
    }

    [Theory]
    [InlineData("prepare", false)]
    [InlineData("commit", true)]
    public async Task A_crash_while_a_participant_is_told_leaves_it_undecided_or_tells_it_again(string when, bool isThere)
    {
        TempDirectory? crashed = null;
        var participant = new RecordingParticipant();
        ValueTask Crash()
        {
            crashed ??= _directory.Copy();
            return default;
        }

        if (when == "prepare") participant.OnPrepare = (_, _) => Crash();
        else participant.OnCommit = (_, _) => Crash();
        var options = new DatastoreOptions { DataDirectory = _directory.Path };
        await using (var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant), options: options)) await server.EditAsync(Edits.Set("1", "one"));
        using var files = crashed.ShouldNotBeNull();
        var told = new RecordingParticipant();
        var heard = told.NextCommit();
        await using (var again = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", told), options: options with { DataDirectory = files.Path }))
        {
            again.Value("1").ShouldBe(isThere ? "one" : null);
            if (isThere) (await heard).Sequence.ShouldBe(1);
        }

        told.Heard.ShouldBe(isThere ? ["p commit 1"] : []);
    }

    // Everything at each step that the action takes, after something that isn't looked at.
    private async Task<IReadOnlyList<(JournalStep Step, TempDirectory Files)>> CrashesAsync(Func<TestServer, Task> before, Func<TestServer, Task> action, DatastoreSwitches? switches = null)
    {
        var journal = SqliteJournal.Open(_directory.Path);
        await using var server = await TestServer.StartAsync(journal, options: new DatastoreOptions { Datastores = switches ?? new DatastoreSwitches() });
        await server.EditAsync(Edits.Set("0", "zero"));
        await before(server);
        var crashed = new List<(JournalStep, TempDirectory)>();
        journal.Reached = step => crashed.Add((step, _directory.Copy()));
        await action(server);
        journal.Reached = null;
        crashed.Count.ShouldBeGreaterThanOrEqualTo(3);
        return crashed;
    }

    private static async Task CommitAsync(TestServer server, ConfirmedCommit confirmed)
    {
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"));
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = confirmed }, None);
    }
}
