using System.Collections.Concurrent;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Transactions;

public sealed class CommitStepTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task What_was_validated_can_be_committed_and_nobody_else_changes_running_meanwhile()
    {
        await using var server = await TestServer.StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        await transaction.ValidateCommitAsync(None);
        transaction.IsValidateLocked.ShouldBeTrue();
        server.Operations.ValidateLock!.Session.ShouldBe(server.Alice);
        var refusal = await Refused.OneAsync(() => server.EditAsync(server.Bob, Edits.Set("1", "bob's")));
        refusal.Tag.ShouldBe(ErrorTag.InUse);
        refusal.Info!.ShouldHaveSingleItem().Value.ShouldBe($"{server.Alice.Id}");
        await transaction.CommitAsync(null, None);
        server.Operations.ValidateLock.ShouldBeNull();
        await server.EditAsync(server.Bob, Edits.Set("2", "two"));
        (server.Value("1"), server.Value("2")).ShouldBe(("one", "two"));
    }

    [Fact]
    public async Task A_validate_lock_holds_off_the_other_transactions_of_its_own_session_too()
    {
        await using var server = await TestServer.StartAsync();
        var (first, second) = (server.Operations.Begin(server.Alice), server.Operations.Begin(server.Alice));
        second.Edit(Edits.Set("2", "two"));
        await first.ValidateCommitAsync(None);
        (await Refused.OneAsync(() => second.ValidateCommitAsync(None))).Tag.ShouldBe(ErrorTag.InUse);
        (await Refused.OneAsync(() => second.CommitAsync(null, None))).Tag.ShouldBe(ErrorTag.InUse);
        await first.AbortAsync();
        await second.CommitAsync(null, None);
    }

    [Fact]
    public async Task Validation_that_fails_locks_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set(Edits.Leaf("1", "sees"), "2"));
        await Refused.OneAsync(() => transaction.ValidateCommitAsync(None));
        transaction.IsValidateLocked.ShouldBeFalse();
        await server.EditAsync(server.Bob, Edits.Set("1", "one"));
    }

    [Theory]
    [InlineData("clear")]
    [InlineData("abort")]
    [InlineData("close")]
    [InlineData("kill")]
    public async Task The_validate_lock_and_what_is_prepared_go_when(string how)
    {
        var participant = new RecordingParticipant("p", _heard);
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", participant));
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        await transaction.PrepareAsync(null, None);
        var aborted = participant.NextAbort();
        switch (how)
        {
            case "clear": await transaction.ClearValidateLockAsync(); break;
            case "abort": await transaction.AbortAsync(); break;
            case "close": server.Alice.Close(SessionEnd.Closed); break;
            default: server.Operations.KillSession(server.Bob, server.Alice.Id); break;
        }

        await aborted;
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        _heard.ShouldBe(["p prepare 1", "p abort 1", "p prepare 1", "p commit 1"]);
    }

    [Fact]
    public async Task Participants_prepare_once_and_wait_for_the_commit()
    {
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", new("a", _heard), new("b", _heard)));
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        await transaction.PrepareAsync(null, None);
        _heard.ShouldBe(["a prepare 1", "b prepare 1"]);
        server.Value("1").ShouldBeNull();
        await transaction.CommitAsync(new CommitOptions { Label = "l" }, None);
        _heard.ShouldBe(["a prepare 1", "b prepare 1", "a commit 1", "b commit 1"]);
        server.Value("1").ShouldBe("one");
        server.Operations.Rollbacks().First().Label.ShouldBe("l");
    }

    [Fact]
    public async Task A_veto_leaves_nothing_prepared_or_locked()
    {
        var veto = new RpcError { Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Message = "no" };
        var second = new RecordingParticipant("b", _heard) { OnPrepare = (_, _) => throw new RpcErrorException(veto) };
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", new("a", _heard), second));
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        (await Refused.OneAsync(() => transaction.PrepareAsync(null, None))).ShouldBeSameAs(veto);
        (transaction.IsPrepared, transaction.IsValidateLocked).ShouldBe((false, false));
        _heard.ShouldBe(["a prepare 1", "b prepare 1", "a abort 1"]);
        second.OnPrepare = (_, _) => default;
        await transaction.CommitAsync(null, None);
    }

    [Fact]
    public async Task What_the_server_takes_back_does_not_wait_for_what_a_client_holds_and_that_is_prepared_again()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", new RecordingParticipant("p", _heard)), time: time);
        await server.EditCandidateAsync(server.Bob, Edits.Set("9", "nine"));
        await server.Operations.CommitAsync(server.Bob, new CommitOptions { Confirmed = new ConfirmedCommit { PersistId = "t" } }, None);
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        await transaction.PrepareAsync(null, None);
        await server.Operations.CancelCommitAsync(server.Bob, "t", None);
        server.Value("9").ShouldBeNull();
        await transaction.CommitAsync(null, None);
        server.Value("1").ShouldBe("one");
        _heard.ShouldBe(["p prepare 1", "p commit 1", "p prepare 3", "p abort 3", "p prepare 3", "p commit 3", "p prepare 5", "p commit 5"]);
    }

    [Fact]
    public async Task A_stop_of_the_server_aborts_what_is_prepared()
    {
        await using (var server = await TestServer.StartAsync(plugins: RecordingParticipant.At("t:x", new RecordingParticipant("p", _heard))))
        {
            var transaction = server.Operations.Begin(server.Alice);
            transaction.Edit(Edits.Set("1", "one"));
            await transaction.PrepareAsync(null, None);
        }

        _heard.ShouldBe(["p prepare 1", "p abort 1"]);
    }

    [Fact]
    public async Task A_lock_of_another_session_refuses_validation_and_the_validate_lock_refuses_locks()
    {
        await using var server = await TestServer.StartAsync();
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        server.Operations.Lock(server.Bob, Datastore.Running);
        (await Refused.OneAsync(() => transaction.ValidateCommitAsync(None))).Tag.ShouldBe(ErrorTag.InUse);
        server.Operations.Unlock(server.Bob, Datastore.Running);
        await transaction.ValidateCommitAsync(None);
        Should.Throw<RpcErrorException>(() => server.Operations.Lock(server.Bob, Datastore.Running)).Errors[0].Tag.ShouldBe(ErrorTag.LockDenied);
        Should.Throw<InvalidOperationException>(() => transaction.Edit(Edits.Set("2", "two")));
    }

    [Fact]
    public async Task A_validated_candidate_is_changed_by_nobody_until_it_is_committed_or_cleared()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "one"));
        await server.Operations.ValidateCommitAsync(server.Alice, None);
        (await Refused.OneAsync(() => server.EditCandidateAsync(server.Bob, Edits.Set("2", "two")))).Tag.ShouldBe(ErrorTag.InUse);
        (await Refused.OneAsync(() => server.CommitAsync(server.Bob))).Tag.ShouldBe(ErrorTag.InUse);
        server.Operations.ClearValidateLock(server.Bob);
        server.Operations.ValidateLock.ShouldNotBeNull();
        server.Operations.ClearValidateLock(server.Alice);
        await server.EditCandidateAsync(server.Bob, Edits.Set("2", "two"));
        await server.Operations.ValidateCommitAsync(server.Alice, None);
        await server.CommitAsync(server.Alice);
        server.Operations.ValidateLock.ShouldBeNull();
        (server.Value("1"), server.Value("2")).ShouldBe(("one", "two"));
    }

    [Fact]
    public async Task A_dry_run_tells_the_way_there_and_back_in_every_format()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "uno"));
        transaction.DryRun(DiffFormat.SetCommands).ShouldBe("set x y 1 b uno\n");
        transaction.DryRun(DiffFormat.SetCommands, isReversed: true).ShouldBe("set x y 1 b one\n");
        await server.EditCandidateAsync(server.Bob, Edits.Delete("1"));
        server.Operations.DryRun(server.Bob, DiffFormat.Cli).ShouldBe(" x {\n-    y 1 {\n-        b one;\n-    }\n }\n");
        server.Operations.DryRun(server.Bob, DiffFormat.Curly, isReversed: true).ShouldBe("x {\n    y 1 {\n        b one;\n    }\n}\n");
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task Conflicts_are_told_and_resolved_either_way()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        var (mine, theirs) = (server.Operations.Begin(server.Alice), server.Operations.Begin(server.Alice));
        foreach (var transaction in new[] { mine, theirs }) transaction.Edit(Edits.Set("1", "alice's"), Edits.Set("2", "two"));
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
        var conflict = mine.Conflicts().ShouldHaveSingleItem();
        (conflict.AppTag, conflict.Path).ShouldBe(("conflict", "/t:x/y[a='1']/b"));
        Should.Throw<RpcErrorException>(() => mine.Rebase(ConflictResolution.RevertOnConflict)).Errors.ShouldHaveSingleItem().Message!.ShouldContain("bob");
        theirs.Rebase(ConflictResolution.Overwrite);
        theirs.DryRun(DiffFormat.SetCommands).ShouldBe("set x y 2 b two\n");
        mine.Rebase(ConflictResolution.Ignore);
        mine.Conflicts().ShouldBeEmpty();
        await mine.CommitAsync(null, None);
        (server.Value("1"), server.Value("2")).ShouldBe(("alice's", "two"));
    }

    [Fact]
    public async Task A_transaction_may_be_a_confirmed_commit_and_be_confirmed_alone()
    {
        var time = new FakeTime();
        await using var server = await TestServer.StartAsync(time: time);
        var confirmed = new CommitOptions { Confirmed = new ConfirmedCommit { Timeout = TimeSpan.FromSeconds(5) } };
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Edit(Edits.Set("1", "one"));
        await transaction.CommitAsync(confirmed, None);
        (await Refused.OneAsync(() => server.Operations.ConfirmCommitAsync(server.Bob, null, None))).Tag.ShouldBe(ErrorTag.InUse);
        await server.Operations.ConfirmCommitAsync(server.Alice, null, None);
        time.Advance(TimeSpan.FromSeconds(6));
        server.Value("1").ShouldBe("one");

        var second = server.Operations.Begin(server.Alice);
        second.Edit(Edits.Set("2", "two"));
        await second.CommitAsync(confirmed, None);
        await server.Operations.CancelCommitAsync(server.Alice, null, None);
        server.Value("2").ShouldBeNull();
    }
}
