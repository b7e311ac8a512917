using System.Xml.Linq;
using Taiji.Netconf.Client;

namespace Taiji.Server.Tests.Subscriptions;

/// <summary>What becomes of a configured subscription, and what its receivers are told (RFC 8639 §2.5.1 to §2.5.4, §2.7).</summary>
public sealed class ConfiguredSubscriptionTests : ConfiguredSubscriptionTest
{
    [Fact]
    public async Task A_receiver_is_told_that_it_starts_before_all_else_and_then_what_happens()
    {
        await ConfigureAsync(Forced + Json + ",\"purpose\":\"to watch\"");
        var started = await Receiver.NextAsync("subscription-started");
        started.ContentType.ShouldBe("application/json");
        ((int)started.Json["id"]!, (string?)started.Json["stream"], (string?)started.Json["stream-xpath-filter"]).ShouldBe((1, "NETCONF", "/acme-door:forced"));
        ((string?)started.Json["transport"], (string?)started.Json["encoding"], (string?)started.Json["purpose"]).ShouldBe(("taiji-https-receiver:https", Sn + "encode-json", "to watch"));
        await ReachAsync("active");
        Force("front");
        ((string?)(await Receiver.NextAsync("forced")).Json["door"]).ShouldBe("front");
        Receiver.Requests.ShouldBe(["GET /in/capabilities", "POST /in/relay-notification", "POST /in/relay-notification"]);
    }

    [Fact]
    public async Task Without_an_encoding_it_is_XML_with_the_event_time()
    {
        await ConfigureAsync(Forced);
        (await Receiver.NextAsync("subscription-started")).ContentType.ShouldBe("application/xml");
        await ReachAsync("active");
        Force("front");
        var forced = XElement.Parse((await Receiver.NextAsync("forced")).Body);
        XNamespace ns = "urn:ietf:params:xml:ns:netconf:notification:1.0";
        forced.Name.ShouldBe(ns + "notification");
        forced.Elements().First().Name.ShouldBe(ns + "eventTime");
        forced.Descendants("{urn:acme:door}door").Single().Value.ShouldBe("front");
    }

    [Fact]
    public async Task A_datastore_is_pushed_to_it_when_it_changes()
    {
        await ConfigureAsync("""
            "ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:datastore-xpath-filter":"/acme-door:doors","ietf-yang-push:on-change":{}
            """ + Json);
        var started = await Receiver.NextAsync("subscription-started");
        ((string?)started.Json["ietf-yang-push:datastore"]).ShouldBe("ietf-datastores:running");
        await Receiver.NextAsync("push-update");
        (await SendAsync("PUT", "/restconf/data/acme-door:doors/door=front", """{"acme-door:door":[{"name":"front","max-open-seconds":5}]}""")).Status.ShouldBe(201);
        var edit = (await Receiver.NextAsync("push-change-update")).Json["datastore-changes"]!["yang-patch"]!["edit"]![0]!;
        ((string?)edit["operation"], (string?)edit["target"]).ShouldBe(("create", "/acme-door:doors/door=front"));
    }

    [Fact]
    public async Task A_datastore_is_pushed_to_it_by_period()
    {
        await ConfigureAsync("""
            "ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:datastore-xpath-filter":"/acme-door:doors","ietf-yang-push:periodic":{"period":5}
            """ + Json);
        await Receiver.NextAsync("subscription-started");
        await Receiver.NextAsync("push-update");
        await Receiver.NextAsync("push-update");
    }

    [Fact]
    public async Task Its_state_tells_what_was_sent_and_what_was_left_out()
    {
        await ConfigureAsync("\"stream\":\"NETCONF\",\"stream-xpath-filter\":\"/acme-door:forced[door='front']\"" + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        Force("back");
        Force("front");
        await Receiver.NextAsync("forced");
        var state = await StateAsync();
        ((string?)state["configured-subscription-state"]).ShouldBe("valid");
        var receiver = state["receivers"]!["receiver"]![0]!;
        ((string?)receiver["sent-event-records"]).ShouldBe("1");
        int.Parse((string)receiver["excluded-event-records"]!, null).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_modification_is_told_between_what_is_sent_by_the_old_terms_and_by_the_new()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        await ReplaceAsync("\"stream\":\"NETCONF\",\"stream-xpath-filter\":\"/acme-door:forced[door='back']\"" + Json);
        ((string?)(await Receiver.NextAsync("subscription-modified")).Json["stream-xpath-filter"]).ShouldBe("/acme-door:forced[door='back']");
        Force("front");
        Force("back");
        (await Receiver.NextAsync("forced")).Body.ShouldContain("back");
    }

    [Fact]
    public async Task A_modification_of_what_it_is_to_is_told_and_the_new_follows()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        await ReplaceAsync("""
            "ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:datastore-xpath-filter":"/acme-door:doors","ietf-yang-push:on-change":{}
            """);
        var modified = await Receiver.NextAsync("subscription-modified");
        modified.ContentType.ShouldBe("application/xml");
        modified.Body.ShouldContain("<datastore ");
        await Receiver.NextAsync("push-update");
    }

    [Fact]
    public async Task A_filter_that_it_names_is_followed()
    {
        const string filters = "/restconf/data/" + Sn + "filters";
        (await SendAsync("PUT", filters, """{"ietf-subscribed-notifications:filters":{"stream-filter":[{"name":"f","stream-xpath-filter":"/acme-door:forced"}]}}""")).Status.ShouldBe(201);
        await ConfigureAsync("\"stream\":\"NETCONF\",\"stream-filter-name\":\"f\"" + Json);
        ((string?)(await Receiver.NextAsync("subscription-started")).Json["stream-xpath-filter"]).ShouldBe("/acme-door:forced");
        await ReachAsync("active");
        (await SendAsync("PUT", filters, """{"ietf-subscribed-notifications:filters":{"stream-filter":[{"name":"f","stream-xpath-filter":"/acme-door:forced[door='back']"}]}}""")).Status.ShouldBe(204);
        ((string?)(await Receiver.NextAsync("subscription-modified")).Json["stream-xpath-filter"]).ShouldBe("/acme-door:forced[door='back']");
    }

