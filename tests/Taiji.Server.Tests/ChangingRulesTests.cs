using System.Net;
using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests;

/// <summary>Rules that change hold at once: for sessions that are open and subscriptions that run (RFC 8341 §3.4.6, RFC 8641 §3.9), over every protocol.</summary>
public sealed class ChangingRulesTests
{
    private const string NoBeats = """{"name": "1", "module-name": "t", "notification-name": "beat", "access-operations": "read", "action": "deny"}""";
    private const string NoB = """{"name": "1", "path": "/t:x/t:y/t:b", "access-operations": "read", "action": "deny"}""";

    private static readonly NotificationNode Beat = (NotificationNode)GuardedStack.Schema.Root.FindChild(GuardedStack.Schema.FindModule("t")!, "beat")!;

    [Fact]
    public async Task A_subscription_by_create_subscription_loses_notifications_and_gets_them_back()
    {
        await using var stack = await GuardedStack.StartAsync();
        await using var client = await stack.ConnectAsync("Partial");
        await client.CreateSubscriptionAsync(filter: "<filter type='subtree'><beat xmlns='urn:t'/></filter>");
        await ShouldFollowRulesAsync(stack, async () => (await client.ReadNotificationsAsync().FirstAsync(_ => true)).Content.Value);
    }

    [Fact]
    public async Task An_established_subscription_to_a_stream_loses_notifications_and_gets_them_back()
    {
        await using var stack = await GuardedStack.StartAsync();
        await using var client = await stack.ConnectAsync("Partial");
        await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { Filter = NetconfFilter.Subtree("<beat xmlns='urn:t'/>") });
        await ShouldFollowRulesAsync(stack, async () => (await client.ReadNotificationsAsync().FirstAsync(_ => true)).Content.Value);
    }

    [Fact]
    public async Task A_stream_of_server_sent_events_loses_notifications_and_gets_them_back()
    {
        await using var stack = await GuardedStack.StartAsync();
        await using var web = await stack.ServeRestconfAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{web.Address}/restconf/streams/NETCONF/json");
        request.Headers.Authorization = GuardedWeb.Credentials("Partial");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await ShouldFollowRulesAsync(stack, async () =>
        {
            string line;
            do line = await lines.ReadLineAsync() ?? throw new EndOfStreamException();
            while (!line.Contains("t:beat", StringComparison.Ordinal));
            return line[(line.IndexOf("\"count\":", StringComparison.Ordinal) + 8)..].TrimEnd('}');
        });
    }

    [Fact]
    public async Task What_may_no_longer_be_read_is_deleted_for_a_subscriber_to_changes_of_a_datastore_and_created_when_it_may_again()
    {
        await using var stack = await GuardedStack.StartAsync();
        await using var client = await stack.ConnectAsync("Partial");
        await using var subscription = await client.SubscribeAsync(new DatastoreSubscription("running") { Filter = NetconfFilter.Subtree("<x xmlns='urn:t'/>") });
        await using var updates = subscription.ReadAllAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await NextAsync(updates)).Contents!.Single().Value.ShouldBe("1one", "of two entries the user sees one");

        await stack.RulePartialAsync(NoB);
        (await NextAsync(updates)).Changes.Select(c => $"{c.Operation} {c.Target}").ShouldBe(["delete /t:x/y=1/b"]);

        await stack.ConfigureAsync("""{"t:x": {"y": [{"a": 1, "b": "hidden", "c": "seen"}]}}""");
        (await NextAsync(updates)).Changes.Select(c => $"{c.Operation} {c.Target}").ShouldBe(["create /t:x/y=1/c"]);

        await stack.RulePartialAsync(NoB.Replace("deny", "permit", StringComparison.Ordinal));
        // The other entry stays hidden by its key: the rule for that comes first.
        (await NextAsync(updates)).Changes.Select(c => $"{c.Operation} {c.Target} {c.Value?.Value}").ShouldBe(["create /t:x/y=1/b hidden"]);
    }

    [Fact]
    public async Task A_rule_against_an_operation_holds_for_sessions_that_are_open()
    {
        await using var stack = await GuardedStack.StartAsync();
        await using var client = await stack.ConnectAsync("Partial");
        (await client.SendAsync("<get-config><source><running/></source></get-config>")).IsFailure.ShouldBeFalse();
        await stack.RulePartialAsync("""{"name": "1", "module-name": "ietf-netconf", "rpc-name": "get-config", "access-operations": "exec", "action": "deny"}""");
        (await client.SendAsync("<get-config><source><running/></source></get-config>")).Errors.ShouldHaveSingleItem().Tag.ShouldBe(ErrorTag.AccessDenied);
    }

    [Fact]
    public async Task Groups_of_one_request_don_t_hold_for_the_next_on_the_same_connection()
    {
        await using var stack = await GuardedStack.StartAsync();
        await using var web = await stack.ServeRestconfAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 });
        (await StatusAsync("all")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("none")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync("all")).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync(string groups)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{web.Address}/restconf/data/t:x");
            request.Headers.Authorization = GuardedWeb.Credentials("stranger", groups);
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
    }

    private static async Task ShouldFollowRulesAsync(GuardedStack stack, Func<Task<string>> next)
    {
        // Whoever subscribes last is told last.
        var witness = stack.Operations.Sessions.Open(new SessionIdentity("Allowed", "test"));
        await using var all = stack.Operations.SubscribeAsync(witness, EventStream.Default, TestContext.Current.CancellationToken).GetAsyncEnumerator();
        Publish(stack, 1);
        (await next()).ShouldBe("1");
        await stack.RulePartialAsync(NoBeats);
        Publish(stack, 2);
        for (var told = ""; told != "2"; told = all.Current.Content.Root.ChildText("count")) (await all.MoveNextAsync()).ShouldBeTrue();
        await stack.RulePartialAsync(NoBeats.Replace("deny", "permit", StringComparison.Ordinal));
        Publish(stack, 3);
        (await next()).ShouldBe("3");
    }

    private static async Task<PushUpdate> NextAsync(IAsyncEnumerator<Notification> updates)
    {
        (await updates.MoveNextAsync()).ShouldBeTrue();
        return PushUpdate.From(updates.Current).ShouldNotBeNull();
    }

    private static void Publish(GuardedStack stack, byte count)
    {
        var content = new DataTreeBuilder(GuardedStack.Schema, Beat);
        content.AddLeaf((LeafNode)Beat.DataChildren[0], [0x80, 0, 0, count]);
        stack.Notifications.Publish(new NotificationRecord(DateTimeOffset.UnixEpoch, content.Seal()));
    }
}
