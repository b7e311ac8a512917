using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Tests.AccessControl;

/// <summary>RFC 8341 §3.2.5 to §3.2.9, paragraph by paragraph: which rights an operation takes, and which it doesn't.</summary>
public sealed class NacmOperationTests
{
    private const string Content = """{"g:box":{"open":"a","kind":"k","port":[{"name":"eth","unit":1,"note":"n"}]}}""";

    [Theory]
    [InlineData("create", EditOperation.Merge, """{"g:box":{"port":[{"name":"new","unit":1}]}}""", "")]
    [InlineData("update delete", EditOperation.Merge, """{"g:box":{"port":[{"name":"new","unit":1}]}}""", "access-denied /g:box/port[name='new'][unit='1']")]
    [InlineData("update", EditOperation.Merge, """{"g:box":{"open":"b"}}""", "")]
    [InlineData("create delete", EditOperation.Merge, """{"g:box":{"open":"b"}}""", "access-denied /g:box/open")]
    [InlineData("delete", EditOperation.Replace, """{"g:box":{"open":"a","kind":"k"}}""", "")]
    [InlineData("create update", EditOperation.Replace, """{"g:box":{"open":"a","kind":"k"}}""", "access-denied /g:box/port[name='eth'][unit='1']")]
    public async Task Each_change_takes_the_right_that_it_is_and_no_other(string rights, EditOperation operation, string config, string refusal)
    {
        foreach (var datastore in new[] { Datastore.Running, Datastore.Candidate })
        {
            await using var server = await WithAsync(rights);
            Task Edit() => server.EditAsync(operation, "/g:box", config, datastore);
            if (refusal.Length > 0 && datastore == Datastore.Running) (await GuardedServer.RefusedAsync(Edit)).ShouldBe(refusal);
            else if (refusal.Length > 0) (await GuardedServer.RefusedAsync(async () =>
            {
                await Edit();
                await server.Operations.CommitAsync(server.Ann, CancellationToken.None);
            })).ShouldBe(refusal);
            else await Edit();
        }
    }

    [Fact]
    public async Task Nodes_that_only_lead_to_a_change_take_no_right()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/port","access-operations":"create","action":"permit"}""", Content);
        await server.MergeAsync(server.Ann, """{"g:box":{"port":[{"name":"new","unit":2,"note":"x"}]}}""");
        (await server.ContentAsync()).ShouldContain("\"new\"");
    }

    [Fact]
    public async Task Nodes_that_stay_as_they_are_take_no_right_by_merge_or_replace()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/port/note","access-operations":"update","action":"permit"}""", Content);
        await server.EditAsync(EditOperation.Replace, "/g:box", Content.Replace("\"n\"", "\"m\"", StringComparison.Ordinal));
        await server.MergeAsync(server.Ann, Content);
        (await server.ContentAsync()).ShouldContain("\"note\":\"n\"");
    }

    [Fact]
    public async Task Nodes_that_a_merge_leaves_out_stay_and_take_no_right()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/open","access-operations":"update","action":"permit"}""", Content);
        await server.MergeAsync(server.Ann, """{"g:box":{"open":"b"}}""");
        (await server.ContentAsync()).ShouldContain("\"eth\"");
    }

    [Theory]
    [InlineData("create", """{"g:box":{"open":"a","kind":"k","port":[{"name":"eth","unit":1,"note":"n"},{"name":"new","unit":1}]}}""", true)]
    [InlineData("update delete", """{"g:box":{"open":"a","kind":"k","port":[{"name":"eth","unit":1,"note":"n"},{"name":"new","unit":1}]}}""", false)]
    [InlineData("update", """{"g:box":{"open":"b","kind":"k","port":[{"name":"eth","unit":1,"note":"n"}]}}""", true)]
    [InlineData("create delete", """{"g:box":{"open":"b","kind":"k","port":[{"name":"eth","unit":1,"note":"n"}]}}""", false)]
    [InlineData("delete", """{"g:box":{"open":"a","kind":"k"}}""", true)]
    [InlineData("create update", """{"g:box":{"open":"a","kind":"k"}}""", false)]
    public async Task A_copy_takes_the_rights_for_what_it_changes(string rights, string config, bool isPermitted)
    {
        // The rules are configuration too: a copy that leaves them out would delete them, and one that has them must be by somebody who may see them.
        await using var server = await WithAsync(rights, """,{"name":"2","module-name":"ietf-netconf-acm","access-operations":"read","action":"permit"}""");
        var rules = (await server.Operations.ReadAsync(server.Root, new ReadRequest(Datastore.Running), CancellationToken.None)).Tree.Edit();
        rules.Apply(new Edit(EditOperation.Replace, GuardedServer.Path("/g:box"), GuardedServer.Tree(config))).ShouldBeNull();
        Task Copy() => server.Operations.CopyConfigAsync(server.Ann, rules.Seal(), Datastore.Running, CancellationToken.None);
        if (isPermitted) await Copy();
        else (await GuardedServer.RefusedAsync(Copy)).ShouldStartWith("access-denied /g:box");
    }

    [Fact]
    public async Task Discarding_takes_no_right_on_nodes()
    {
        await using var server = await GuardedServer.StartAsync("", Content);
        await server.MergeAsync(server.Root, """{"g:box":{"open":"pending"}}""", Datastore.Candidate);
        await server.Operations.DiscardChangesAsync(server.Ann, CancellationToken.None);
        (await server.ReadAsync(Datastore.Candidate)).ShouldNotContain("pending");
    }

    private static Task<GuardedServer> WithAsync(string rights, string more = "") =>
        GuardedServer.StartAsync($$$"""{"name":"1","path":"/g:box","access-operations":"{{{rights}}}","action":"permit"}{{{more}}}""", Content);
}
