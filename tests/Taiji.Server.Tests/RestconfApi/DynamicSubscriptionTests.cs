using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Plugins;
using Taiji.Server.RestconfApi;
using Taiji.Server.Subscriptions;
using Taiji.Server.Tests.RestconfApi.Support;
using Taiji.Testing;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Dynamic subscriptions and YANG push over RESTCONF (RFC 8650).</summary>
public sealed class DynamicSubscriptionTests : IAsyncLifetime
{
    private const string Doors = "/restconf/data/acme-door:doors";
    private const string Sn = "ietf-subscribed-notifications:";
    private TaijiTestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TaijiTestServer.StartAsync(b => b.AddDoors().AddSubscriptions());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stream_flows_from_the_GET_of_the_URI_on_without_ids_or_event_names()
    {
        var (id, uri) = await EstablishAsync("""{"stream":"NETCONF"}""");
        uri.ShouldStartWith(_server.Address + "restconf/subscriptions/");
        using (var all = await EventReader.OpenAsync(_server.Http, "/restconf/streams/NETCONF/json"))
        {
            Force("before");
            (await all.DataAsync()).ShouldContain("before");
        }

        using var events = await EventReader.OpenAsync(_server.Http, uri);
        Force("front");
        var data = JsonNode.Parse(await events.DataAsync())!["ietf-restconf:notification"]!;
        data["eventTime"]!.GetValue<string>().ShouldEndWith("Z");
        data["acme-door:forced"]!["door"]!.GetValue<string>().ShouldBe("front");
        var known = _server.Services.GetRequiredService<SubscriptionPublisher>().All.Single(s => s.Id == id);
        known.Receiver.Uri.ShouldBe(uri);
        known.Terms.Encoding.ShouldBe("encode-json");
    }

