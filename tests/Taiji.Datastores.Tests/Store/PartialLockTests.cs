using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Store;

/// <summary>Locks on parts of running (RFC 5717).</summary>
public sealed class PartialLockTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_is_locked_and_all_below_it_is_changed_by_the_holder_only_whichever_way()
    {
        await using var server = await StartAsync();
        Lock(server, server.Alice, Edits.Entry("1"));
        Func<Task>[] attempts =
        [
            () => server.EditAsync(server.Bob, Edits.Set("1", "bob's")),
            () => server.EditAsync(server.Bob, Edits.Delete("1")),
            () => server.EditAsync(server.Open("carol", "restconf"), Edits.Set("2", "her"), Edits.Set("1", "her")),
            () => server.Operations.CopyConfigAsync(server.Bob, Edits.Tree(), Datastore.Running, None),
            async () =>
            {
                await server.EditCandidateAsync(server.Bob, Edits.Set("1", "bob's"));
                await server.CommitAsync(server.Bob);
            },
        ];
        foreach (var attempt in attempts)
        {
            var error = await Refused.OneAsync(attempt);
            error.Tag.ShouldBe(ErrorTag.InUse);
            error.AppTag.ShouldBe("locked");
            error.Path.ShouldNotBeNull().ShouldStartWith("/t:x/y[a='1']");
            error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        }

        server.Value("2").ShouldBe("two");
        await server.EditAsync(server.Alice, Edits.Set("1", "mine"));
        await server.EditAsync(server.Bob, Edits.Set("2", "free"), Edits.Set("3", "free"));
        server.Value("1").ShouldBe("mine");
    }

    [Fact]
    public async Task Overlapping_locks_of_two_sessions_are_denied_and_those_of_one_are_released_one_by_one()
    {
        await using var server = await StartAsync();
        var entry = Lock(server, server.Alice, Edits.Entry("1"), Edits.Entry("2"));
        foreach (var path in new[] { Edits.Entry("1"), Edits.Leaf("1", "b"), Edits.X })
        {
            var error = Should.Throw<RpcErrorException>(() => Lock(server, server.Bob, Edits.Entry("9"), path)).Errors.ShouldHaveSingleItem();
            error.Tag.ShouldBe(ErrorTag.LockDenied);
            error.Info.ShouldBe([new ErrorInfo("session-id", $"{server.Alice.Id}")]);
        }

        server.Operations.PartialLocks.ShouldHaveSingleItem();
        var all = Lock(server, server.Alice, Edits.X);
        server.Operations.PartialUnlock(server.Alice, entry.Id);
        (await Refused.OneAsync(() => server.EditAsync(server.Bob, Edits.Set("1", "bob's")))).AppTag.ShouldBe("locked");
        server.Operations.PartialUnlock(server.Alice, all.Id);
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
    }

    [Fact]
    public async Task Only_the_holder_unlocks_and_only_once()
    {
        await using var server = await StartAsync();
        var taken = Lock(server, server.Alice, Edits.Entry("1"));
        Should.Throw<RpcErrorException>(() => server.Operations.PartialUnlock(server.Bob, taken.Id)).Errors[0].Tag.ShouldBe(ErrorTag.InvalidValue);
        server.Operations.PartialUnlock(server.Alice, taken.Id);
        Should.Throw<RpcErrorException>(() => server.Operations.PartialUnlock(server.Alice, taken.Id)).Errors[0].Tag.ShouldBe(ErrorTag.InvalidValue);
    }

    [Fact]
    public async Task Global_and_partial_locks_exclude_each_other_even_in_one_session()
    {
        await using var server = await StartAsync();
        var taken = Lock(server, server.Alice, Edits.Entry("1"));
        foreach (var session in new[] { server.Alice, server.Bob })
            Should.Throw<RpcErrorException>(() => server.Operations.Lock(session, Datastore.Running)).Errors[0].Tag.ShouldBe(ErrorTag.LockDenied);
        server.Operations.Lock(server.Bob, Datastore.Candidate);
        server.Operations.PartialUnlock(server.Alice, taken.Id);
        server.Operations.Lock(server.Alice, Datastore.Running);
        foreach (var session in new[] { server.Alice, server.Bob })
            Should.Throw<RpcErrorException>(() => Lock(server, session, Edits.Entry("1"))).Errors[0].Tag.ShouldBe(ErrorTag.LockDenied);
    }

    [Fact]
    public async Task The_end_of_the_session_releases_them()
    {
        await using var server = await StartAsync();
        Lock(server, server.Alice, Edits.Entry("1"));
        server.Operations.KillSession(server.Bob, server.Alice.Id);
        server.Operations.PartialLocks.ShouldBeEmpty();
        await server.EditAsync(server.Bob, Edits.Set("1", "bob's"));
    }

    [Fact]
    public async Task What_its_holder_deletes_is_covered_no_more_and_the_lock_stays()
    {
        await using var server = await StartAsync();
        var taken = Lock(server, server.Alice, Edits.Entry("1"));
        await server.EditAsync(server.Alice, Edits.Delete("1"));
        server.Operations.PartialLocks.ShouldHaveSingleItem().Nodes.ShouldBeEmpty();
        await server.EditAsync(server.Bob, Edits.Create("1", "bob's"));
        server.Operations.PartialUnlock(server.Alice, taken.Id);
    }

    [Fact]
    public async Task An_entry_made_after_the_lock_is_covered_only_below_a_locked_node()
    {
        await using var server = await StartAsync();
        Lock(server, server.Alice, Edits.Entry("1"), Edits.Entry("2"));
        await server.EditAsync(server.Bob, Edits.Create("3", "free"));
        Lock(server, server.Alice, Edits.X);
        (await Refused.OneAsync(() => server.EditAsync(server.Bob, Edits.Create("4", "not free")))).AppTag.ShouldBe("locked");
    }

    [Fact]
    public async Task Under_a_confirmed_commit_nothing_is_locked()
    {
        await using var server = await StartAsync();
        await server.Operations.CommitAsync(server.Alice, new CommitOptions { Confirmed = new ConfirmedCommit() }, None);
        var error = Should.Throw<RpcErrorException>(() => Lock(server, server.Alice, Edits.Entry("1"))).Errors.ShouldHaveSingleItem();
        error.Tag.ShouldBe(ErrorTag.InUse);
        error.AppTag.ShouldBe("outstanding-confirmed-commit");
    }

    private static PartialLock Lock(TestServer server, Session session, params DataPath[] nodes) => server.Operations.PartialLock(session, ["test"], _ => nodes);

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        return server;
    }
}
