using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Client;

public sealed class NotificationTests
{
    [Fact]
    public async Task Several_subscriptions_of_a_session_each_get_their_own()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var first = await SubscribeAsync(peer, client, 1, 11);
        var second = await SubscribeAsync(peer, client, 2, 22);
        await peer.SendAsync(Update(22, "b") + Update(11, "a") + Event("stream") + Update(22, "c") + Terminated(22) + Update(22, "late"));
        (await first.ReadAllAsync().FirstAsync()).Content.Value.ShouldBe("11a");
        var texts = new List<string>();
        await foreach (var notification in second.ReadAllAsync()) texts.Add(notification.Content.Value);
        texts.ShouldBe(["22b", "22c", "22no-such-subscription"]);
        var others = new List<string>();
        await foreach (var notification in client.ReadNotificationsAsync())
        {
            others.Add(notification.Content.Value);
            if (others.Count == 2) break;
        }

        others.ShouldBe(["stream", "22late"]);
    }

    [Fact]
    public async Task Nothing_is_lost_between_the_servers_answer_and_the_subscription()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var subscribing = client.SubscribeAsync(new DatastoreSubscription("running"));
        await peer.ReceiveAsync("establish-subscription");
        await peer.SendAsync(Established(1, 5) + Update(5, "x"));
        (await (await subscribing).ReadAllAsync().FirstAsync()).Content.Value.ShouldBe("5x");
    }

    [Fact]
    public async Task A_subscription_that_is_disposed_of_is_deleted_and_one_that_has_ended_is_not()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var first = await SubscribeAsync(peer, client, 1, 11);
        var second = await SubscribeAsync(peer, client, 2, 22);
        await peer.SendAsync(Terminated(22));
        await foreach (var _ in second.ReadAllAsync())
        {
        }

        await second.DisposeAsync();
        var disposing = first.DisposeAsync().AsTask();
        (await peer.ReceiveAsync("delete-subscription")).ShouldContain("<id>11</id>");
        await peer.SendAsync(RawPeer.Message(Rpc.Ok(3)));
        await disposing;
    }

    [Fact]
    public async Task A_refused_subscription_throws_its_errors()
    {
        await using var server = new ScriptedServer(_ => Errors.Of("operation-failed"));
        await using var client = await server.ConnectAsync();
        await Should.ThrowAsync<Yang.Diagnostics.RpcErrorException>(() => client.SubscribeAsync(new DatastoreSubscription("running")));
    }

    [Fact]
    public async Task A_server_waits_for_a_reader_that_lags_but_not_for_one_that_asks_something()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { NotificationCapacity = 3 });
        // Far more than the transport itself holds back.
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 3000; i++) await peer.SendAsync(Event($"{i}-{new string('x', 200)}"));
        });
        var call = client.RpcAsync("<a/>");
        await sending;
        await peer.SendAsync(RawPeer.Message(Rpc.Ok()));
        (await call).IsOk.ShouldBeTrue();
        // Nobody waits now: the next one fills the rest of the way, and this one stays in the transport until somebody reads.
        var more = Task.Run(async () =>
        {
            for (var i = 3000; i < 6000; i++) await peer.SendAsync(Event($"{i}-{new string('x', 200)}"));
        });
        var next = 0;
        await foreach (var notification in client.ReadNotificationsAsync())
        {
            notification.Content.Value.ShouldStartWith($"{next++}-");
            if (next == 6000) break;
        }

        await more;
    }

    [Fact]
    public async Task The_notifications_end_with_the_session()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync();
        var subscription = await SubscribeAsync(peer, client, 1, 11);
        await peer.CloseAsync();
        (await client.ReadNotificationsAsync().ToListAsync()).ShouldBeEmpty();
        (await subscription.ReadAllAsync().ToListAsync()).ShouldBeEmpty();
        await subscription.DisposeAsync();
    }

    private static async Task<NetconfSubscription> SubscribeAsync(RawPeer peer, NetconfClient client, int messageId, uint id)
    {
        var subscribing = client.SubscribeAsync(new DatastoreSubscription("operational"));
        await peer.ReceiveAsync("establish-subscription");
        await peer.SendAsync(Established(messageId, id));
        return await subscribing;
    }

    private static string Established(int messageId, uint id) =>
        RawPeer.Message($"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"{messageId}\"><id xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'>{id}</id></rpc-reply>");

    private static string Update(uint id, string content) =>
        Wrap($"<push-update xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-push'><id>{id}</id><datastore-contents><x xmlns='urn:x'>{content}</x></datastore-contents></push-update>");

    private static string Terminated(uint id) =>
        Wrap($"<subscription-terminated xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'><id>{id}</id><reason>no-such-subscription</reason></subscription-terminated>");

    private static string Event(string content) => Wrap($"<happened xmlns='urn:h'>{content}</happened>");

    private static string Wrap(string content) =>
        RawPeer.Message($"<notification xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><eventTime>2026-01-01T00:00:00Z</eventTime>{content}</notification>");
}
