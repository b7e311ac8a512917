using System.Net;
using System.Xml.Linq;
using Taiji.Netconf.Client;

namespace Taiji.Server.Tests;

/// <summary>State that providers make up when it is asked for is under the same rules as configuration (RFC 8341 §3.2.4): entry by entry, leaf by leaf.</summary>
public sealed class ProvidedStateTests
{
    private const string Sn = "urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications";
    private const string Subscription = "/ietf-subscribed-notifications:subscriptions/ietf-subscribed-notifications:subscription";

    [Fact]
    public async Task A_rule_with_a_key_hides_that_entry_of_a_providers_and_no_other()
    {
        await using var stack = await GuardedStack.StartAsync(hasSubscriptionState: true);
        await using var allowed = await stack.ConnectAsync("Allowed");
        await using var partial = await stack.ConnectAsync("Partial");
        var hidden = (await allowed.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id;
        var shown = (await partial.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"))).Id;
        (await IdsAsync(partial)).ShouldBe([$"{hidden}", $"{shown}"], ignoreOrder: true);

        await stack.RulePartialAsync($$"""{"name": "1", "path": "{{Subscription}}[ietf-subscribed-notifications:id='{{hidden}}']", "access-operations": "read", "action": "deny"}""");
        (await IdsAsync(partial)).ShouldBe([$"{shown}"]);
        (await IdsAsync(allowed)).ShouldBe([$"{hidden}", $"{shown}"], ignoreOrder: true);
        (await IdsAsync(partial, $"/sn:subscriptions/sn:subscription[sn:id='{hidden}']")).ShouldBeEmpty();
        (await IdsAsync(partial, "/sn:subscriptions/sn:subscription[../sn:subscription[2]]")).ShouldBeEmpty("a condition counts what is seen");
        await using var web = await stack.ServeRestconfAsync();
        (await StatusAsync(web, $"/data/ietf-subscribed-notifications:subscriptions/subscription={hidden}")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(web, $"/data/ietf-subscribed-notifications:subscriptions/subscription={shown}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_rule_for_what_is_in_the_entries_hides_it_in_all_of_them()
    {
        await using var stack = await GuardedStack.StartAsync(hasSubscriptionState: true);
        await using var partial = await stack.ConnectAsync("Partial");
        await partial.EstablishSubscriptionAsync(new StreamSubscription("NETCONF"));
        (await ReadAsync(partial, "/sn:subscriptions")).Descendants(XName.Get("receiver", Sn)).ShouldHaveSingleItem();
        await stack.RulePartialAsync($$"""
            {"name": "1", "path": "{{Subscription}}/ietf-subscribed-notifications:receivers", "access-operations": "read", "action": "deny"},
            {"name": "2", "path": "/ietf-subscribed-notifications:streams", "access-operations": "read", "action": "deny"}
            """);
        var state = await ReadAsync(partial, "/sn:subscriptions | /sn:streams");
        state.Descendants(XName.Get("subscription", Sn)).ShouldHaveSingleItem();
        state.Descendants(XName.Get("receiver", Sn)).ShouldBeEmpty();
        state.Descendants(XName.Get("streams", Sn)).ShouldBeEmpty();
    }

    private static async Task<IEnumerable<string>> IdsAsync(NetconfClient client, string select = "/sn:subscriptions") =>
        [.. (await ReadAsync(client, select)).Descendants(XName.Get("subscription", Sn)).Select(s => s.Element(XName.Get("id", Sn))!.Value)];

    private static async Task<XElement> ReadAsync(NetconfClient client, string select) =>
        (await client.SendAsync($"<get><filter type='xpath' xmlns:sn='{Sn}' select=\"{select}\"/></get>")).ToData();

    private static async Task<HttpStatusCode> StatusAsync(GuardedWeb web, string target)
    {
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Get, web.Address + "/restconf" + target);
        message.Headers.Authorization = GuardedWeb.Credentials("Partial");
        using var response = await client.SendAsync(message);
        return response.StatusCode;
    }
}