    [Fact]
    public async Task The_URI_is_where_clients_reach_the_server_when_it_knows()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddSubscriptions(), s => s.AddSingleton(new RestconfOptions { PublicOrigin = "https://public.example/" }));
        using var body = new StringContent($$$"""{"{{{Sn}}}input":{"stream":"NETCONF"}}""", new MediaTypeHeaderValue("application/yang-data+json"));
        using var reply = await server.Http.PostAsync($"/restconf/operations/{Sn}establish-subscription", body);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("\"https://public.example/restconf/subscriptions/");
    }

    [Fact]
    public async Task The_encoding_is_that_of_the_request_unless_another_is_asked_for()
    {
        var (_, uri) = await EstablishXmlAsync("<stream>NETCONF</stream>");
        using var xml = await EventReader.OpenAsync(_server.Http, uri);
        Force("front");
        XNamespace ns = "urn:ietf:params:xml:ns:netconf:notification:1.0";
        XElement.Parse(await xml.DataAsync()).Name.ShouldBe(ns + "notification");
        var (_, other) = await EstablishXmlAsync("<stream>NETCONF</stream><encoding>encode-json</encoding>");
        using var json = await EventReader.OpenAsync(_server.Http, other);
        Force("back");
        (await json.DataAsync()).ShouldStartWith("{\"ietf-restconf:notification\"");
    }

    [Fact]
    public async Task A_URI_is_for_one_GET_of_one_user()
    {
        var (_, uri) = await EstablishAsync("""{"stream":"NETCONF"}""");
        (await SendAsync("HEAD", uri, null)).ShouldBe(200);
        using var events = await EventReader.OpenAsync(_server.Http, uri);
        (await SendAsync("GET", uri, null)).ShouldBeError(409, "in-use");
        (await SendAsync("GET", uri + "x", null)).ShouldBeError(404, "invalid-value");
        (await SendAsync("GET", uri, null, ("Accept", "text/html"))).ShouldBeError(406, "invalid-value");
        (await SendAsync("POST", uri, "{}")).ShouldBeError(405, "operation-not-supported");
        (await AddUserAsync("eve")).ShouldBe(204);
        var (_, second) = await EstablishAsync("""{"stream":"NETCONF"}""");
        using var eve = _server.MakeHttpClient("eve", TaijiTestServer.Password);
        (await SendAsync(eve, "GET", second, null)).ShouldBeError(404, "invalid-value");
        (await SendAsync(eve, "POST", Operation("delete-subscription"), Input($"\"id\":{second.Split('/')[^1].Split('-')[0]}"))).ShouldBeError(404, "invalid-value");
    }

    [Fact]
    public async Task Modifying_is_told_in_the_stream_and_deleting_ends_it()
    {
        var (id, uri) = await EstablishAsync("""{"stream":"NETCONF"}""");
        using var events = await EventReader.OpenAsync(_server.Http, uri);
        (await SendAsync("POST", Operation("modify-subscription"), Input($"\"id\":{id},\"stream-xpath-filter\":\"/acme-door:forced[door='back']\""))).ShouldBe(200).Body.ShouldBeEmpty();
        // RFC 8650 §6, figure 12.
        var modified = JsonNode.Parse(await events.DataAsync())!["ietf-restconf:notification"]!["ietf-subscribed-notifications:subscription-modified"]!;
        ((long)modified["id"]!, (string)modified["ietf-restconf-subscribed-notifications:uri"]!).ShouldBe((id, uri));
        Force("front");
        Force("back");
        (await events.DataAsync()).ShouldContain("\"back\"");
        (await SendAsync("POST", Operation("delete-subscription"), Input($"\"id\":{id}"))).ShouldBe(200);
        (await events.NextAsync()).ShouldBeNull();
        var refused = (await SendAsync("POST", Operation("delete-subscription"), Input($"\"id\":{id}"))).ShouldBeError(404, "invalid-value");
        AppTagOf(refused).ShouldBe(Sn + "no-such-subscription");
    }

    [Fact]
    public async Task Killing_is_told_and_ends_it()
    {
        var (id, uri) = await EstablishAsync("""{"stream":"NETCONF"}""");
        using var events = await EventReader.OpenAsync(_server.Http, uri);
        (await SendAsync("POST", Operation("kill-subscription"), Input($"\"id\":{id}"))).ShouldBe(200);
        (await events.DataAsync()).ShouldContain("subscription-terminated");
        (await events.NextAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_datastore_is_pushed_when_it_changes(bool isJson)
    {
        var (id, uri) = isJson
            ? await EstablishAsync("""{"ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:datastore-xpath-filter":"/acme-door:doors","ietf-yang-push:on-change":{}}""")
            : await EstablishXmlAsync("""<datastore xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">ds:running</datastore><datastore-xpath-filter xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push" xmlns:d="urn:acme:door">/d:doors</datastore-xpath-filter><on-change xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push"/>""");
        using var events = await EventReader.OpenAsync(_server.Http, uri);
        (await events.DataAsync()).ShouldContain("push-update");
        (await SendAsync("PUT", Doors + "/door=front", """{"acme-door:door":[{"name":"front","max-open-seconds":5}]}""")).ShouldBe(201);
        var data = await events.DataAsync();
        if (isJson)
        {
            var change = JsonNode.Parse(data)!["ietf-restconf:notification"]!["ietf-yang-push:push-change-update"]!;
            change["id"]!.GetValue<long>().ShouldBe(id);
            var edit = change["datastore-changes"]!["yang-patch"]!["edit"]![0]!;
            edit["operation"]!.GetValue<string>().ShouldBe("create");
            edit["value"]!.ToJsonString().ShouldContain("front");
            (await SendAsync("POST", "/restconf/operations/ietf-yang-push:resync-subscription", $$$"""{"ietf-yang-push:input":{"id":{{{id}}}}}""")).ShouldBe(200);
            JsonNode.Parse(await events.DataAsync())!["ietf-restconf:notification"]!["ietf-yang-push:push-update"]!["datastore-contents"]!["acme-door:doors"]!["door"]![0]!["name"]!.GetValue<string>().ShouldBe("front");
        }
        else
        {
            XElement.Parse(data).Descendants().ShouldContain(e => e.Name.LocalName == "push-change-update");
        }
    }

    [Fact]
    public async Task A_datastore_is_pushed_now_and_then()
    {
        var (_, uri) = await EstablishAsync("""{"ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:datastore-xpath-filter":"/acme-door:doors","ietf-yang-push:periodic":{"period":10}}""");
        using var events = await EventReader.OpenAsync(_server.Http, uri);
        (await SendAsync("PUT", Doors + "/door=front", """{"acme-door:door":[{"name":"front"}]}""")).ShouldBe(201);
        string data;
        do
        {
            data = await events.DataAsync();
            data.ShouldContain("push-update");
        }
        while (!data.Contains("front", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_goes_or_never_comes_has_no_subscription()
    {
        var (id, uri) = await EstablishAsync("""{"stream":"NETCONF"}""");
        using (await EventReader.OpenAsync(_server.Http, uri)) await ListedAsync(id, true);
        await ListedAsync(id, false);
        (await SendAsync("GET", uri, null)).ShouldBe(404);
        _server.Services.GetRequiredService<RestconfOptions>().SubscriptionPatience = TimeSpan.FromMilliseconds(100);
        var (late, lateUri) = await EstablishAsync("""{"stream":"NETCONF"}""");
        await ListedAsync(late, false);
        (await SendAsync("GET", lateUri, null)).ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"stream":"nothing"}""", 400, null)]
    [InlineData("""{"stream":"NETCONF","encoding":"other"}""", 400, null)]
    [InlineData("""{"stream":"NETCONF","stream-xpath-filter":"///"}""", 400, Sn + "filter-unsupported")]
    [InlineData("""{"ietf-yang-push:datastore":"ietf-datastores:startup","ietf-yang-push:periodic":{"period":100}}""", 400, "ietf-yang-push:datastore-not-subscribable")]
    [InlineData("""{"ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:periodic":{"period":0}}""", 400, null)]
    [InlineData("{}", 400, null)]
    public async Task What_can_not_be_subscribed_to_is_refused_with_the_identity_and_its_status(string terms, int status, string? identity)
    {
        var reply = await SendAsync("POST", Operation("establish-subscription"), Input(terms[1..^1]));
        reply.Status.ShouldBe(status, reply.Body);
        if (identity is not null) AppTagOf(reply).ShouldBe(identity, reply.Body);
        _server.Operations.Sessions.All.Count(s => s.Identity.Transport == "restconf").ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Rights_to_the_rpcs_are_asked_for()
    {
        (await AddUserAsync("eve", "guests")).ShouldBe(204);
        (await SendAsync("PATCH", "/restconf/data/ietf-netconf-acm:nacm", """{"ietf-netconf-acm:nacm":{"rule-list":[{"name":"guests","group":["guests"],"rule":[{"name":"no","rpc-name":"establish-subscription","module-name":"ietf-subscribed-notifications","action":"deny","access-operations":"exec"}]}]}}""")).ShouldBe(204);
        using var eve = _server.MakeHttpClient("eve", TaijiTestServer.Password);
        (await SendAsync(eve, "POST", Operation("establish-subscription"), Input("\"stream\":\"NETCONF\""))).ShouldBeError(403, "access-denied");
        (await SendAsync(eve, "POST", Operation("kill-subscription"), Input("\"id\":1"))).ShouldBeError(403, "access-denied");
    }

    private void Force(string door) => _server.Services.GetRequiredService<Doors>().Force(door);

    private static string Operation(string name) => "/restconf/operations/" + Sn + name;

    private static string Input(string content) => "{\"" + Sn + "input\":{" + content + "}}";

    private static string? AppTagOf(Reply reply) => reply.JsonBody["ietf-restconf:errors"]!["error"]![0]!["error-app-tag"]?.GetValue<string>();

    private async Task<(long Id, string Uri)> EstablishAsync(string terms)
    {
        var output = (await SendAsync("POST", Operation("establish-subscription"), Input(terms[1..^1]))).ShouldBe(200).JsonBody[Sn + "output"]!;
        return (output["id"]!.GetValue<long>(), output["ietf-restconf-subscribed-notifications:uri"]!.GetValue<string>());
    }

    private async Task<(long Id, string Uri)> EstablishXmlAsync(string terms)
    {
        var reply = (await SendAsync("POST", Operation("establish-subscription"), $"<input xmlns=\"urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications\">{terms}</input>", ("Accept", RestconfHost.Xml))).ShouldBe(200);
        var output = XElement.Parse(reply.Body);
        return (long.Parse(output.Elements().First(e => e.Name.LocalName == "id").Value, null), output.Elements().First(e => e.Name.LocalName == "uri").Value);
    }

    private async Task ListedAsync(long id, bool isListed)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_server.Services.GetRequiredService<SubscriptionPublisher>().All.Any(s => s.Id == id) != isListed) await Task.Delay(20, timer.Token);
    }

    private async Task<Reply> AddUserAsync(string name, string group = "admin")
    {
        (await SendAsync("PUT", "/restconf/data/ietf-system:system/authentication/user=" + name, $$$"""{"ietf-system:user":[{"name":"{{{name}}}","password":"$0${{{TaijiTestServer.Password}}}"}]}""")).ShouldBe(201);
        return await SendAsync("PATCH", "/restconf/data/ietf-netconf-acm:nacm", $$$$"""{"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"{{{{group}}}}","user-name":["{{{{name}}}}"]}]}}}""");
    }

    private Task<Reply> SendAsync(string method, string target, string? body, params (string Name, string Value)[] headers) => SendAsync(_server.Http, method, target, body, headers);

    private static async Task<Reply> SendAsync(HttpClient client, string method, string target, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (headers.All(h => h.Name != "Accept")) request.Headers.TryAddWithoutValidation("Accept", target.Contains("/subscriptions/", StringComparison.Ordinal) ? "text/event-stream" : RestconfHost.Json);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? RestconfHost.Xml : RestconfHost.Json);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }
}
