using System.Xml.Linq;
using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Client;

/// <summary>What each operation sends.</summary>
public sealed class RequestTests
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private const string Sn = "xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'";
    private const string Yp = "xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-push'";

    private static readonly Dictionary<string, string> If = new() { ["if"] = "urn:if" };

    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, Func<NetconfClient, Task>, string> Requests => new()
    {
        { "get", c => c.GetAsync(), "<get/>" },
        { "get with all", c => c.GetAsync(NetconfFilter.Subtree("<i xmlns='urn:if'/>"), "trim"), "<get><filter type='subtree'><i xmlns='urn:if'/></filter><with-defaults xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>trim</with-defaults></get>" },
        { "get-config of running", c => c.GetConfigAsync(), "<get-config><source><running/></source></get-config>" },
        { "get-config by XPath", c => c.GetConfigAsync("startup", NetconfFilter.XPath("/if:i[if:n='<']", If)), "<get-config><source><startup/></source><filter type='xpath' select=\"/if:i[if:n='&lt;']\" xmlns:if='urn:if'/></get-config>" },
        { "get-config of a url", c => c.GetConfigAsync(ConfigLocation.Url("file:///a?b&c")), "<get-config><source><url>file:///a?b&amp;c</url></source></get-config>" },
        { "edit-config", c => c.EditConfigAsync("candidate", "<x xmlns='urn:x'/>", "none", "set", "rollback-on-error"), "<edit-config><target><candidate/></target><default-operation>none</default-operation><test-option>set</test-option><error-option>rollback-on-error</error-option><config><x xmlns='urn:x'/></config></edit-config>" },
        { "edit-config from a url", c => c.EditConfigFromUrlAsync("running", "file:///a"), "<edit-config><target><running/></target><url>file:///a</url></edit-config>" },
        { "copy-config", c => c.CopyConfigAsync("running", "startup"), "<copy-config><target><startup/></target><source><running/></source></copy-config>" },
        { "copy-config of a configuration", c => c.CopyConfigAsync(ConfigLocation.Inline("<x xmlns='urn:x'/>"), "candidate"), "<copy-config><target><candidate/></target><source><config><x xmlns='urn:x'/></config></source></copy-config>" },
        { "delete-config", c => c.DeleteConfigAsync("startup"), "<delete-config><target><startup/></target></delete-config>" },
        { "lock", c => c.LockAsync("running"), "<lock><target><running/></target></lock>" },
        { "unlock", c => c.UnlockAsync("running"), "<unlock><target><running/></target></unlock>" },
        { "validate", c => c.ValidateAsync("candidate"), "<validate><source><candidate/></source></validate>" },
        { "commit", c => c.CommitAsync(), "<commit/>" },
        { "commit of another's", c => c.CommitAsync("t&t"), "<commit><persist-id>t&amp;t</persist-id></commit>" },
        { "confirmed commit", c => c.ConfirmedCommitAsync(TimeSpan.FromMinutes(2), "new", "old"), "<commit><confirmed/><confirm-timeout>120</confirm-timeout><persist>new</persist><persist-id>old</persist-id></commit>" },
        { "cancel-commit", c => c.CancelCommitAsync("t"), "<cancel-commit><persist-id>t</persist-id></cancel-commit>" },
        { "discard-changes", c => c.DiscardChangesAsync(), "<discard-changes/>" },
        { "kill-session", c => c.KillSessionAsync(4294967295), "<kill-session><session-id>4294967295</session-id></kill-session>" },
        { "partial-unlock", c => c.PartialUnlockAsync(3), "<partial-unlock xmlns='urn:ietf:params:xml:ns:netconf:partial-lock:1.0'><lock-id>3</lock-id></partial-unlock>" },
        {
            "get-data", c => c.GetDataAsync("operational", NetconfFilter.XPath("/if:i", If), new GetDataOptions { ConfigFilter = false, OriginFilters = ["system"], MaxDepth = 3, WithOrigin = true }),
            "<get-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda'><datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:operational</datastore><xpath-filter xmlns:if='urn:if'>/if:i</xpath-filter><config-filter>false</config-filter><origin-filter xmlns:or='urn:ietf:params:xml:ns:yang:ietf-origin'>or:system</origin-filter><max-depth>3</max-depth><with-origin/></get-data>"
        },
        {
            "edit-data", c => c.EditDataAsync("running", "<x xmlns='urn:x'/>", "replace"),
            "<edit-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda'><datastore xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore><default-operation>replace</default-operation><config><x xmlns='urn:x'/></config></edit-data>"
        },
        {
            "create-subscription", c => c.CreateSubscriptionAsync("S", NetconfFilter.Subtree("<e xmlns='urn:e'/>"), Noon, Noon.AddSeconds(1.5)),
            "<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><stream>S</stream><filter type='subtree'><e xmlns='urn:e'/></filter><startTime>2026-11-01T12:00:00Z</startTime><stopTime>2026-11-01T12:00:01.5Z</stopTime></create-subscription>"
        },
        { "delete-subscription", c => c.DeleteSubscriptionAsync(8), $"<delete-subscription {Sn}><id>8</id></delete-subscription>" },
        { "kill-subscription", c => c.KillSubscriptionAsync(8), $"<kill-subscription {Sn}><id>8</id></kill-subscription>" },
        { "resync-subscription", c => c.ResyncSubscriptionAsync(8), $"<resync-subscription {Yp}><id>8</id></resync-subscription>" },
        {
            "modify-subscription to a stream", c => c.ModifySubscriptionAsync(8, new StreamSubscription("S") { Filter = NetconfFilter.XPath("/if:i", If), StopTime = Noon, ReplayStartTime = Noon, Dscp = 1 }),
            $"<modify-subscription {Sn}><id>8</id><stream-xpath-filter xmlns:if='urn:if'>/if:i</stream-xpath-filter><stop-time>2026-11-01T12:00:00Z</stop-time></modify-subscription>"
        },
        {
            "modify-subscription to a datastore", c => c.ModifySubscriptionAsync(8, new DatastoreSubscription("running") { DampeningPeriod = TimeSpan.FromSeconds(1) }),
            $"<modify-subscription {Sn}><id>8</id><datastore {Yp} xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore><on-change {Yp}><dampening-period>100</dampening-period></on-change></modify-subscription>"
        },
    };

    public static TheoryData<string, SubscriptionRequest, string> Subscriptions => new()
    {
        {
            "a stream", new StreamSubscription("NETCONF") { Filter = NetconfFilter.Subtree("<e xmlns='urn:e'/>"), ReplayStartTime = Noon, StopTime = Noon, Dscp = 10, Weighting = 3, Dependency = 7, Encoding = "encode-xml" },
            "<stream>NETCONF</stream><stream-subtree-filter><e xmlns='urn:e'/></stream-subtree-filter><replay-start-time>2026-11-01T12:00:00Z</replay-start-time><stop-time>2026-11-01T12:00:00Z</stop-time>"
            + "<dscp>10</dscp><weighting>3</weighting><dependency>7</dependency><encoding xmlns:sn='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'>sn:encode-xml</encoding>"
        },
        {
            "a datastore, periodically", new DatastoreSubscription("operational") { Filter = NetconfFilter.XPath("/if:i", If), Period = TimeSpan.FromSeconds(5), AnchorTime = Noon },
            $"<datastore {Yp} xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:operational</datastore><datastore-xpath-filter {Yp} xmlns:if='urn:if'>/if:i</datastore-xpath-filter>"
            + $"<periodic {Yp}><period>500</period><anchor-time>2026-11-01T12:00:00Z</anchor-time></periodic>"
        },
        {
            "a datastore, on change", new DatastoreSubscription("running") { FilterName = "mine", SyncOnStart = false, ExcludedChanges = ["create", "delete"] },
            $"<datastore {Yp} xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'>ds:running</datastore><selection-filter-ref {Yp}>mine</selection-filter-ref>"
            + $"<on-change {Yp}><dampening-period>0</dampening-period><sync-on-start>false</sync-on-start><excluded-change>create</excluded-change><excluded-change>delete</excluded-change></on-change>"
        },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task Operations_are_sent_as_their_RFC_shows_them(string name, Func<NetconfClient, Task> request, string expected)
    {
        await using var server = new ScriptedServer();
        await using var client = await server.ConnectAsync();
        await request(client);
        Plain(server.Asked.Single()).ShouldBe(Plain(XElement.Parse($"<rpc xmlns='{Base}'>{expected}</rpc>").Elements().Single()), name);
    }

    [Theory]
    [MemberData(nameof(Subscriptions), DisableDiscoveryEnumeration = true)]
    public async Task Subscriptions_are_established_as_their_RFC_shows_them(string name, SubscriptionRequest request, string expected)
    {
        await using var server = new ScriptedServer(_ => $"<id {Sn}>22</id><replay-start-time-revision {Sn}>2026-11-01T12:00:00Z</replay-start-time-revision>");
        await using var client = await server.ConnectAsync();
        (await client.EstablishSubscriptionAsync(request)).ShouldBe(new EstablishedSubscription(22, Noon));
        Plain(server.Asked.Single()).ShouldBe(Plain(XElement.Parse($"<establish-subscription {Sn}>{expected}</establish-subscription>")), name);
    }

    [Fact]
    public async Task A_reply_to_establish_subscription_without_id_is_an_error()
    {
        await using var server = new ScriptedServer();
        await using var client = await server.ConnectAsync();
        (await Should.ThrowAsync<NetconfException>(() => client.EstablishSubscriptionAsync(new StreamSubscription("S")))).Message.ShouldContain("RFC 8639");
    }

    [Fact]
    public async Task Parameters_that_exclude_each_other_are_refused_before_anything_is_sent()
    {
        await using var server = new ScriptedServer();
        await using var client = await server.ConnectAsync();
        await Should.ThrowAsync<ArgumentException>(() => client.CreateSubscriptionAsync(stopTime: Noon));
        await Should.ThrowAsync<ArgumentException>(() => client.CreateSubscriptionAsync(startTime: Noon, stopTime: Noon.AddSeconds(-1)));
        await Should.ThrowAsync<ArgumentException>(() => client.GetDataAsync("operational", options: new GetDataOptions { OriginFilters = ["a"], NegatedOriginFilters = ["b"] }));
        await Should.ThrowAsync<ArgumentException>(() => client.GetDataAsync("operational", options: new GetDataOptions { MaxDepth = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => client.ConfirmedCommitAsync(TimeSpan.FromMilliseconds(10)));
        await Should.ThrowAsync<NotSupportedException>(() => client.GetDataAsync("operational", "<filter/>"));
        Should.Throw<System.Xml.XmlException>(() => ConfigLocation.Datastore("running/><evil"));
        server.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/if:i", "<i xmlns='urn:if'/>")]
    [InlineData("/if:i/entry[name='a&b'][if:unit=\"1\"]/mtu", "<i xmlns='urn:if'><entry><name>a&amp;b</name><unit>1</unit><mtu/></entry></i>")]
    [InlineData("/if:i/ip:a", "<i xmlns='urn:if'><a xmlns='urn:ip'/></i>")]
    public async Task A_path_becomes_a_subtree_filter(string path, string expected)
    {
        await using var server = new ScriptedServer();
        await using var client = await server.ConnectAsync();
        await client.GetAsync(NetconfFilter.ForPath(path, new Dictionary<string, string>(If) { ["ip"] = "urn:ip" }));
        Plain(server.Asked.Single().Elements().Single().Elements().Single()).ShouldBe(Plain(XElement.Parse(expected)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("if:i", 1)]
    [InlineData("/i", 3)]
    [InlineData("/if:i[", 7)]
    [InlineData("/if:i[n=1]", 9)]
    [InlineData("/if:i[n='1]", 10)]
    [InlineData("/if:i[n='1'", 12)]
    [InlineData("/if:i//x", 7)]
    public void A_malformed_path_is_refused_with_its_place(string path, int at) =>
        Should.Throw<FormatException>(() => NetconfFilter.ForPath(path, If)).Message.ShouldContain($"at character {at}:");

    [Fact]
    public void A_prefix_without_namespace_is_refused() =>
        Should.Throw<FormatException>(() => NetconfFilter.ForPath("/no:i", If)).Message.ShouldContain("\"no\"");

    // Prefixes are the sender's choice: qualified names, attributes without declarations, and text are what counts.
    private static string Plain(XElement element)
    {
        var attributes = element.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => $" {a.Name}='{a.Value}'").Order(StringComparer.Ordinal);
        var content = element.HasElements ? string.Concat(element.Elements().Select(Plain)) : element.Value;
        return $"<{element.Name}{string.Concat(attributes)}>{content}</>";
    }
}