    [Fact]
    public async Task When_it_is_removed_its_receivers_are_told()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        (await SendAsync("DELETE", First, null)).Status.ShouldBe(204);
        var terminated = await Receiver.NextAsync("subscription-terminated");
        ((int)terminated.Json["id"]!, (string?)terminated.Json["reason"]).ShouldBe((1, Sn + "no-such-subscription"));
    }

    [Fact]
    public async Task A_receiver_that_is_taken_away_is_told_and_the_others_are_not()
    {
        await using var other = await HttpReceiver.StartAsync();
        (await PatchAsync(Instance("r", Receiver.Url) + "," + Instance("s", other.Url), Subscription(1, Forced + Json, "r", "s"))).Status.ShouldBe(204);
        await Receiver.NextAsync("subscription-started");
        await other.NextAsync("subscription-started");
        await ReachAsync("active");
        await ReplaceAsync(Forced + Json, "r");
        await other.NextAsync("subscription-terminated");
        Force("front");
        await Receiver.NextAsync("forced");
    }

    [Fact]
    public async Task At_its_stop_time_it_is_completed_and_with_a_later_one_it_starts_anew()
    {
        string Until(TimeSpan time) => $",\"stop-time\":\"{DateTimeOffset.UtcNow + time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\"";
        await ConfigureAsync(Forced + Json + Until(TimeSpan.FromSeconds(1)));
        await Receiver.NextAsync("subscription-started");
        ((int)(await Receiver.NextAsync("subscription-completed")).Json["id"]!).ShouldBe(1);
        ((string?)(await StateAsync())["configured-subscription-state"]).ShouldBe("concluded");
        await ReplaceAsync(Forced + Json + Until(TimeSpan.FromHours(1)));
        await Receiver.NextAsync("subscription-started");
        ((string?)(await StateAsync())["configured-subscription-state"]).ShouldBe("valid");
    }

    [Theory]
    [InlineData("\"stream\":\"nothing\"", "stream 'nothing'")]
    [InlineData("\"stream\":\"NETCONF\",\"stream-xpath-filter\":\"/acme-door:forced[\"", "")]
    [InlineData("\"ietf-yang-push:datastore\":\"ietf-datastores:running\"", "periodic")]
    [InlineData("\"ietf-yang-push:datastore\":\"ietf-datastores:startup\",\"ietf-yang-push:periodic\":{\"period\":100}", "startup")]
    public async Task One_that_can_not_be_is_invalid_and_says_why_and_the_commit_is_none_the_worse(string terms, string why)
    {
        await ConfigureAsync(terms + Json);
        var state = await StateAsync();
        ((string?)state["configured-subscription-state"]).ShouldBe("invalid");
        ((string?)state["taiji-https-receiver:invalid-reason"]).ShouldNotBeNull().ShouldContain(why);
        await ReplaceAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        (await StateAsync())["taiji-https-receiver:invalid-reason"].ShouldBeNull();
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999/x", "url")]
    [InlineData("https://[::1/x", "url")]
    [InlineData("http://a b/x", "url")]
    public async Task One_to_a_url_that_is_none_is_invalid(string url, string why)
    {
        (await PatchAsync(Instance("r", url), Subscription(1, Forced + Json))).Status.ShouldBe(204);
        var state = await StateAsync();
        ((string?)state["configured-subscription-state"]).ShouldBe("invalid");
        ((string?)state["taiji-https-receiver:invalid-reason"]).ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public async Task One_that_becomes_invalid_is_terminated()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        await ReplaceAsync("\"stream\":\"NETCONF\",\"stream-xpath-filter\":\"/acme-door:forced[\"" + Json);
        ((string?)(await Receiver.NextAsync("subscription-terminated")).Json["reason"]).ShouldBe(Sn + "filter-unavailable");
    }

    [Fact]
    public async Task Dynamic_subscriptions_have_ids_that_are_not_configured_and_are_in_operational_beside()
    {
        await ConfigureAsync(Forced);
        await Receiver.NextAsync("subscription-started");
        await using var client = await Server.ConnectNetconfAsync();
        var id = (await client.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id;
        id.ShouldBeGreaterThan((uint)int.MaxValue);
        var reply = await SendAsync("GET", "/restconf/ds/ietf-datastores:operational/" + Sn + "subscriptions?with-origin", null);
        reply.Status.ShouldBe(200, reply.Body);
        var subscriptions = reply.JsonBody[Sn + "subscriptions"]!["subscription"]!.AsArray();
        subscriptions.Select(s => (uint)s!["id"]!).ShouldBe([1u, id], ignoreOrder: true);
        ((string?)subscriptions.Single(s => (uint)s!["id"]! == id)!["receivers"]!["receiver"]![0]!["state"]).ShouldBe("active");
        reply.Body.ShouldContain("ietf-origin:learned");
    }

    [Fact]
    public async Task Two_subscriptions_to_one_receiver_are_two()
    {
        (await PatchAsync(Instance("r", Receiver.Url), Subscription(1, Forced + Json) + "," + Subscription(2, Forced + Json))).Status.ShouldBe(204);
        var ids = new[] { await Receiver.NextAsync("subscription-started"), await Receiver.NextAsync("subscription-started") }.Select(n => (int)n.Json["id"]!);
        ids.ShouldBe([1, 2], ignoreOrder: true);
    }
}
