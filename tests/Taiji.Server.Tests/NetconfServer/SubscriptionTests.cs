using Taiji.Datastores.Events;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.NetconfServer;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task A_subscriber_gets_what_is_published_and_may_go_on_asking()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.CreateSubscriptionAsync();
        stack.Notifications.Publish(Beat(5, "w"));
        var notification = await client.ReadNotificationsAsync().FirstAsync(n => n.Content.Name.NamespaceName == "urn:t");
        notification.Content.ToString(System.Xml.Linq.SaveOptions.DisableFormatting).Replace(" xmlns=\"urn:t\"", "", StringComparison.Ordinal)
            .ShouldBe("<beat><count>5</count><why>w</why></beat>");
        notification.EventTime.ShouldBe(DateTimeOffset.UnixEpoch);
        (await client.GetAsync()).IsFailure.ShouldBeFalse();
    }

    [Theory]
    [InlineData("<filter type='subtree'><beat xmlns='urn:t'><count>2</count></beat></filter>", "<count>2</count><why>w</why>")]
    [InlineData("<filter type='subtree'><beat xmlns='urn:t'><count>2</count><why/></beat></filter>", "<count>2</count><why>w</why>")]
    [InlineData("<filter type='xpath' xmlns:p='urn:t' select='/p:beat[p:count = 2]'/>", "<count>2</count><why>w</why>")]
    public async Task A_filter_decides_what_is_sent(string filter, string expected)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.CreateSubscriptionAsync(filter: filter);
        for (byte i = 1; i < 4; i++) stack.Notifications.Publish(Beat(i, "w"));
        var notification = await client.ReadNotificationsAsync().FirstAsync(_ => true);
        string.Concat(notification.Content.Elements().Select(e => e.ToString(System.Xml.Linq.SaveOptions.DisableFormatting)))
            .Replace(" xmlns=\"urn:t\"", "", StringComparison.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public async Task A_notification_of_a_data_node_stands_in_the_elements_that_lead_there()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>4</a></y></x>");
        await client.CreateSubscriptionAsync(filter: null);
        var entry = DataPath.Parse(TestStack.Schema, "/t:x/y[a='4']");
        var worn = ((InnerNode)entry.Node).Notifications.Single();
        stack.Notifications.Publish(new NotificationRecord(DateTimeOffset.UnixEpoch, Tree(worn, (0, [0x80, 0, 0, 9])), entry));
        var notification = await client.ReadNotificationsAsync().FirstAsync(n => n.Content.Name.LocalName == "x");
        notification.Content.ToString(System.Xml.Linq.SaveOptions.DisableFormatting).Replace(" xmlns=\"urn:t\"", "", StringComparison.Ordinal)
            .ShouldBe("<x><y><a>4</a><worn><level>9</level></worn></y></x>");
    }

    [Fact]
    public async Task A_notification_declares_its_namespace_once()
    {
        await using var stack = await TestStack.StartAsync();
        var session = stack.Open("bob");
        (await session.AskAsync("<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'><create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'/></rpc>")).ShouldContain("<ok/>");
        stack.Notifications.Publish(Beat(5, "w"));
        (await session.ReadAsync()).ShouldBe(
            "<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>1970-01-01T00:00:00Z</eventTime><beat xmlns=\"urn:t\"><count>5</count><why>w</why></beat></notification>");
    }

    [Fact]
    public async Task A_session_has_one_subscription_at_a_time()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.CreateSubscriptionAsync();
        (await Should.ThrowAsync<RpcErrorException>(() => client.CreateSubscriptionAsync())).Errors.Single().Tag.ShouldBe(ErrorTag.OperationFailed);
    }

    [Fact]
    public async Task A_replay_is_closed_by_replayComplete_whatever_the_filter_and_what_happens_follows()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        for (byte i = 1; i < 4; i++) stack.Notifications.Publish(Beat(i, "w"));
        await client.CreateSubscriptionAsync(filter: "<filter type='subtree'><beat xmlns='urn:t'><count/></beat></filter>", startTime: DateTimeOffset.UnixEpoch);
        var heard = client.ReadNotificationsAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await using (heard.ConfigureAwait(true))
        {
            (await NamesAsync(heard, 4)).ShouldBe("1 2 3 replayComplete");
            heard.Current.Content.Name.NamespaceName.ShouldBe("urn:ietf:params:xml:ns:netmod:notification");
            stack.Notifications.Publish(Beat(4, "w"));
            (await NamesAsync(heard, 1)).ShouldBe("4");
        }
    }

    [Fact]
    public async Task A_subscription_with_an_end_closes_with_notificationComplete_and_leaves_room_for_another()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        stack.Notifications.Publish(Beat(1, "w"));
        await client.CreateSubscriptionAsync(startTime: DateTimeOffset.UnixEpoch, stopTime: DateTimeOffset.UnixEpoch.AddSeconds(1));
        var heard = client.ReadNotificationsAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await using (heard.ConfigureAwait(true))
        {
            (await NamesAsync(heard, 3)).ShouldBe("1 replayComplete notificationComplete");
            // The session is a normal one again once the server has seen to the end; which it tells by the answer.
            RpcReply reply;
            do reply = await client.SendAsync("<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'/>");
            while (reply.IsFailure);
            stack.Notifications.Publish(Beat(2, "w"));
            (await NamesAsync(heard, 1)).ShouldBe("2");
        }
    }

    [Theory]
    [InlineData("<stopTime>2020-01-01T00:00:00Z</stopTime>", ErrorTag.MissingElement, "startTime")]
    [InlineData("<startTime>2020-01-02T00:00:00Z</startTime><stopTime>2020-01-01T00:00:00Z</stopTime>", ErrorTag.BadElement, "stopTime")]
    [InlineData("<startTime>2999-01-01T00:00:00Z</startTime>", ErrorTag.BadElement, "startTime")]
    [InlineData("<startTime>2020-01-01</startTime>", ErrorTag.BadElement, "startTime")]
    [InlineData("<stream>none</stream>", ErrorTag.InvalidValue, null)]
    public async Task A_subscription_that_can_not_be_names_the_parameter(string parameters, string tag, string? element)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(client, $"<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'>{parameters}</create-subscription>");
        error.Type.ShouldBe(ErrorType.Protocol);
        error.Tag.ShouldBe(tag);
        error.Info.Where(i => i.Name == "bad-element").Select(i => i.Value).ShouldBe(element is null ? [] : [element]);
    }

    private static async Task<string> NamesAsync(IAsyncEnumerator<Notification> heard, int count)
    {
        var names = new List<string>();
        while (names.Count < count)
        {
            (await heard.MoveNextAsync()).ShouldBeTrue();
            var content = heard.Current.Content;
            names.Add(content.Elements().FirstOrDefault(e => e.Name.LocalName == "count")?.Value ?? content.Name.LocalName);
        }

        return string.Join(' ', names);
    }

    private static NotificationRecord Beat(byte count, string why) => new(
        DateTimeOffset.UnixEpoch, Tree((NotificationNode)TestStack.Node("beat"), (0, [0x80, 0, 0, count]), (1, System.Text.Encoding.UTF8.GetBytes(why))));

    private static DataTree Tree(NotificationNode root, params (int Index, byte[] Stored)[] leaves)
    {
        var builder = new DataTreeBuilder(TestStack.Schema, root);
        foreach (var (index, stored) in leaves) builder.AddLeaf((LeafNode)root.DataChildren[index], stored);
        return builder.Seal();
    }
}
