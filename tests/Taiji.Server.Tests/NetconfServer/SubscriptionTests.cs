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
    public async Task A_session_has_one_subscription_at_a_time()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.CreateSubscriptionAsync();
        (await Should.ThrowAsync<RpcErrorException>(() => client.CreateSubscriptionAsync())).Errors.Single().Tag.ShouldBe(ErrorTag.OperationFailed);
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
