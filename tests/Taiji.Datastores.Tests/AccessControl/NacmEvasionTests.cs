using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl;

/// <summary>Attempts to learn of, or to change, what the rules keep away.</summary>
public sealed class NacmEvasionTests
{

    private const string Content = """
        {"g:box":{"open":"a","secret":"s","hash":"$1$salt$abcdefghijklmnopqrstuv","port":[{"name":"eth","unit":1,"speed":10},{"name":"wan","unit":2,"speed":20}],"h:extra":"e"}}
        """;

    private const string HideWan = """
        {"name":"1","path":"/g:box/port[name='wan'][unit='2']","access-operations":"*","action":"deny"},
        {"name":"2","path":"/g:box/port","access-operations":"create update delete","action":"permit"}
        """;

    [Theory]
    [InlineData(EditOperation.Create, "/g:box/port[name='wan'][unit='2']")]
    [InlineData(EditOperation.Create, "/g:box/port[name='gone'][unit='2']")]
    [InlineData(EditOperation.Delete, "/g:box/port[name='wan'][unit='2']")]
    [InlineData(EditOperation.Delete, "/g:box/port[name='gone'][unit='2']")]
    [InlineData(EditOperation.Remove, "/g:box/port[name='wan'][unit='2']")]
    [InlineData(EditOperation.Remove, "/g:box/port[name='gone'][unit='2']")]
    [InlineData(EditOperation.Merge, "/g:box/port[name='wan'][unit='2']")]
    [InlineData(EditOperation.Merge, "/g:box/port[name='gone'][unit='2']")]
    [InlineData(EditOperation.Delete, "/g:box/secret")]
    public async Task An_edit_of_what_is_hidden_is_refused_the_same_way_whether_it_is_there_or_not(EditOperation operation, string path)
    {
        const string hidden = """
            {"name":"1","path":"/g:box/port[name='wan']","access-operations":"*","action":"deny"},
            {"name":"2","path":"/g:box/port[name='gone']","access-operations":"*","action":"deny"}
            """;
        await using var server = await GuardedServer.StartAsync(hidden, Content);
        var (name, _) = (path.Contains("gone", StringComparison.Ordinal) ? "gone" : "wan", 0);
        var payload = operation is EditOperation.Create or EditOperation.Merge ? $$$"""{"g:box":{"port":[{"name":"{{{name}}}","unit":2}]}}""" : null;
        foreach (var datastore in new[] { Datastore.Running, Datastore.Candidate })
            (await GuardedServer.RefusedAsync(() => server.EditAsync(operation, path, payload, datastore))).ShouldBe($"access-denied {path}");
        (await server.ContentAsync()).ShouldBe(Content.Trim());
    }

