using System.Xml.Linq;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Netconf.Client;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.NetconfServer.Subscriptions;

/// <summary>RFC 8639 and RFC 8641 over NETCONF (RFC 8640).</summary>
public sealed class DynamicSubscriptionTests
{
    private const string Sn = "urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications";
    private const string Yp = "urn:ietf:params:xml:ns:yang:ietf-yang-push";
    private const string Running = $"<datastore xmlns='{Yp}' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore>";

    [Fact]
    public async Task A_session_may_have_several_subscriptions_each_with_its_filter()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { Filter = NetconfFilter.Subtree("<beat xmlns='urn:t'><count>2</count></beat>") });
        await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { Filter = NetconfFilter.XPath("/p:beat[p:count = 3]", new Dictionary<string, string> { ["p"] = "urn:t" }) });
        for (byte i = 1; i < 4; i++) stack.Notifications.Publish(Beat(i));
        var counts = await client.ReadNotificationsAsync().Take(2).Select(n => n.Content.Element(XName.Get("count", "urn:t"))!.Value).ToListAsync();
        counts.Order().ShouldBe(["2", "3"]);
    }

    [Fact]
    public async Task A_deleted_subscription_sends_no_more_and_is_not_found_again()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var id = (await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id;
        (await client.DeleteSubscriptionAsync(id)).IsOk.ShouldBeTrue();
        var error = await TestStack.ErrorAsync(client, $"<delete-subscription xmlns='{Sn}'><id>{id}</id></delete-subscription>");
        (error.Tag, error.AppTag, error.Type).ShouldBe((ErrorTag.InvalidValue, "ietf-subscribed-notifications:no-such-subscription", ErrorType.Application));
    }

    [Fact]
    public async Task A_subscription_of_another_session_can_be_killed_but_not_deleted()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await using var other = await stack.ConnectAsync();
        var id = (await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id;
        (await TestStack.ErrorAsync(other, $"<delete-subscription xmlns='{Sn}'><id>{id}</id></delete-subscription>")).Tag.ShouldBe(ErrorTag.InvalidValue);
        (await other.KillSubscriptionAsync(id)).IsOk.ShouldBeTrue();
        var told = await client.ReadNotificationsAsync().FirstAsync(n => n.Content.Name == XName.Get("subscription-terminated", Sn));
        told.Content.Element(XName.Get("id", Sn))!.Value.ShouldBe($"{id}");
        told.Content.Element(XName.Get("reason", Sn))!.Value.ShouldEndWith(":no-such-subscription");
    }

    [Fact]
    public async Task Changes_are_told_with_what_was_before_them_first()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>one</b></y><y><a>2</a></y></x>");
        await using var subscription = await client.SubscribeAsync(OnChange() with { Filter = NetconfFilter.Subtree("<x xmlns='urn:t'><y/></x>") });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        var first = await NextAsync(updates);
        first.Contents!.Single().Elements().Count().ShouldBe(2);

        await client.EditConfigAsync("running", "<x xmlns='urn:t'><u><k>not selected</k></u></x>");
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y><a>1</a><b>uno</b></y><y nc:operation='delete'><a>2</a></y><y><a>3</a></y></x>");
        var changes = (await NextAsync(updates)).Changes;
        changes.Select(c => (c.Operation, c.Target)).ShouldBe([("replace", "/t:x/y=1/b"), ("delete", "/t:x/y=2"), ("create", "/t:x/y=3")]);
        changes[0].Value!.Value.ShouldBe("uno");
        changes[1].Value.ShouldBeNull();
    }

    [Theory]
    [InlineData("<x xmlns='urn:t'><y/></x>")]
    [InlineData("<x xmlns='urn:t'/>")]
    [InlineData("<x xmlns='urn:t'><y><a>1</a></y></x>")]
    public async Task A_leaf_that_comes_or_goes_is_told_itself_and_not_the_entry_around_it(string filter)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><c>there</c></y><y><a>2</a></y></x>");
        await using var subscription = await client.SubscribeAsync(OnChange() with { Filter = NetconfFilter.Subtree(filter) });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        await NextAsync(updates);
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>new</b></y></x>");
        var change = (await NextAsync(updates)).Changes.ShouldHaveSingleItem();
        (change.Operation, change.Target, change.Value!.Value).ShouldBe(("create", "/t:x/y=1/b", "new"));
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y><a>1</a><b nc:operation='delete'/></y></x>");
        change = (await NextAsync(updates)).Changes.ShouldHaveSingleItem();
        (change.Operation, change.Target).ShouldBe(("delete", "/t:x/y=1/b"));
    }

    [Theory]
    [InlineData("intended")]
    [InlineData("operational")]
    public async Task Changes_are_told_of_what_is_intended_and_of_what_is_applied(string datastore)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        await using var subscription = await client.SubscribeAsync(new DatastoreSubscription(datastore) { Filter = NetconfFilter.Subtree("<x xmlns='urn:t'><y/></x>") });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        (await NextAsync(updates)).Contents!.Single().Elements().ShouldHaveSingleItem();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>2</a></y></x>");
        var change = (await NextAsync(updates)).Changes.ShouldHaveSingleItem();
        (change.Operation, change.Target).ShouldBe(("create", "/t:x/y=2"));
    }

    [Fact]
    public async Task What_is_applied_later_is_told_when_it_is()
    {
        var tracked = (InnerNode)TestStack.Node("x");
        await using var stack = await TestStack.StartAsync(more: new DatastorePlugins { AppliedNodes = [tracked] });
        await using var client = await stack.ConnectAsync();
        await using var subscription = await client.SubscribeAsync(new DatastoreSubscription("operational") { Filter = NetconfFilter.Subtree("<x xmlns='urn:t'/>") });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        (await NextAsync(updates)).Contents!.ShouldBeEmpty();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>2</a></y></x>");
        var x = new DataPath(TestStack.Schema).Child("t:x");
        var applied = DataTree.Empty(TestStack.Schema).Edit();
        applied.SetText(x.Child("limit"), "9");
        stack.Operations.Applied.Report(x, applied.Seal());
        var change = (await NextAsync(updates)).Changes.ShouldHaveSingleItem();
        (change.Operation, change.Target).ShouldBe(("create", "/t:x/limit"));
    }

    [Fact]
    public async Task Excluded_changes_are_not_told_and_nothing_is_sent_at_first_when_not_wanted()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await using var subscription = await client.SubscribeAsync(OnChange() with { SyncOnStart = false, ExcludedChanges = ["create", "insert"] });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        // An answer to a later request: the subscription's first look at running is over, or sees what follows as changes.
        await client.ResyncSubscriptionAsync(subscription.Id);
        (await NextAsync(updates)).Contents.ShouldNotBeNull();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y><w>word</w></x>");
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y nc:operation='delete'><a>1</a></y></x>");
        await client.ResyncSubscriptionAsync(subscription.Id);
        var seen = new List<string>();
        while (await NextAsync(updates) is { Contents: null } update) seen.AddRange(update.Changes.Select(c => c.Operation));
        seen.ShouldNotContain("create");
        seen.ShouldNotContain("insert");
    }

    [Fact]
    public async Task An_entry_of_a_user_ordered_list_is_told_with_its_place()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><u><k>a</k></u></x>");
        await using var subscription = await client.SubscribeAsync(OnChange());
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        await NextAsync(updates);
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><u><k>b</k></u></x>");
        var change = (await NextAsync(updates)).Changes.ShouldHaveSingleItem();
        (change.Operation, change.Target, change.Where, change.Point).ShouldBe(("insert", "/t:x/u=b", "after", "/t:x/u=a"));
    }

    [Fact]
    public async Task A_periodic_subscription_sends_all_that_is_selected_again_and_again()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        await using var subscription = await client.SubscribeAsync(
            new DatastoreSubscription("running") { Period = TimeSpan.FromMilliseconds(10), Filter = NetconfFilter.XPath("/p:x/p:y", new Dictionary<string, string> { ["p"] = "urn:t" }) });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        for (var i = 0; i < 3; i++) (await NextAsync(updates)).Contents!.Single().Elements().ShouldHaveSingleItem();
        (await subscription.ModifyAsync(new DatastoreSubscription("running") { Period = TimeSpan.FromMilliseconds(20), Filter = NetconfFilter.XPath("/p:other", new Dictionary<string, string> { ["p"] = "urn:t" }) })).IsOk.ShouldBeTrue();
        while ((await NextAsync(updates)).Contents!.Count > 0)
        {
        }
    }

    [Fact]
    public async Task A_subscription_ends_at_its_stop_time()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var id = (await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF") { StopTime = DateTimeOffset.UtcNow.AddSeconds(1) })).Id;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (stack.Publisher.All.Any()) await Task.Delay(10, limit.Token);
        (await TestStack.ErrorAsync(client, $"<delete-subscription xmlns='{Sn}'><id>{id}</id></delete-subscription>")).AppTag.ShouldBe("ietf-subscribed-notifications:no-such-subscription");
        // Nothing was said of its end, which the receiver knows (RFC 8639 §2.4.1).
        await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"));
        stack.Notifications.Publish(Beat(1));
        var heard = await client.ReadNotificationsAsync().FirstAsync(n => n.Content.Name.NamespaceName == Sn || n.Content.Name.LocalName == "beat");
        heard.Content.Name.LocalName.ShouldBe("beat");
    }

    [Theory]
    [InlineData("<x xmlns='urn:t'><y><b>on</b></y></x>", null)]
    [InlineData(null, "/p:x/p:y[p:b = 'on']")]
    [InlineData(null, "/p:x/p:y[p:b = 'on' or p:c = 'odd'] | /p:x/p:w")]
    [InlineData(null, "//p:y[p:b = 'on']")]
    [InlineData(null, "/p:x/p:y[count(../p:y) > 1]")]
    public async Task What_a_change_brings_into_a_selection_and_takes_out_of_it_is_told(string? subtree, string? xpath)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>on</b></y><y><a>2</a><b>on</b></y></x>");
        var filter = subtree is not null ? NetconfFilter.Subtree(subtree) : NetconfFilter.XPath(xpath!, new Dictionary<string, string> { ["p"] = "urn:t" });
        await using var subscription = await client.SubscribeAsync(OnChange() with { Filter = filter });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        (await NextAsync(updates)).Contents!.Single().Elements().Count().ShouldBe(2);
        var isByCount = xpath?.Contains("count", StringComparison.Ordinal) == true;
        await client.EditConfigAsync("running", isByCount
            ? "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><y nc:operation='delete'><a>2</a></y></x>" : "<x xmlns='urn:t'><y><a>2</a><b>off</b></y></x>");
        (await NextAsync(updates)).Changes.Select(c => (c.Operation, c.Target)).ShouldBe(isByCount ? [("delete", "/t:x/y=1"), ("delete", "/t:x/y=2")] : [("delete", "/t:x/y=2")]);
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>2</a><b>on</b></y></x>");
        var back = (await NextAsync(updates)).Changes;
        back.Select(c => (c.Operation, c.Target)).ShouldBe(isByCount ? [("create", "/t:x/y=1"), ("create", "/t:x/y=2")] : [("create", "/t:x/y=2")]);
        back[^1].Value!.ToString().ShouldContain("<b>on</b>");
    }

    [Fact]
    public async Task What_is_selected_of_user_ordered_lists_is_told_with_its_place()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await using var subscription = await client.SubscribeAsync(OnChange() with { SyncOnStart = false, Filter = NetconfFilter.Subtree("<x xmlns='urn:t'><u><k>p</k></u><w/></x>") });
        await using var updates = new HeardNotifications(subscription.ReadAllAsync());
        await client.ResyncSubscriptionAsync(subscription.Id);
        (await NextAsync(updates)).Contents.ShouldNotBeNull();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><u><k>q</k></u></x>");
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><u><k>p</k><v>1</v></u><w>one</w></x>");
        var seen = (await NextAsync(updates)).Changes;
        seen.Select(c => c.Target).ShouldBe(["/t:x/u=p", "/t:x/w=one"]);
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:yang='urn:ietf:params:xml:ns:yang:1'><w>two</w><w yang:insert='first'>three</w></x>");
        (await NextAsync(updates)).Changes.Select(c => (c.Operation, c.Target, c.Where, c.Point)).ShouldBe([("insert", "/t:x/w=three", "first", null), ("insert", "/t:x/w=two", "after", "/t:x/w=one")]);
    }

    [Theory]
    [InlineData("", ErrorTag.MissingElement, null)]
    [InlineData("<stream>none</stream>", ErrorTag.InvalidValue, null)]
    [InlineData("<stream>NETCONF</stream><stop-time>2000-01-01T00:00:00Z</stop-time>", ErrorTag.InvalidValue, null)]
    [InlineData("<stream>NETCONF</stream><encoding>encode-json</encoding>", ErrorTag.InvalidValue, "ietf-subscribed-notifications:encoding-unsupported")]
    [InlineData("<stream>NETCONF</stream><stream-xpath-filter>/[</stream-xpath-filter>", ErrorTag.InvalidValue, "ietf-subscribed-notifications:filter-unsupported")]
    [InlineData("<stream>NETCONF</stream><stream-filter-name>f</stream-filter-name>", ErrorTag.InvalidValue, "ietf-subscribed-notifications:filter-unsupported")]
    [InlineData($"{Running}", ErrorTag.MissingElement, null)]
    [InlineData($"<datastore xmlns='{Yp}'>attic</datastore>", ErrorTag.InvalidValue, null)]
    [InlineData($"<datastore xmlns='{Yp}' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:startup</datastore><periodic xmlns='{Yp}'><period>1</period></periodic>", ErrorTag.InvalidValue, "ietf-yang-push:datastore-not-subscribable")]
    [InlineData($"{Running}<periodic xmlns='{Yp}'/>", ErrorTag.MissingElement, null)]
    [InlineData($"{Running}<periodic xmlns='{Yp}'><period>0</period></periodic>", ErrorTag.InvalidValue, "ietf-yang-push:period-unsupported")]
    [InlineData($"{Running}<periodic xmlns='{Yp}'><period>1</period></periodic><on-change xmlns='{Yp}'/>", ErrorTag.BadElement, null)]
    [InlineData($"<datastore xmlns='{Yp}' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:candidate</datastore><on-change xmlns='{Yp}'/>", ErrorTag.OperationNotSupported, "ietf-yang-push:on-change-unsupported")]
    [InlineData($"<datastore xmlns='{Yp}' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:operational</datastore><datastore-subtree-filter xmlns='{Yp}'><state xmlns='urn:t'/></datastore-subtree-filter><on-change xmlns='{Yp}'/>", ErrorTag.OperationNotSupported, "ietf-yang-push:on-change-unsupported")]
    public async Task What_can_not_be_subscribed_to_is_refused_with_its_identity(string parameters, string tag, string? appTag)
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var error = await TestStack.ErrorAsync(client, $"<establish-subscription xmlns='{Sn}'>{parameters}</establish-subscription>");
        (error.Tag, error.AppTag).ShouldBe((tag, appTag));
    }

    [Fact]
    public async Task Only_an_on_change_subscription_can_be_resynchronized()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var id = (await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id;
        (await TestStack.ErrorAsync(client, $"<resync-subscription xmlns='{Yp}'><id>{id}</id></resync-subscription>")).AppTag.ShouldBe("ietf-yang-push:no-such-subscription-resync");
    }

    private static DatastoreSubscription OnChange() => new("running");

    private static async Task<PushUpdate> NextAsync(HeardNotifications updates) => PushUpdate.From(await updates.NextAsync()).ShouldNotBeNull();

    private static NotificationRecord Beat(byte count)
    {
        var node = (NotificationNode)TestStack.Node("beat");
        var builder = new DataTreeBuilder(TestStack.Schema, node);
        builder.AddLeaf((LeafNode)node.DataChildren[0], [0x80, 0, 0, count]);
        return new NotificationRecord(DateTimeOffset.UnixEpoch, builder.Seal());
    }
}
