using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Store;

public sealed class LockTests
{
    [Theory]
    [InlineData(Datastore.Running)]
    [InlineData(Datastore.Candidate)]
    public async Task A_second_lock_is_denied_with_the_holders_session_id(Datastore datastore)
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Alice, datastore);
        foreach (var session in new[] { server.Bob, server.Alice })
        {
            var error = Should.Throw<RpcErrorException>(() => server.Operations.Lock(session, datastore)).Errors.ShouldHaveSingleItem();
            error.Tag.ShouldBe(ErrorTag.LockDenied);
            error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        }
    }

    [Fact]
    public async Task Locks_of_different_datastores_are_independent()
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Running);
        server.Operations.Lock(server.Bob, Datastore.Candidate);
        server.Operations.FindLock(Datastore.Running)!.Session.ShouldBe(server.Alice);
        server.Operations.FindLock(Datastore.Candidate)!.Session.ShouldBe(server.Bob);
    }

    [Fact]
    public async Task A_locked_running_is_changed_by_its_holder_only_whatever_the_protocol()
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Running);
        foreach (var transport in new[] { "netconf-ssh", "restconf" })
        {
            var error = await Refused.OneAsync(() => server.EditAsync(server.Open("carol", transport), Edits.Set("1", "other")));
            error.Tag.ShouldBe(ErrorTag.InUse);
            error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        }

        await server.EditAsync(server.Alice, Edits.Set("1", "mine"));
        server.Value("1").ShouldBe("mine");
    }

    [Fact]
    public async Task Reading_a_locked_datastore_is_free()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"));
        server.Operations.Lock(server.Bob, Datastore.Running);
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task A_lock_is_released_by_unlock_and_by_the_end_of_the_session()
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Running);
        server.Operations.Unlock(server.Alice, Datastore.Running);
        server.Operations.Lock(server.Bob, Datastore.Running);
        server.Bob.Dispose();
        server.Operations.Lock(server.Alice, Datastore.Running);
    }

    [Fact]
    public async Task Killing_the_holder_releases_its_lock_and_tells_it()
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Running);
        server.Operations.KillSession(server.Bob, server.Alice.Id);
        server.Alice.Closed.IsCancellationRequested.ShouldBeTrue();
        server.Alice.End.ShouldBe(SessionEnd.Killed);
        server.Alice.KilledBy.ShouldBe(server.Bob.Id);
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
    }

    [Fact]
    public async Task A_session_kills_neither_itself_nor_one_that_is_not_there()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var id in new[] { server.Alice.Id, 4711u })
        {
            Should.Throw<RpcErrorException>(() => server.Operations.KillSession(server.Alice, id)).Errors.ShouldHaveSingleItem().Tag.ShouldBe(ErrorTag.InvalidValue);
        }

        server.Alice.Closed.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_has_ended_gets_no_lock()
    {
        await using var server = await TestServer.StartAsync();
        server.Alice.Dispose();
        Should.Throw<RpcErrorException>(() => server.Operations.Lock(server.Alice, Datastore.Running));
        server.Operations.FindLock(Datastore.Running).ShouldBeNull();
    }

    [Fact]
    public async Task Unlocking_needs_ones_own_lock()
    {
        await using var server = await TestServer.StartAsync();
        Should.Throw<RpcErrorException>(() => server.Operations.Unlock(server.Bob, Datastore.Running)).Errors[0].Tag.ShouldBe(ErrorTag.OperationFailed);
        server.Operations.Lock(server.Alice, Datastore.Running);
        var error = Should.Throw<RpcErrorException>(() => server.Operations.Unlock(server.Bob, Datastore.Running)).Errors[0];
        error.Tag.ShouldBe(ErrorTag.LockDenied);
        error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        server.Operations.FindLock(Datastore.Running)!.Session.ShouldBe(server.Alice);
    }

    [Fact]
    public async Task A_modified_candidate_can_not_be_locked()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Bob, Edits.Set("1", "one"));
        Should.Throw<RpcErrorException>(() => server.Operations.Lock(server.Alice, Datastore.Candidate)).Errors[0].Tag.ShouldBe(ErrorTag.LockDenied);
        await server.Operations.DiscardChangesAsync(server.Bob, CancellationToken.None);
        server.Operations.Lock(server.Alice, Datastore.Candidate);
    }

    [Fact]
    public async Task A_candidate_edited_back_to_running_can_be_locked()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Bob, Edits.Set("1", "one"));
        await server.EditCandidateAsync(server.Bob, Edits.Delete("1"));
        server.Operations.Lock(server.Alice, Datastore.Candidate);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_candidates_changes_go_with_its_lock(bool bySessionEnd)
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Bob, Datastore.Candidate);
        await server.EditCandidateAsync(server.Bob, Edits.Set("1", "one"));
        if (bySessionEnd) server.Bob.Dispose();
        else server.Operations.Unlock(server.Bob, Datastore.Candidate);
        server.Value("1", Datastore.Candidate).ShouldBeNull();
        server.Operations.Lock(server.Alice, Datastore.Candidate);
    }

    [Fact]
    public async Task Without_a_lock_the_candidates_changes_outlive_their_session()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Bob, Edits.Set("1", "one"));
        server.Bob.Dispose();
        server.Value("1", Datastore.Candidate).ShouldBe("one");
    }

    [Fact]
    public async Task A_locked_candidate_is_edited_discarded_copied_and_committed_by_its_holder_only()
    {
        await using var server = await TestServer.StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Candidate);
        var none = CancellationToken.None;
        Func<Task>[] attempts =
        [
            () => server.EditCandidateAsync(server.Bob, Edits.Set("1", "one")),
            () => server.Operations.DiscardChangesAsync(server.Bob, none),
            () => server.Operations.CopyConfigAsync(server.Bob, Datastore.Running, Datastore.Candidate, none),
            () => server.CommitAsync(server.Bob),
        ];
        foreach (var attempt in attempts)
        {
            var error = await Refused.OneAsync(attempt);
            error.Tag.ShouldBe(ErrorTag.InUse);
            error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        }
    }

    [Fact]
    public async Task A_commit_fails_while_another_session_has_running_locked()
    {
        await using var server = await TestServer.StartAsync();
        await server.EditCandidateAsync(server.Bob, Edits.Set("1", "one"));
        server.Operations.Lock(server.Alice, Datastore.Running);
        (await Refused.OneAsync(() => server.CommitAsync(server.Bob))).Tag.ShouldBe(ErrorTag.InUse);
        server.Operations.Unlock(server.Alice, Datastore.Running);
        await server.CommitAsync(server.Bob);
        server.Value("1").ShouldBe("one");
    }

    [Fact]
    public async Task A_lock_is_held_only_when_the_changes_let_in_before_are_decided()
    {
        var journal = new TestJournal();
        await using var server = await TestServer.StartAsync(journal);
        using var hold = journal.Hold();
        var write = Task.Run(() => server.EditAsync(server.Bob, Edits.Set("1", "one")));
        await hold.Reached;
        var locking = Task.Run(() => server.Operations.Lock(server.Alice, Datastore.Running));
        hold.Release();
        await locking;
        server.Value("1").ShouldBe("one");
        await write;
    }

    [Theory]
    [InlineData(Datastore.Startup)]
    [InlineData(Datastore.Operational)]
    public async Task Only_running_and_candidate_have_locks(Datastore datastore)
    {
        await using var server = await TestServer.StartAsync();
        Should.Throw<RpcErrorException>(() => server.Operations.Lock(server.Alice, datastore)).Errors[0].Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }
}