    [Theory]
    [InlineData("s")]
    [InlineData("guess")]
    public async Task A_value_can_not_be_guessed_by_writing_it(string guess)
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/open","access-operations":"*","action":"permit"}""", Content);
        (await GuardedServer.RefusedAsync(() => server.MergeAsync(server.Ann, $$$"""{"g:box":{"secret":"{{{guess}}}"}}"""))).ShouldBe("access-denied /g:box/secret");
    }

    [Fact]
    public async Task A_denied_write_names_the_requests_own_path_and_not_what_is_hidden_below_it()
    {
        await using var server = await GuardedServer.StartAsync(HideWan, Content);
        (await GuardedServer.RefusedAsync(() => server.EditAsync(EditOperation.Replace, "/g:box", """{"g:box":{"open":"a"}}"""))).ShouldNotContain("wan");
        (await GuardedServer.RefusedAsync(() => server.EditAsync(EditOperation.Delete, "/g:box"))).ShouldBe("access-denied /g:box/open; access-denied /g:box; access-denied /g:box/h:extra");
    }

    [Fact]
    public async Task A_broken_constraint_does_not_name_a_hidden_entry()
    {
        await using var server = await GuardedServer.StartAsync(HideWan, Content);
        var errors = await Refused.AllAsync(() => server.MergeAsync(server.Ann, """{"g:box":{"port":[{"name":"new","unit":9,"speed":20}]}}"""));
        foreach (var error in errors) $"{error} {string.Join(' ', error.Info)}".ShouldNotContain("wan");
    }

    [Fact]
    public async Task Reading_leaves_out_secrets_hashes_and_what_augments_a_hidden_node()
    {
        await using var server = await GuardedServer.StartAsync(HideWan, Content);
        var shown = await server.ReadAsync();
        shown.ShouldContain("eth");
        shown.ShouldContain("extra");
        shown.ShouldNotContain("wan");
        shown.ShouldNotContain("secret");
        shown.ShouldNotContain("$1$");
        await server.ConfigureAsync("""{"ietf-netconf-acm:nacm":{"rule-list":[{"name":"l","rule":[{"name":"box","path":"/g:box","access-operations":"read","action":"deny"}]}]}}""");
        (await server.ReadAsync()).ShouldBe("{}");
    }

    [Fact]
    public async Task A_default_in_use_is_hidden_as_the_value_would_be()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/level","access-operations":"read","action":"deny"}""", Content);
        var read = await server.Operations.ReadAsync(server.Ann, new ReadRequest(Datastore.Running), CancellationToken.None);
        read.Tree.TryFind(GuardedServer.Path("/g:box"), out var box).ShouldBeTrue();
        box.TryGetChildOrDefault(GuardedServer.Path("/g:box/level").Node, out var level).ShouldBeTrue();
        level.IsDefault.ShouldBeTrue();
        read.Readable!(level).ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_with_quotes_are_told_apart()
    {
        await using var server = await GuardedServer.StartAsync(
            """{"name":"1","path":"/g:box/port[name=\"it's\"][unit='1']","access-operations":"read","action":"deny"}""",
            """{"g:box":{"port":[{"name":"it's","unit":1,"note":"hidden"},{"name":"it's","unit":2,"note":"shown"},{"name":"its","unit":1,"note":"too"}]}}""");
        var shown = await server.ReadAsync();
        shown.ShouldNotContain("hidden");
        shown.ShouldContain("shown");
        shown.ShouldContain("too");
    }

    [Fact]
    public async Task A_filter_looks_at_nothing_that_is_hidden_and_only_where_it_can_reach()
    {
        await using var server = await GuardedServer.StartAsync(HideWan, Content);
        var read = await server.Operations.ReadAsync(server.Ann, new ReadRequest(Datastore.Running), CancellationToken.None);
        var asked = 0;
        var counting = read.Readable!;
        var visible = DataSelection.Readable(
            read.Tree, n => Interlocked.Increment(ref asked) > 0 && counting(n), read.IsWholeReadable, [GuardedServer.Path("/g:box/port[name='eth'][unit='1']")]);
        visible.TryFind(GuardedServer.Path("/g:box/port[name='eth'][unit='1']/speed"), out _).ShouldBeTrue();
        visible.TryFind(GuardedServer.Path("/g:box/open"), out _).ShouldBeFalse("it is out of reach");
        asked.ShouldBeLessThan(10);
        read.Visible([GuardedServer.Path("/g:box").Append(GuardedServer.Path("/g:box/port[name='a'][unit='1']").Node)])
            .TryFind(GuardedServer.Path("/g:box/port[name='wan'][unit='2']"), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_action_or_notification_needs_all_that_leads_to_it_to_be_readable()
    {
        await using var server = await GuardedServer.StartAsync("""{"name":"1","path":"/g:box/port[name='wan']/name","access-operations":"read","action":"deny"}""", Content);
        var rules = (await server.Operations.ReadAsync(server.Root, new ReadRequest(Datastore.Running), CancellationToken.None)).Tree;
        var (eth, wan) = (GuardedServer.Path("/g:box/port[name='eth'][unit='1']"), GuardedServer.Path("/g:box/port[name='wan'][unit='2']"));
        var reset = ((InnerNode)eth.Node).Actions[0];
        server.Access.CheckExecute(rules, server.Ann, reset, eth).ShouldBeNull();
        server.Access.CheckExecute(rules, server.Ann, reset, wan)!.Tag.ShouldBe(ErrorTag.AccessDenied);
        var down = ((InnerNode)eth.Node).Notifications[0];
        server.Access.MayReceive(rules, server.Ann, down, eth).ShouldBeTrue();
        server.Access.MayReceive(rules, server.Ann, down, wan).ShouldBeFalse();
        server.Access.Denials.ShouldBe(new Datastores.AccessControl.DenialCounts(1, 0, 1, 0));
    }

    [Fact]
    public async Task A_rule_that_nobody_can_be_meant_by_binds_nobody_and_the_next_one_decides()
    {
        await using var server = await GuardedServer.StartAsync($$$"""
            {"name":"0","path":"/nowhere:at/all","access-operations":"*","action":"permit"},
            {"name":"1","path":"/g:box/port[unit='300']","access-operations":"*","action":"permit"},
            {"name":"2","path":"/g:box","access-operations":"read","action":"deny"}
            """, Content);
        (await server.ReadAsync()).ShouldBe("{}");
    }
}
