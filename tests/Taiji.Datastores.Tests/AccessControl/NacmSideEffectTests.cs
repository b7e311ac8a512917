using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.AccessControl;

/// <summary>What is changed as a side effect needs no rights (RFC 8341 §3.2.5), and nothing else goes without them.</summary>
public sealed class NacmSideEffectTests
{
    private const string CreateAndUpdate = """{"name":"1","module-name":"g","access-operations":"create update","action":"permit"}""";

    [Theory]
    [InlineData("""{"g:box":{"wheels":4}}""", """{"g:box":{"gauge":1435}}""", """{"g:box":{"gauge":1435}}""")]
    [InlineData("""{"g:box":{"wheels":4,"car":{"seats":2}}}""", """{"g:box":{"volts":15000}}""", """{"g:box":{"volts":15000}}""")]
    [InlineData("""{"g:box":{"car":{"seats":2}}}""", """{"g:box":{"steam":[null]}}""", """{"g:box":{"steam":[null]}}""")]
    [InlineData("""{"g:box":{"gauge":1000,"steam":[null]}}""", """{"g:box":{"volts":1}}""", """{"g:box":{"gauge":1000,"volts":1}}""")]
    [InlineData("""{"g:box":{"gauge":1000,"steam":[null]}}""", """{"g:box":{"car":{"seats":1}}}""", """{"g:box":{"car":{"seats":1}}}""")]
    public async Task The_other_case_of_a_choice_goes_without_a_right_to_delete_it(string before, string merged, string after)
    {
        await using var server = await GuardedServer.StartAsync(CreateAndUpdate, before);
        await server.MergeAsync(server.Ann, merged);
        (await server.ContentAsync()).ShouldBe(after);
    }

    [Fact]
    public async Task A_deletion_that_no_other_case_asks_for_needs_the_right()
    {
        await using var server = await GuardedServer.StartAsync(CreateAndUpdate, """{"g:box":{"gauge":1000,"steam":[null]}}""");
        (await GuardedServer.RefusedAsync(() => server.EditAsync(EditOperation.Delete, "/g:box/gauge"))).ShouldBe("access-denied /g:box/gauge");
        (await GuardedServer.RefusedAsync(() => server.EditAsync(EditOperation.Replace, "/g:box", """{"g:box":{"volts":1}}"""))).ShouldBe("access-denied /g:box/gauge");
        (await server.ContentAsync()).ShouldBe("""{"g:box":{"gauge":1000,"steam":[null]}}""");
    }

    [Theory]
    [InlineData(Datastore.Running)]
    [InlineData(Datastore.Candidate)]
    public async Task What_a_when_takes_along_goes_without_a_right_to_delete_it(Datastore datastore)
    {
        await using var server = await GuardedServer.StartAsync(CreateAndUpdate, """{"g:box":{"kind":"fast","fast":1,"tuning":{"gain":2}}}""");
        await server.MergeAsync(server.Ann, """{"g:box":{"kind":"slow"}}""", datastore);
        if (datastore == Datastore.Candidate) await server.Operations.CommitAsync(server.Ann, CancellationToken.None);
        (await server.ContentAsync()).ShouldBe("""{"g:box":{"kind":"slow"}}""");
    }

    [Fact]
    public async Task What_still_may_be_there_under_its_when_is_not_deleted_without_the_right()
    {
        await using var server = await GuardedServer.StartAsync(CreateAndUpdate, """{"g:box":{"kind":"fast","fast":1}}""");
        (await GuardedServer.RefusedAsync(() => server.EditAsync(EditOperation.Delete, "/g:box/fast"))).ShouldBe("access-denied /g:box/fast");
    }

    [Fact]
    public async Task A_commit_needs_rights_for_what_differs_and_for_nothing_else()
    {
        await using var server = await GuardedServer.StartAsync(
            """{"name":"1","path":"/g:box/open","access-operations":"update","action":"permit"}""", """{"g:box":{"open":"a","level":1}}""");
        await server.MergeAsync(server.Ann, """{"g:box":{"open":"b","level":1}}""", Datastore.Candidate);
        await server.Operations.CommitAsync(server.Ann, CancellationToken.None);
        (await server.ContentAsync()).ShouldBe("""{"g:box":{"open":"b","level":1}}""");
        // Somebody else's edit in the shared candidate needs the committer's rights.
        await server.MergeAsync(server.Root, """{"g:box":{"level":9}}""", Datastore.Candidate);
        (await GuardedServer.RefusedAsync(() => server.Operations.CommitAsync(server.Ann, CancellationToken.None))).ShouldBe("access-denied /g:box/level");
        await server.Operations.DiscardChangesAsync(server.Ann, CancellationToken.None);
    }

    [Fact]
    public async Task A_copy_leaves_out_what_may_not_be_read_and_needs_rights_for_what_it_changes()
    {
        await using var server = await GuardedServer.StartAsync(CreateAndUpdate, """{"g:box":{"open":"a","secret":"s"}}""");
        await server.MergeAsync(server.Root, """{"g:box":{"open":"b"}}""", Datastore.Candidate);
        // The secret, and the rules themselves, would go with it (RFC 8341 §3.2.6); what they are isn't told.
        (await GuardedServer.RefusedAsync(() => server.Operations.CopyConfigAsync(server.Ann, Datastore.Candidate, Datastore.Running, CancellationToken.None)))
            .ShouldBe("access-denied /g:box; access-denied ");
        (await server.ContentAsync()).ShouldBe("""{"g:box":{"open":"a","secret":"s"}}""");
        await server.Operations.CopyConfigAsync(server.Root, Datastore.Candidate, Datastore.Running, CancellationToken.None);
        (await server.ContentAsync()).ShouldBe("""{"g:box":{"open":"b","secret":"s"}}""");
    }

    [Fact]
    public async Task Startup_is_deleted_by_whoever_may_invoke_that_without_rights_on_its_nodes()
    {
        await using var server = await GuardedServer.StartAsync(
            """{"name":"1","module-name":"ietf-netconf","rpc-name":"delete-config","access-operations":"exec","action":"permit"}""",
            """{"g:box":{"open":"a","secret":"s"}}""",
            options: new() { Datastores = new DatastoreSwitches { Startup = StartupMode.On } });
        await server.Operations.CopyConfigAsync(server.Root, Datastore.Running, Datastore.Startup, CancellationToken.None);
        await server.Operations.DeleteConfigAsync(server.Ann, Datastore.Startup, CancellationToken.None);
        (await server.ReadAsync(Datastore.Startup, server.Root)).ShouldBe("{}");
    }

    [Fact]
    public async Task Running_is_copied_to_startup_whole_whatever_may_be_read_of_it()
    {
        await using var server = await GuardedServer.StartAsync(
            CreateAndUpdate, """{"g:box":{"open":"a","secret":"s"}}""", options: new() { Datastores = new DatastoreSwitches { Startup = StartupMode.On } });
        await server.Operations.CopyConfigAsync(server.Ann, Datastore.Running, Datastore.Startup, CancellationToken.None);
        (await server.ReadAsync(Datastore.Startup, server.Root)).ShouldContain("secret");
        (await server.ReadAsync(Datastore.Startup)).ShouldNotContain("secret");
    }
}
