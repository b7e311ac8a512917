using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Events;

public sealed class NotificationTests
{
    private static readonly NotificationNode Beat = (NotificationNode)RecordingParticipant.Find("t:beat");

    [Fact]
    public async Task Subscribers_hear_what_is_published_from_then_on_in_order()
    {
        await using var server = await TestServer.StartAsync();
        Publish(server, 1);
        await using var alice = Subscribe(server, server.Alice);
        await using var bob = Subscribe(server, server.Bob);
        Publish(server, 2);
        Publish(server, 3);
        (await CountAsync(alice)).ShouldBe("2");
        (await CountAsync(alice)).ShouldBe("3");
        (await CountAsync(bob)).ShouldBe("2");
    }

    [Fact]
    public async Task Many_subscribers_each_hear_all_in_order()
    {
        await using var server = await TestServer.StartAsync();
        var subscribers = Enumerable.Range(0, 500).Select(_ => Subscribe(server, server.Alice)).ToList();
        for (var i = 1; i <= 200; i++) Publish(server, i);
        foreach (var subscriber in subscribers)
        {
            for (var i = 1; i <= 200; i++) (await CountAsync(subscriber)).ShouldBe($"{i}");
            await subscriber.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_subscriber_too_far_behind_loses_the_oldest_and_is_told_how_many()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = Subscribe(server, server.Alice);
        for (var i = 1; i <= 1_003; i++) Publish(server, i);
        await server.Engine.NotificationsDeliveredAsync();
        (await CountAsync(alice)).ShouldBe("4");
        alice.Current.LostBefore.ShouldBe(3);
        (await CountAsync(alice)).ShouldBe("5");
        alice.Current.LostBefore.ShouldBe(0);
    }

    [Fact]
    public async Task The_default_stream_has_what_goes_to_others_and_others_have_their_own()
    {
        await using var server = await TestServer.StartAsync();
        Publish(server, 1, "alarms");
        await using var all = Subscribe(server, server.Alice);
        await using var alarms = Subscribe(server, server.Alice, "alarms");
        Publish(server, 2);
        Publish(server, 3, "alarms");
        (await CountAsync(all)).ShouldBe("2");
        (await CountAsync(all)).ShouldBe("3");
        (await CountAsync(alarms)).ShouldBe("3");
    }

    [Fact]
    public async Task An_unknown_stream_is_an_invalid_value()
    {
        await using var server = await TestServer.StartAsync();
        var error = Should.Throw<RpcErrorException>(() => server.Operations.SubscribeAsync(server.Alice, "nothing", CancellationToken.None)).Errors[0];
        error.Tag.ShouldBe(ErrorTag.InvalidValue);
        error.Message!.ShouldContain("NETCONF");
    }

    [Fact]
    public async Task A_subscription_ends_with_its_session_and_with_the_server()
    {
        var server = await TestServer.StartAsync();
        await using var alice = Subscribe(server, server.Alice);
        await using var bob = Subscribe(server, server.Bob);
        server.Alice.Dispose();
        (await alice.MoveNextAsync()).ShouldBeFalse();
        await server.DisposeAsync();
        (await bob.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_notifications_can_be_published()
    {
        await using var server = await TestServer.StartAsync();
        Should.Throw<RpcErrorException>(() => server.Engine.Notifications.Publish(new NotificationRecord(DateTimeOffset.UtcNow, DataTree.Empty(TestModule.Schema))));
    }

    [Fact]
    public async Task The_server_tells_of_sessions_and_changes()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(TestModule.Text);
        compiler.Implement("ietf-netconf-notifications");
        var schema = compiler.Compile().Schema!;
        await using var server = await TestServer.StartAsync(schema: schema);
        await using var heard = Subscribe(server, server.Alice);

        var carol = server.Open("carol");
        var started = await NextAsync(heard);
        started.RootNode.Name.ShouldBe("netconf-session-start");
        started.Root.ChildText("username").ShouldBe("carol");
        started.Root.ChildText("session-id").ShouldBe($"{carol.Id}");

        var leaf = new DataPath(schema).Child("t:x").Child("secret");
        var editor = DataTree.Empty(schema).Edit();
        editor.SetText(leaf, "s");
        await server.EditAsync(carol, new Edit(EditOperation.Merge, leaf, editor.Seal()));
        var changed = await NextAsync(heard);
        changed.RootNode.Name.ShouldBe("netconf-config-change");
        Children(changed.Root).ShouldBe(["changed-by", "datastore", "edit"]);
        var edit = Child(changed.Root, "edit");
        edit.ChildText("target").ShouldBe("/t:x/secret");
        edit.ChildText("operation").ShouldBe("create");
        Child(changed.Root, "changed-by").ChildText("username").ShouldBe("carol");

        using (server.Open("web", "restconf"))
        {
        }

        server.Operations.KillSession(server.Alice, carol.Id);
        var ended = await NextAsync(heard);
        ended.RootNode.Name.ShouldBe("netconf-session-end");
        ended.Root.ChildText("termination-reason").ShouldBe("killed");
        ended.Root.ChildText("killed-by").ShouldBe($"{server.Alice.Id}");

        server.Open("dave").Close(SessionEnd.Dropped);
        await NextAsync(heard);
        (await NextAsync(heard)).Root.ChildText("termination-reason").ShouldBe("dropped");
    }

    private static List<string> Children(DataNode node)
    {
        var names = new List<string>();
        foreach (var child in node.Children) names.Add(child.Schema.Name);
        return names;
    }

    private static DataNode Child(DataNode node, string name)
    {
        foreach (var child in node.Children)
        {
            if (child.Schema.Name == name) return child;
        }

        throw new InvalidOperationException($"no {name}");
    }

    private static IAsyncEnumerator<NotificationRecord> Subscribe(TestServer server, Session session, string stream = "NETCONF") =>
        server.Operations.SubscribeAsync(session, stream, CancellationToken.None).GetAsyncEnumerator();

    private static async Task<DataTree> NextAsync(IAsyncEnumerator<NotificationRecord> heard)
    {
        (await heard.MoveNextAsync()).ShouldBeTrue();
        return heard.Current.Content;
    }

    private static async Task<string?> CountAsync(IAsyncEnumerator<NotificationRecord> heard) => (await NextAsync(heard)).Root.ChildText("count");

    private static void Publish(TestServer server, int count, string stream = "NETCONF")
    {
        var builder = new DataTreeBuilder(TestModule.Schema, Beat);
        var leaf = (LeafNode)Beat.FindChild(Beat.Module, "count")!;
        builder.AddLeaf(leaf, TextAccess.Parse(TestModule.Schema, leaf, $"{count}"));
        server.Engine.Notifications.Publish(new NotificationRecord(DateTimeOffset.UtcNow, builder.Seal()), stream);
    }
}
