using Taiji.Datastores.Commit;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Events;

/// <summary>The events of RFC 6470: each case, with its content.</summary>
public sealed class ServerEventTests
{
    private static readonly YangSchema Schema = Compile();
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTime _time = new();

    [Fact]
    public async Task A_confirmed_commit_tells_that_it_started_was_extended_and_is_complete()
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        await ConfirmAsync(server, server.Alice, Minute, "1");
        (await ConfirmedAsync(heard)).ShouldBe($"start alice {server.Alice.Id} 60");
        await ConfirmAsync(server, server.Alice, 2 * Minute, "2");
        (await ConfirmedAsync(heard)).ShouldBe($"extend alice {server.Alice.Id} 120");
        await server.CommitAsync(server.Alice);
        (await ConfirmedAsync(heard)).ShouldBe($"complete alice {server.Alice.Id} -");
    }

    [Fact]
    public async Task Who_confirms_with_the_persist_id_is_named()
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        await ConfirmAsync(server, server.Alice, Minute, "1", "token");
        (await ConfirmedAsync(heard)).ShouldBe($"start alice {server.Alice.Id} 60");
        await server.Operations.CommitAsync(server.Bob, new CommitOptions { PersistId = "token" }, CancellationToken.None);
        (await ConfirmedAsync(heard)).ShouldBe($"complete bob {server.Bob.Id} -");
    }

    [Fact]
    public async Task A_timeout_names_nobody()
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        await ConfirmAsync(server, server.Alice, Minute, "1");
        await ConfirmedAsync(heard);
        _time.Advance(Minute);
        (await ConfirmedAsync(heard)).ShouldBe("timeout - - -");
    }

    [Fact]
    public async Task A_cancel_commit_names_who_cancelled()
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        await ConfirmAsync(server, server.Alice, Minute, "1", "token");
        await ConfirmedAsync(heard);
        await server.Operations.CancelCommitAsync(server.Bob, "token", CancellationToken.None);
        (await ConfirmedAsync(heard)).ShouldBe($"cancel bob {server.Bob.Id} -");
    }

    [Fact]
    public async Task The_end_of_its_session_cancels_a_confirmed_commit()
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        await ConfirmAsync(server, server.Alice, Minute, "1");
        await ConfirmedAsync(heard);
        server.Alice.Dispose();
        (await ConfirmedAsync(heard)).ShouldBe($"cancel alice {server.Alice.Id} -");
    }

    [Fact]
    public async Task Sessions_of_other_protocols_have_the_number_0()
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        var web = server.Open("carol", "jsonrpc");
        await ConfirmAsync(server, web, Minute, "1");
        (await ConfirmedAsync(heard)).ShouldBe("start carol 0 60");
    }

    [Fact]
    public async Task What_a_restart_took_back_is_told_to_who_asks_for_what_happened()
    {
        using var directory = new TempDirectory();
        await using var server = await StartAsync(Durable(directory));
        await ConfirmAsync(server, server.Alice, Minute, "1", "token");
        using var crashed = directory.Copy();
        await using var again = await StartAsync(Durable(crashed));
        (await ReplayAsync(again)).Select(Confirmed).Last(e => e is not null).ShouldBe("cancel alice 0 -");
        using var late = directory.Copy();
        _time.Advance(Minute / 2);
        _time.Advance(Minute);
        await using var tooLate = await StartAsync(Durable(late));
        (await ReplayAsync(tooLate)).Select(Confirmed).Last(e => e is not null).ShouldBe("timeout - - -", "its time was over when the server came back");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token")]
    public async Task A_stop_of_the_server_cancels_a_confirmed_commit_and_is_told_once_to_who_listens_and_in_the_log(string? persist)
    {
        using var directory = new TempDirectory();
        var server = await StartAsync(Durable(directory));
        await server.EditAsync(Set("0"));
        await using var heard = Listen(server);
        await ConfirmAsync(server, server.Alice, Minute, "1", persist);
        await server.DisposeAsync();
        (await ConfirmedAsync(heard)).ShouldBe($"start alice {server.Alice.Id} 60");
        (await ConfirmedAsync(heard)).ShouldBe($"cancel alice {server.Alice.Id} -");
        (await heard.MoveNextAsync()).ShouldBeFalse("the last that there was to tell");

        await using var again = await StartAsync(Durable(directory));
        Value(again).ShouldBe("0");
        (await ReplayAsync(again)).Select(Confirmed).Where(e => e is not null).ShouldBe([$"start alice {server.Alice.Id} 60", $"cancel alice {server.Alice.Id} -"]);
    }

    [Fact]
    public async Task A_time_out_at_the_moment_of_the_stop_is_told_once_as_one_of_both()
    {
        using var directory = new TempDirectory();
        var server = await StartAsync(Durable(directory));
        await ConfirmAsync(server, server.Alice, Minute, "1", "token");
        var advancing = Task.Run(() => _time.Advance(Minute));
        await server.DisposeAsync();
        await advancing;
        await using var again = await StartAsync(Durable(directory));
        Value(again).ShouldBeNull();
        var events = (await ReplayAsync(again)).Select(Confirmed).Where(e => e is not null).ToList();
        events.Count.ShouldBe(2);
        events[1].ShouldBeOneOf("timeout - - -", $"cancel alice {server.Alice.Id} -");
    }

    [Fact]
    public async Task Saving_startup_is_a_change_of_startup()
    {
        await using var server = await StartAsync(new DatastoreOptions { Datastores = new DatastoreSwitches { Startup = StartupMode.On } });
        await server.EditAsync(Set("x"));
        await using var heard = Listen(server);
        await server.Operations.CopyConfigAsync(server.Alice, Datastore.Running, Datastore.Startup, CancellationToken.None);
        var changed = await NextAsync(heard, "netconf-config-change");
        changed.Root.ChildText("datastore").ShouldBe("startup");
        Children(changed.Root).ShouldContain(c => c.Schema.Name == "edit");
    }

    [Theory]
    [InlineData(SessionEnd.Closed, "closed")]
    [InlineData(SessionEnd.Dropped, "dropped")]
    [InlineData(SessionEnd.Timeout, "timeout")]
    [InlineData(SessionEnd.BadHello, "bad-hello")]
    [InlineData(SessionEnd.Other, "other")]
    public async Task A_session_tells_of_its_start_and_why_it_ended(SessionEnd end, string reason)
    {
        await using var server = await StartAsync();
        await using var heard = Listen(server);
        var session = server.Open("carol");
        var started = await NextAsync(heard, "netconf-session-start");
        (started.Root.ChildText("username"), started.Root.ChildText("session-id"), started.Root.ChildText("source-host")).ShouldBe(("carol", $"{session.Id}", null));
        session.Close(end);
        var ended = await NextAsync(heard, "netconf-session-end");
        (ended.Root.ChildText("session-id"), ended.Root.ChildText("termination-reason"), ended.Root.ChildText("killed-by")).ShouldBe(($"{session.Id}", reason, null));
    }

    [Fact]
    public async Task A_change_of_capabilities_since_the_last_start_is_told_once()
    {
        using var directory = new TempDirectory();
        await using (var server = await StartAsync(Durable(directory)))
        {
            server.Operations.TellCapabilities(["urn:a", "urn:b?x=1", "urn:c"]);
            server.Operations.TellCapabilities(["urn:a", "urn:b?x=1", "urn:c"]);
            (await ReplayAsync(server)).ShouldNotContain(n => n.RootNode.Name == "netconf-capability-change", "nothing was said before");
        }

        await using var again = await StartAsync(Durable(directory));
        again.Operations.TellCapabilities(["urn:a", "urn:b?x=2", "urn:d"]);
        again.Operations.TellCapabilities(["urn:d", "urn:a", "urn:b?x=2"]);
        var change = (await ReplayAsync(again)).Where(n => n.RootNode.Name == "netconf-capability-change").ShouldHaveSingleItem();
        Children(change.Root).Where(c => c.Schema is LeafListNode).Select(c => $"{c.Schema.Name} {c.ValueText}")
            .ShouldBe(["added-capability urn:d", "deleted-capability urn:c", "modified-capability urn:b?x=2"]);
        Children(Children(change.Root).Single(c => c.Schema.Name == "changed-by")).ShouldHaveSingleItem().Schema.Name.ShouldBe("server");
    }

    private static DatastoreOptions Durable(TempDirectory directory) => new() { DataDirectory = directory.Path };

    private static DataPath Leaf => new DataPath(Schema).Child("t:x").Entry("y", "1").Child("b");

    private static string? Value(TestServer server) => server.Read(Datastore.Running).Tree.TextAt(Leaf);

    private static Edit Set(string value)
    {
        var leaf = Leaf;
        var editor = DataTree.Empty(Schema).Edit();
        editor.SetText(leaf, value);
        return new Edit(EditOperation.Merge, leaf, editor.Seal());
    }

    private static async Task ConfirmAsync(TestServer server, Session session, TimeSpan timeout, string value, string? persist = null)
    {
        await server.EditCandidateAsync(session, Set(value));
        await server.Operations.CommitAsync(session, new CommitOptions { Confirmed = new ConfirmedCommit { Timeout = timeout, PersistId = persist } }, CancellationToken.None);
    }

    private static IAsyncEnumerator<NotificationRecord> Listen(TestServer server) =>
        server.Operations.SubscribeAsync(server.Open("listener"), "NETCONF", CancellationToken.None).GetAsyncEnumerator();

    private static async Task<DataTree> NextAsync(IAsyncEnumerator<NotificationRecord> heard, string name)
    {
        do
        {
            (await heard.MoveNextAsync()).ShouldBeTrue();
        }
        while (heard.Current.Content.RootNode.Name != name);
        return heard.Current.Content;
    }

    private static List<DataNode> Children(DataNode node)
    {
        var children = new List<DataNode>();
        foreach (var child in node.Children) children.Add(child);
        return children;
    }

    private static async Task<string> ConfirmedAsync(IAsyncEnumerator<NotificationRecord> heard) => Confirmed(await NextAsync(heard, "netconf-confirmed-commit"))!;

    private static string? Confirmed(DataTree content) => content.RootNode.Name != "netconf-confirmed-commit" ? null
        : string.Join(' ', new[] { "confirm-event", "username", "session-id", "timeout" }.Select(n => content.Root.ChildText(n) ?? "-"));

    private static async Task<List<DataTree>> ReplayAsync(TestServer server)
    {
        await server.Engine.NotificationsDeliveredAsync();
        var all = new List<DataTree>();
        var request = new StreamRequest("NETCONF") { From = DateTimeOffset.UnixEpoch };
        await foreach (var item in server.Operations.SubscribeAsync(server.Alice, request, CancellationToken.None))
        {
            if (item.Notification is { } notification) all.Add(notification.Content);
            else break;
        }

        return all;
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestModule.Text);
        compiler.Implement("ietf-netconf-notifications");
        return compiler.Compile().GetSchemaOrThrow();
    }

    private Task<TestServer> StartAsync(DatastoreOptions? options = null) => TestServer.StartAsync(schema: Schema, time: _time, options: options);
}
