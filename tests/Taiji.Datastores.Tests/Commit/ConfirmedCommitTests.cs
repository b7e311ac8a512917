using Taiji.Datastores.Commit;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Commit;

/// <summary>Confirmed commits (RFC 6241 §8.4).</summary>
public sealed class ConfirmedCommitTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTime _time = new();
    private readonly RecordingParticipant _participant = new();

    [Fact]
    public async Task A_commit_that_is_not_confirmed_in_time_is_taken_back()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Edits.Set("1", "before"));
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "after"), Edits.Set("2", "new"));
        server.Value("1").ShouldBe("after");
        _time.Advance(Minute - TimeSpan.FromSeconds(1));
        server.Value("1").ShouldBe("after");
        var taken = _participant.NextCommit();
        _time.Advance(TimeSpan.FromSeconds(1));
        await taken;
        server.Value("1").ShouldBe("before");
        server.Value("2").ShouldBeNull();
        server.Read(Datastore.Candidate).ShouldBeSameAs(server.Running);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task Setting_the_clock_neither_shortens_nor_lengthens_the_wait(int days)
    {
        await using var server = await StartAsync();
        await server.EditAsync(Edits.Set("1", "before"));
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "after"));
        _time.SetClock(TimeSpan.FromDays(days));
        _time.Advance(Minute - TimeSpan.FromSeconds(1));
        server.Value("1").ShouldBe("after");
        var taken = _participant.NextCommit();
        _time.Advance(TimeSpan.FromSeconds(1));
        await taken;
        server.Value("1").ShouldBe("before");
    }

    [Fact]
    public void The_default_is_ten_minutes() => new ConfirmedCommit().Timeout.ShouldBe(TimeSpan.FromSeconds(600));

    [Fact]
    public async Task A_timeout_of_years_is_waited_for()
    {
        await using var server = await StartAsync();
        var timeout = TimeSpan.FromSeconds(uint.MaxValue);
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = timeout }, Edits.Set("1", "after"));
        for (var day = 0; day < 100; day++) _time.Advance(TimeSpan.FromDays(1));
        server.Value("1").ShouldBe("after");
        await server.CommitAsync(server.Alice);
    }

    [Fact]
    public async Task The_confirming_commit_makes_it_stay_and_may_change_more()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "after"));
        await server.EditCandidateAsync(server.Alice, Edits.Set("2", "more"));
        await server.CommitAsync(server.Alice);
        _time.Advance(2 * Minute);
        server.Alice.Dispose();
        await server.EditAsync(server.Bob, Edits.Set("3", "later"));
        server.Value("1").ShouldBe("after");
        server.Value("2").ShouldBe("more");
    }

    [Fact]
    public async Task A_follow_up_resets_the_time_and_all_is_taken_back_together()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "first"));
        _time.Advance(Minute / 2);
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "second"), Edits.Set("2", "second"));
        _time.Advance(Minute * 0.75);
        server.Value("2").ShouldBe("second");
        var taken = _participant.NextCommit();
        _time.Advance(Minute / 2);
        await taken;
        server.Value("1").ShouldBeNull();
        server.Value("2").ShouldBeNull();
    }

    [Fact]
    public async Task What_others_changed_meanwhile_stays_when_it_is_taken_back()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "alice's"));
        await server.EditAsync(server.Bob, Edits.Set("2", "bob's"));
        await server.Operations.CancelCommitAsync(server.Alice, null, None);
        server.Value("1").ShouldBeNull();
        server.Value("2").ShouldBe("bob's");
    }

    [Fact]
    public async Task When_others_changed_the_same_all_is_as_it_was_before()
    {
        await using var server = await StartAsync();
        await server.EditAsync(Edits.Set("1", "before"));
        await server.EditCandidateAsync(server.Alice, Edits.Delete("1"));
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit() }, None);
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        await server.Operations.CancelCommitAsync(server.Alice, null, None);
        server.Value("1").ShouldBe("before");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_its_session_takes_it_back_unless_it_persists(bool persists)
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { PersistId = persists ? "token" : null }, Edits.Set("1", "after"));
        var taken = _participant.NextCommit();
        server.Operations.KillSession(server.Bob, server.Alice.Id);
        if (persists)
        {
            await server.Operations.CommitAsync(server.Bob, new CommitOptions { PersistId = "token" }, None);
            _time.Advance(TimeSpan.FromHours(1));
            server.Value("1").ShouldBe("after");
        }
        else
        {
            await taken;
            server.Value("1").ShouldBeNull();
        }
    }

    [Fact]
    public async Task Only_its_own_session_confirms_extends_or_cancels_it()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit(), Edits.Set("1", "after"));
        Func<Task>[] attempts =
        [
            () => server.CommitAsync(server.Bob),
            () => server.Operations.CommitAsync(server.Bob, new CommitOptions { Confirmed = new ConfirmedCommit() }, None),
            () => server.Operations.CancelCommitAsync(server.Bob, null, None),
        ];
        foreach (var attempt in attempts)
        {
            var error = await Refused.OneAsync(attempt);
            error.Tag.ShouldBe(ErrorTag.InUse);
            error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        }

        server.Value("1").ShouldBe("after");
    }

    [Fact]
    public async Task A_persistent_one_needs_its_token_from_any_session()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { PersistId = "token" }, Edits.Set("1", "after"));
        (await Refused.OneAsync(() => server.CommitAsync(server.Alice))).Tag.ShouldBe(ErrorTag.InUse);
        (await Refused.OneAsync(() => server.Operations.CommitAsync(server.Bob, new CommitOptions { PersistId = "other" }, None))).Tag.ShouldBe(ErrorTag.InvalidValue);
        (await Refused.OneAsync(() => server.Operations.CancelCommitAsync(server.Bob, "other", None))).Tag.ShouldBe(ErrorTag.InvalidValue);
        await server.Operations.CancelCommitAsync(server.Bob, "token", None);
        server.Value("1").ShouldBeNull();
        (await Refused.OneAsync(() => server.Operations.CommitAsync(server.Bob, new CommitOptions { PersistId = "token" }, None))).Tag.ShouldBe(ErrorTag.InvalidValue);
        (await Refused.OneAsync(() => server.Operations.CancelCommitAsync(server.Bob, null, None))).Tag.ShouldBe(ErrorTag.OperationFailed);
    }

    [Fact]
    public async Task Running_is_not_locked_under_another_sessions_confirmed_commit()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit(), Edits.Set("1", "after"));
        var error = Should.Throw<RpcErrorException>(() => server.Operations.Lock(server.Bob, Datastore.Running)).Errors.ShouldHaveSingleItem();
        error.Tag.ShouldBe(ErrorTag.LockDenied);
        error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        server.Operations.Lock(server.Alice, Datastore.Running);
        await server.CommitAsync(server.Alice);
        server.Operations.Unlock(server.Alice, Datastore.Running);
        server.Operations.Lock(server.Bob, Datastore.Running);
    }

    [Fact]
    public async Task A_lock_or_a_veto_does_not_keep_it_from_being_taken_back()
    {
        await using var server = await StartAsync();
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "after"));
        server.Operations.Lock(server.Alice, Datastore.Running);
        _participant.OnPrepare = (_, _) => throw new RpcErrorException(new RpcError { Type = ErrorType.Application, Tag = ErrorTag.OperationFailed, Message = "no" });
        var taken = _participant.NextCommit();
        _time.Advance(Minute);
        await taken;
        server.Value("1").ShouldBeNull();
    }

    [Fact]
    public async Task It_is_tried_again_until_the_journal_takes_it()
    {
        var fails = 0;
        var journal = new TestJournal { OnAppend = _ => { if (Interlocked.Decrement(ref fails) >= 0) throw new JournalException("full"); } };
        await using var server = await StartAsync(journal: journal);
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { Timeout = Minute }, Edits.Set("1", "after"));
        // The inverse and the whole content, once each.
        fails = 2;
        var taken = _participant.NextCommit();
        _time.Advance(Minute);
        await _time.Waiting;
        server.Value("1").ShouldBe("after");
        while (!taken.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        server.Value("1").ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token")]
    public async Task A_crash_takes_it_back_at_the_next_start_whatever_the_clock_says(string? persistId)
    {
        using var directory = new TempDirectory();
        await using var server = await StartAsync(new DatastoreOptions { DataDirectory = directory.Path });
        await server.EditAsync(Edits.Set("1", "before"));
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { PersistId = persistId }, Edits.Set("1", "after"));
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { PersistId = persistId }, persistId, Edits.Set("2", "after"));
        await server.EditAsync(server.Bob, Edits.Set("3", "bob's"));
        using var crashed = directory.Copy();
        for (var start = 0; start < 2; start++)
        {
            await using var again = await TestServer.StartAsync(crashed.Path);
            again.Value("1").ShouldBe("before");
            again.Value("2").ShouldBeNull();
            again.Value("3").ShouldBe("bob's");
            (await Refused.OneAsync(() => again.Operations.CommitAsync(again.Bob, new CommitOptions { PersistId = "token" }, None))).Tag.ShouldBe(ErrorTag.InvalidValue);
        }
    }

    [Fact]
    public async Task A_confirmed_one_survives_the_crash()
    {
        using var directory = new TempDirectory();
        await using var server = await StartAsync(new DatastoreOptions { DataDirectory = directory.Path });
        await ConfirmedAsync(server, server.Alice, new ConfirmedCommit(), Edits.Set("1", "after"));
        await server.CommitAsync(server.Alice);
        using var crashed = directory.Copy();
        await using var again = await TestServer.StartAsync(crashed.Path);
        again.Value("1").ShouldBe("after");
    }

    [Fact]
    public async Task Stopping_the_server_takes_it_back()
    {
        using var directory = new TempDirectory();
        await using (var server = await StartAsync(new DatastoreOptions { DataDirectory = directory.Path }))
        {
            await ConfirmedAsync(server, server.Alice, new ConfirmedCommit { PersistId = "token" }, Edits.Set("1", "after"));
        }

        _participant.Heard.Count(h => h.StartsWith("p commit", StringComparison.Ordinal)).ShouldBe(2);
        await using var again = await TestServer.StartAsync(directory.Path);
        again.Value("1").ShouldBeNull();
    }

    private static Task ConfirmedAsync(TestServer server, Session session, ConfirmedCommit confirmed, params Edit[] edits) => ConfirmedAsync(server, session, confirmed, null, edits);

    private static async Task ConfirmedAsync(TestServer server, Session session, ConfirmedCommit confirmed, string? persistId, params Edit[] edits)
    {
        await server.EditCandidateAsync(session, edits);
        await server.Operations.CommitAsync(session, new CommitOptions { Confirmed = confirmed, PersistId = persistId }, None);
    }

    private Task<TestServer> StartAsync(DatastoreOptions? options = null, IJournal? journal = null) =>
        TestServer.StartAsync(journal, RecordingParticipant.At("t:x/y", _participant), options, _time);
}
