using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Tests.Store;

/// <summary>Private candidates (draft-ietf-netconf-privcand), and what conflicts.</summary>
public sealed class PrivateCandidateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_session_has_its_own_which_nobody_else_sees_and_which_ends_with_it()
    {
        await using var server = await StartAsync();
        await server.EditCandidateAsync(server.Alice, Edits.Set("3", "alice's"));
        await server.EditCandidateAsync(server.Bob, Edits.Set("3", "bob's"));
        await server.EditCandidateAsync(server.Open("carol"), Edits.Set("3", "shared"));
        Value(server, server.Alice, "3").ShouldBe("alice's");
        Value(server, server.Bob, "3").ShouldBe("bob's");
        Value(server, server.Open("dave"), "3").ShouldBe("shared");
        await server.CommitAsync(server.Alice);
        server.Value("3").ShouldBe("alice's");
        server.Bob.Dispose();
        (await Refused.OneAsync(() => server.EditCandidateAsync(server.Bob, Edits.Set("3", "late")))).Tag.ShouldBe(ErrorTag.OperationFailed);
    }

    [Fact]
    public async Task Candidates_that_do_not_touch_each_other_both_commit()
    {
        await using var server = await StartAsync();
        await server.EditCandidateAsync(server.Alice, Edits.Set("1", "alice's"), Edits.Set("3", "alice's"));
        await server.EditCandidateAsync(server.Bob, Edits.Set(Edits.Leaf("1", "kind"), "bob's"), Edits.Set("4", "bob's"));
        await server.CommitAsync(server.Alice);
        await server.CommitAsync(server.Bob);
        server.Value("1").ShouldBe("alice's");
        server.Running.Tree.TextAt(Edits.Leaf("1", "kind")).ShouldBe("bob's");
    }

    public static TheoryData<string, string> Conflicts() => new()
    {
        { "set 1 x", "set 1 y" },
        { "set 1 x", "delete 1" },
        { "delete 1", "set 1 y" },
        { "create 3 x", "create 3 y" },
        { "set 3 x", "set 3 y" },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public async Task One_that_touches_the_same_names_the_node_the_other_user_and_the_time(string mine, string theirs)
    {
        var time = new FakeTime();
        await using var server = await StartAsync(time);
        await server.EditCandidateAsync(server.Alice, Parse(mine), Edits.Set("9", "mine"));
        time.Advance(TimeSpan.FromHours(1));
        await server.EditAsync(server.Bob, Parse(theirs));
        await server.EditAsync(server.Open("carol"), Edits.Set("7", "elsewhere"));
        foreach (var attempt in new Func<Task>[] { () => server.CommitAsync(server.Alice), () => Task.Run(() => server.Operations.UpdateCandidate(server.Alice, ConflictResolution.RevertOnConflict)) })
        {
            var error = await Refused.OneAsync(attempt);
            error.AppTag.ShouldBe("conflict");
            error.Path.ShouldNotBeNull().ShouldStartWith($"/t:x/y[a='{mine.Split(' ')[1]}']");
            error.Message.ShouldNotBeNull().ShouldContain("User bob changed it at 2026-01-01T01:00:00.000Z (commit 2)");
        }

        server.Value("9").ShouldBeNull();
        Value(server, server.Alice, "9").ShouldBe("mine");
    }

    [Theory]
    [InlineData("set 1 same", "set 1 same")]
    [InlineData("delete 1", "delete 1")]
    public async Task The_same_change_twice_is_no_conflict(string mine, string theirs)
    {
        await using var server = await StartAsync();
        await server.EditCandidateAsync(server.Alice, Parse(mine.Replace("delete", "remove", StringComparison.Ordinal)), Edits.Set("9", "mine"));
        await server.EditAsync(server.Bob, Parse(theirs));
        await server.CommitAsync(server.Alice);
        server.Value("9").ShouldBe("mine");
    }

    [Theory]
    [MemberData(nameof(Conflicts))]
    public async Task Ignore_keeps_what_the_candidate_has_and_overwrite_takes_what_running_has(string mine, string theirs)
    {
        foreach (var resolution in new[] { ConflictResolution.Ignore, ConflictResolution.Overwrite })
        {
            await using var server = await StartAsync();
            await server.EditCandidateAsync(server.Alice, Parse(mine), Edits.Set("9", "mine"));
            var key = mine.Split(' ')[1];
            var kept = Value(server, server.Alice, key);
            await server.EditAsync(server.Bob, Parse(theirs), Edits.Set("2", "theirs"));
            server.Operations.UpdateCandidate(server.Alice, resolution);
            Value(server, server.Alice, key).ShouldBe(resolution == ConflictResolution.Ignore ? kept : server.Value(key));
            Value(server, server.Alice, "2").ShouldBe("theirs");
            await server.CommitAsync(server.Alice);
            server.Value(key).ShouldBe(resolution == ConflictResolution.Ignore ? kept : Value(server, server.Bob, key));
            server.Value("9").ShouldBe("mine");
        }
    }

    [Fact]
    public async Task Locking_it_binds_nobody_else_and_unlocking_discards_it()
    {
        await using var server = await StartAsync();
        server.Operations.Lock(server.Alice, Datastore.Candidate);
        Should.Throw<RpcErrorException>(() => server.Operations.Lock(server.Alice, Datastore.Candidate)).Errors[0].Tag.ShouldBe(ErrorTag.LockDenied);
        server.Operations.Lock(server.Bob, Datastore.Candidate);
        await server.EditCandidateAsync(server.Open("carol"), Edits.Set("3", "shared"));
        await server.EditCandidateAsync(server.Alice, Edits.Set("3", "alice's"));
        server.Operations.Unlock(server.Alice, Datastore.Candidate);
        Value(server, server.Alice, "3").ShouldBeNull();
        Should.Throw<RpcErrorException>(() => server.Operations.Unlock(server.Alice, Datastore.Candidate));
    }

    [Fact]
    public async Task A_shared_candidate_is_not_updated()
    {
        await using var server = await StartAsync();
        Should.Throw<RpcErrorException>(() => server.Operations.UpdateCandidate(server.Open("carol"), ConflictResolution.Ignore)).Errors[0].Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    private static Edit Parse(string text) => text.Split(' ') switch
    {
        ["set", var key, var value] => Edits.Set(key, value),
        ["create", var key, var value] => Edits.Create(key, value),
        ["remove", var key] => Edits.Remove(key),
        [_, var key] => Edits.Delete(key),
        _ => throw new ArgumentException(text),
    };

    private static string? Value(TestServer server, Session session, string key) =>
        server.Operations.ReadAsync(session, new ReadRequest(Datastore.Candidate), None).AsTask().GetAwaiter().GetResult().Tree.TextAt(Edits.Leaf(key, "b"));

    private static async Task<TestServer> StartAsync(TimeProvider? time = null)
    {
        var server = await TestServer.StartAsync(time: time);
        server.Alice.HasPrivateCandidate = server.Bob.HasPrivateCandidate = true;
        await server.EditAsync(Edits.Set("1", "one"), Edits.Set("2", "two"));
        return server;
    }
}
