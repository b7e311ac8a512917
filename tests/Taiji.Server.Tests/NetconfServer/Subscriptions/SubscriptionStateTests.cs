using System.Xml.Linq;
using Taiji.Datastores.Events;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.NetconfServer.Subscriptions;

/// <summary>Replay, named filters, suspension and the state of subscriptions (RFC 8639 §2.2, §2.4.2.1, §2.7, §2.8).</summary>
public sealed class SubscriptionStateTests
{
    private const string Sn = "urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications";
    private const string Yp = "urn:ietf:params:xml:ns:yang:ietf-yang-push";
    private static readonly XNamespace S = Sn;

    [Fact]
    public async Task A_replay_comes_first_is_closed_by_replay_completed_and_what_happens_follows()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        for (byte i = 1; i < 4; i++) stack.Notifications.Publish(Beat(i));
        var established = await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { ReplayStartTime = DateTimeOffset.UnixEpoch });
        established.ReplayStartTimeRevision.ShouldNotBeNull();
        await using var heard = new HeardNotifications(client.ReadNotificationsAsync());
        (await NamesAsync(heard, 4)).ShouldBe("1 2 3 replay-completed");
        heard.Current.Content.Element(S + "id")!.Value.ShouldBe($"{established.Id}");
        stack.Notifications.Publish(Beat(4));
        (await NamesAsync(heard, 1)).ShouldBe("4");
    }

    [Fact]
    public async Task A_replay_that_ends_in_the_past_brings_what_was_until_then_and_completes()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        stack.Notifications.Publish(Beat(1));
        stack.Notifications.Publish(Beat(2, DateTimeOffset.UtcNow));
        var id = (await client.EstablishSubscriptionAsync(
            new StreamSubscription("NETCONF") { ReplayStartTime = DateTimeOffset.UnixEpoch.AddSeconds(-1), StopTime = DateTimeOffset.UnixEpoch.AddSeconds(1) })).Id;
        await using var heard = new HeardNotifications(client.ReadNotificationsAsync());
        (await NamesAsync(heard, 2)).ShouldBe("1 replay-completed");
        await EndAsync(stack);
        (await TestStack.ErrorAsync(client, $"<delete-subscription xmlns='{Sn}'><id>{id}</id></delete-subscription>")).AppTag.ShouldBe("ietf-subscribed-notifications:no-such-subscription");
    }

    [Theory]
    [InlineData("<stream>NETCONF</stream><replay-start-time>2999-01-01T00:00:00Z</replay-start-time>")]
    [InlineData("<stream>NETCONF</stream><replay-start-time>2020-01-02T00:00:00Z</replay-start-time><stop-time>2020-01-01T00:00:00Z</stop-time>")]
    public async Task A_replay_begins_in_the_past_and_ends_after_its_beginning(string parameters)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, $"<establish-subscription xmlns='{Sn}'>{parameters}</establish-subscription>")).Tag.ShouldBe(ErrorTag.InvalidValue);
    }

    [Fact]
    public async Task A_filter_by_name_selects_and_a_change_of_it_is_told_between_what_it_selects_before_and_after()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await ConfigureFilterAsync(client, "/t:beat[t:count = 1]");
        await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { FilterName = "f" });
        await using var heard = new HeardNotifications(client.ReadNotificationsAsync());
        stack.Notifications.Publish(Beat(1));
        (await NamesAsync(heard, 1)).ShouldBe("1");
        await ConfigureFilterAsync(client, "/t:beat[t:count = 2]");
        // The change is followed off the commit's path: the first of those that pass the new filter comes after the notice.
        var notice = Task.Run(async () => await NamesAsync(heard, 2));
        while (!notice.IsCompleted)
        {
            stack.Notifications.Publish(Beat(2));
            await Task.WhenAny(notice, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        (await notice).ShouldBe("subscription-modified 2");
    }

    [Fact]
    public async Task The_notice_of_a_changed_filter_has_the_filter_and_a_removed_filter_ends_its_subscriptions()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", $"<filters xmlns='{Sn}'><selection-filter xmlns='{Yp}'><filter-id>s</filter-id><datastore-subtree-filter><x xmlns='urn:t'><w/></x></datastore-subtree-filter></selection-filter></filters>");
        await using var subscription = await client.SubscribeAsync(new DatastoreSubscription("running") { FilterName = "s" });
        await using var heard = new HeardNotifications(subscription.ReadAllAsync());
        (await NamesAsync(heard, 1)).ShouldBe("push-update");
        await client.EditConfigAsync("running", $"<filters xmlns='{Sn}'><selection-filter xmlns='{Yp}'><filter-id>s</filter-id><datastore-subtree-filter><x xmlns='urn:t'><y/></x></datastore-subtree-filter></selection-filter></filters>");
        (await NamesAsync(heard, 1)).ShouldBe("subscription-modified");
        var yp = XNamespace.Get(Yp);
        heard.Current.Content.Element(yp + "datastore-subtree-filter")!.Elements().Single().Elements().Single().Name.LocalName.ShouldBe("y");
        heard.Current.Content.Element(yp + "on-change").ShouldNotBeNull();
        await client.EditConfigAsync("running", $"<filters xmlns='{Sn}' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'/>");
        while ((await NamesAsync(heard, 1)) != "subscription-terminated")
        {
        }

        heard.Current.Content.Element(S + "reason")!.Value.ShouldEndWith(":filter-unavailable");
    }

    [Fact]
    public async Task A_filter_that_is_not_there_is_refused_with_a_hint()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(client, $"<establish-subscription xmlns='{Sn}'><stream>NETCONF</stream><stream-filter-name>none</stream-filter-name></establish-subscription>");
        error.AppTag.ShouldBe("ietf-subscribed-notifications:filter-unsupported");
        var info = error.Info.ShouldHaveSingleItem();
        (info.Name, info.Namespace).ShouldBe(("establish-subscription-stream-error-info", Sn));
        info.Children.ShouldHaveSingleItem().Name.ShouldBe("filter-failure-hint");
    }

    [Fact]
    public async Task A_period_that_is_too_short_is_refused_with_one_that_is_not()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(
            client, $"<establish-subscription xmlns='{Sn}'><datastore xmlns='{Yp}' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore><periodic xmlns='{Yp}'><period>0</period></periodic></establish-subscription>");
        var hint = error.Info.ShouldHaveSingleItem();
        (hint.Name, hint.Namespace).ShouldBe(("establish-subscription-datastore-error-info", Yp));
        (hint.Children.ShouldHaveSingleItem().Name, hint.Children[0].Value).ShouldBe(("period-hint", "1"));
    }

    [Fact]
    public async Task A_session_has_subscriptions_of_one_kind_only()
    {
        await using var stack = await TestStack.StartAsync();
        await using var one = await stack.ConnectAsync();
        await one.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"));
        (await TestStack.ErrorAsync(one, "<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'/>")).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        await using var other = await stack.ConnectAsync();
        await other.CreateSubscriptionAsync();
        (await TestStack.ErrorAsync(other, $"<establish-subscription xmlns='{Sn}'><stream>NETCONF</stream></establish-subscription>")).Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    [Fact]
    public async Task What_is_not_in_a_modification_stays_and_the_datastore_may_be_left_out()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y><w>word</w></x>");
        await using var subscription = await client.SubscribeAsync(new DatastoreSubscription("running") { Filter = NetconfFilter.Subtree("<x xmlns='urn:t'><y/></x>") });
        await using var heard = new HeardNotifications(subscription.ReadAllAsync());
        await NamesAsync(heard, 1);
        (await client.SendAsync($"<modify-subscription xmlns='{Sn}'><id>{subscription.Id}</id><on-change xmlns='{Yp}'><dampening-period>1</dampening-period></on-change></modify-subscription>")).IsOk.ShouldBeTrue();
        (await NamesAsync(heard, 1)).ShouldBe("push-update");
        PushUpdate.From(heard.Current)!.Contents!.Single().Elements().Single().Name.LocalName.ShouldBe("y");
        var refused = await TestStack.ErrorAsync(client, $"<modify-subscription xmlns='{Sn}'><id>{subscription.Id}</id><stream-xpath-filter xmlns:p='urn:t'>/p:beat</stream-xpath-filter></modify-subscription>");
        refused.AppTag.ShouldBe("ietf-subscribed-notifications:filter-unsupported");
        refused.Info.Single().Name.ShouldBe("modify-subscription-datastore-error-info");
    }

    [Fact]
    public async Task Subscriptions_and_streams_are_seen_in_operational()
    {
        await using var stack = await TestStack.StartAsync(hasSubscriptionState: true);
        await using var client = await stack.ConnectAsync();
        var stop = DateTimeOffset.UtcNow.AddHours(1);
        await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { Filter = NetconfFilter.XPath("/p:beat[p:count = 3]", new Dictionary<string, string> { ["p"] = "urn:t" }), StopTime = stop });
        await client.EstablishSubscriptionAsync(new DatastoreSubscription("running") { Period = TimeSpan.FromHours(1), AnchorTime = DateTimeOffset.UnixEpoch });
        for (byte i = 1; i < 5; i++) stack.Notifications.Publish(Beat(i));
        await client.ReadNotificationsAsync().FirstAsync(n => n.Content.Name.LocalName == "beat");
        XElement state;
        do state = (await client.GetAsync(NetconfFilter.Subtree($"<subscriptions xmlns='{Sn}'/><streams xmlns='{Sn}'/>"))).ToData();
        while (state.Descendants(S + "excluded-event-records").First().Value != "3");
        var subscriptions = state.Element(S + "subscriptions")!.Elements().ToList();
        subscriptions[0].Element(S + "stream")!.Value.ShouldBe("NETCONF");
        subscriptions[0].Element(S + "stream-xpath-filter")!.Value.ShouldBe("/t:beat[t:count = 3]");
        subscriptions[0].Element(S + "stop-time").ShouldNotBeNull();
        var receiver = subscriptions[0].Element(S + "receivers")!.Elements().ShouldHaveSingleItem();
        receiver.Elements().Select(e => e.Value).ShouldBe([$"session-{client.SessionId}", "1", "3", "active"]);
        subscriptions[1].Element(XName.Get("periodic", Yp))!.Element(XName.Get("period", Yp))!.Value.ShouldBe("360000");
        var stream = state.Element(S + "streams")!.Elements().First(e => e.Element(S + "name")!.Value == "NETCONF");
        stream.Element(S + "replay-support").ShouldNotBeNull();
        stream.Element(S + "replay-log-creation-time").ShouldNotBeNull();
    }

    [Fact]
    public async Task Subscriptions_can_not_be_configured_in_a_host_that_only_has_dynamic_ones()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(
            client, $"<edit-config><target><running/></target><config><subscriptions xmlns='{Sn}'><subscription><id>1</id><stream>NETCONF</stream><receivers><receiver><name>r</name></receiver></receivers></subscription></subscriptions></config></edit-config>");
        error.Type.ShouldBe(ErrorType.Application);
    }

    [Fact]
    public async Task A_receiver_that_does_not_read_is_suspended_and_resumed_and_told_so_in_the_order_of_its_stream()
    {
        await using var stack = await TestStack.StartAsync(hasSubscriptionState: true);
        var session = stack.Open("slow");
        var id = XElement.Parse(await session.AskAsync(
            $"<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'><establish-subscription xmlns='{Sn}'><stream>NETCONF</stream></establish-subscription></rpc>")).Element(S + "id")!.Value;
        await using var other = await stack.ConnectAsync();
        // More than its queue, the pipe and what is being written hold.
        var published = 0;
        while ((await StateAsync(other, id)) == "active")
        {
            for (var i = 0; i < 500; i++) stack.Notifications.Publish(Beat((byte)(++published % 100)));
            await stack.Operations.NotificationsDeliveredAsync();
        }

        var names = new List<string>();
        while (!names.Contains("subscription-resumed")) names.Add(XElement.Parse(await session.ReadAsync()).Elements().Last().Name.LocalName);
        names[^2].ShouldBe("subscription-suspended");
        names.Count.ShouldBeLessThan(published);
        names.Take(names.Count - 2).ShouldAllBe(n => n == "beat" || n.StartsWith("netconf-", StringComparison.Ordinal));
        while ((await StateAsync(other, id)) != "active")
        {
        }
    }

    [Theory]
    [InlineData("<yp:periodic><yp:period>1</yp:period></yp:periodic>", "push-update")]
    [InlineData("<yp:on-change/>", "push-change-update")]
    public async Task A_receiver_that_does_not_read_its_updates_of_a_datastore_is_suspended_and_then_told_all_that_differs(string trigger, string update)
    {
        await using var stack = await TestStack.StartAsync(hasSubscriptionState: true);
        await using var other = await stack.ConnectAsync();
        await other.EditConfigAsync("running", $"<x xmlns='urn:t'>{string.Concat(Enumerable.Range(0, 50).Select(i => $"<y><a>{i}</a><b>{new string('b', 100)}</b></y>"))}</x>");
        var session = stack.Open("slow");
        var id = XElement.Parse(await session.AskAsync(
            $"<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'><establish-subscription xmlns='{Sn}' xmlns:yp='{Yp}'>"
            + "<yp:datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</yp:datastore>"
            + $"<yp:datastore-subtree-filter><x xmlns='urn:t'><y/></x></yp:datastore-subtree-filter>{trigger}</establish-subscription></rpc>")).Element(S + "id")!.Value;
        var last = 0;
        while ((await StateAsync(other, id)) == "active")
        {
            for (var i = 0; i < 100; i++) await other.EditConfigAsync("running", $"<x xmlns='urn:t'><y><a>7</a><b>{++last}</b></y></x>");
        }

        await other.EditConfigAsync("running", $"<x xmlns='urn:t'><y><a>8</a><b>last</b></y></x>");
        var names = new List<string>();
        while (!names.Contains("subscription-resumed")) names.Add(XElement.Parse(await session.ReadAsync()).Elements().Last().Name.LocalName);
        names[^2].ShouldBe("subscription-suspended");
        var next = XElement.Parse(await session.ReadAsync()).Elements().Last();
        next.Name.LocalName.ShouldBe(update);
        next.ToString().ShouldContain(">last<");
        next.ToString().ShouldContain($">{last}<");
        (await StateAsync(other, id)).ShouldBe("active");
    }

    [Fact]
    public async Task A_change_that_is_taken_back_within_the_dampening_period_is_told_all_the_same()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>one</b></y></x>");
        await using var subscription = await client.SubscribeAsync(new DatastoreSubscription("running") { DampeningPeriod = TimeSpan.FromSeconds(1), Filter = NetconfFilter.Subtree("<x xmlns='urn:t'><y/></x>") });
        await using var heard = new HeardNotifications(subscription.ReadAllAsync());
        await NamesAsync(heard, 1);
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>two</b></y><y><a>2</a></y></x>");
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y><a>1</a><b>one</b></y><y nc:operation='delete'><a>2</a></y></x>");
        var seen = new List<(string, string)>();
        while (seen.Count < 2)
        {
            await NamesAsync(heard, 1);
            seen.AddRange(PushUpdate.From(heard.Current)!.Changes.Select(c => (c.Operation, c.Target)));
        }

        // In one update the last change of each; when the two commits fell into two updates, both changes of each.
        seen.ShouldContain(("replace", "/t:x/y=1/b"));
        seen.Select(s => s.Item1).ShouldContain("delete");
    }

    /// <summary>At its stop-time a subscription ends without a notice: its receiver knows (RFC 8639 §2.4.1).</summary>
    private static async Task EndAsync(TestStack stack)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (stack.Publisher.All.Any()) await Task.Delay(10, limit.Token);
    }

    private static async Task<string> StateAsync(NetconfClient client, string id)
    {
        var state = (await client.GetAsync(NetconfFilter.Subtree($"<subscriptions xmlns='{Sn}'><subscription><id>{id}</id></subscription></subscriptions>"))).ToData();
        return state.Descendants(S + "state").Single().Value;
    }

    private static Task<RpcReply> ConfigureFilterAsync(NetconfClient client, string xpath) => client.EditConfigAsync(
        "running", $"<filters xmlns='{Sn}'><stream-filter><name>f</name><stream-xpath-filter xmlns:t='urn:t'>{xpath}</stream-xpath-filter></stream-filter></filters>");

    private static async Task<string> NamesAsync(HeardNotifications heard, int count)
    {
        var names = new List<string>();
        while (names.Count < count)
        {
            var content = (await heard.NextAsync()).Content;
            if (content.Name.LocalName.StartsWith("netconf-", StringComparison.Ordinal)) continue;
            names.Add(content.Elements().FirstOrDefault(e => e.Name.LocalName == "count")?.Value ?? content.Name.LocalName);
        }

        return string.Join(' ', names);
    }

    private static NotificationRecord Beat(byte count, DateTimeOffset? time = null)
    {
        var node = (NotificationNode)TestStack.Node("beat");
        var builder = new DataTreeBuilder(TestStack.Schema, node);
        builder.AddLeaf((LeafNode)node.DataChildren[0], [0x80, 0, 0, count]);
        return new NotificationRecord(time ?? DateTimeOffset.UnixEpoch, builder.Seal());
    }
}
