using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Plugins;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Server.RestconfApi;
using Taiji.Server.RestconfApi.StagedEditing;
using Taiji.Server.Tests.RestconfApi.Support;
using Taiji.Testing;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Staged work: a user's edits wait in a candidate of the user's own.</summary>
public sealed class StagingTests : IAsyncLifetime
{
    private const string Doors = "/restconf/data/acme-door:doors";
    private static readonly (string, string) Staged = (StagingOptions.Header, "true");
    private TaijiTestServer _server = null!;

    public async ValueTask InitializeAsync() => await StartAsync(new DatastoreSwitches { Startup = StartupMode.On });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Staged_edits_are_seen_by_their_user_alone_until_they_are_committed_together()
    {
        (await SendAsync("POST", Doors, Door("front"), Staged)).ShouldBe(201)["Location"].ShouldBe($"{_server.Address.ToString().TrimEnd('/')}{Doors}/door=front");
        (await SendAsync("PATCH", Doors, """{"acme-door:doors":{"door":[{"name":"back","max-open-seconds":7}]}}""", Staged)).ShouldBe(204);
        (await SendAsync("GET", $"{Doors}?content=config", null, Staged)).JsonBody["acme-door:doors"]!["door"]!.AsArray().Count.ShouldBe(2);
        (await SendAsync("GET", $"{Doors}/door=back", null)).ShouldBe(404);
        var status = await OutputAsync("staging-status", """{"taiji-staging:input":{"format":"json"}}""");
        status["modified"]!.GetValue<bool>().ShouldBeTrue();
        status["changes"]!.GetValue<string>().ShouldContain("back");
        status["conflict"].ShouldBeNull();
        var done = await OutputAsync("staging-commit", """{"taiji-staging:input":{"label":"two-doors","comment":"Both at once."}}""");
        (await SendAsync("GET", $"{Doors}/door=back/max-open-seconds", null)).ShouldBe(200);
        (await SendAsync("GET", "/restconf/data/taiji-rollbacks:rollbacks/rollback=" + done["rollback-id"]!.GetValue<string>(), null)).Body.ShouldContain("two-doors");
        (await OutputAsync("staging-status"))["modified"]!.GetValue<bool>().ShouldBeFalse();
        (await SendAsync("POST", Operation("staging-commit"), "{\"taiji-staging:input\":{}}", Staged)).ShouldBe(204);
    }

    [Fact]
    public async Task Reset_throws_staged_edits_away()
    {
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), Staged)).ShouldBe(201);
        (await SendAsync("POST", Operation("staging-reset"), null, Staged)).ShouldBe(204);
        (await SendAsync("GET", $"{Doors}/door=front?content=config", null, Staged)).ShouldBe(404);
        (await OutputAsync("staging-status"))["modified"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task What_others_changed_meanwhile_is_named_and_nothing_is_committed()
    {
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"))).ShouldBe(201);
        (await SendAsync("PATCH", $"{Doors}/door=front", """{"acme-door:door":[{"name":"front","max-open-seconds":5}]}""", Staged)).ShouldBe(204);
        (await SendAsync("PATCH", $"{Doors}/door=front", """{"acme-door:door":[{"name":"front","max-open-seconds":9}]}""")).ShouldBe(204);
        const string leaf = "/acme-door:doors/door[name='front']/max-open-seconds";
        var status = await OutputAsync("staging-status");
        status["conflict"]!.AsArray().Single()!["path"]!.GetValue<string>().ShouldBe(leaf);
        status["conflict"]![0]!["message"]!.GetValue<string>().ShouldContain("User admin changed it");
        status["changes"].ShouldBeNull();
        var refused = (await SendAsync("POST", Operation("staging-commit"), null, Staged)).ShouldBeError(412, "operation-failed");
        refused.ErrorPath!.ShouldContain("max-open-seconds");
        refused.Body.ShouldContain("conflict");
        (await SendAsync("GET", $"{Doors}/door=front/max-open-seconds", null)).Body.ShouldContain("9");
        (await SendAsync("POST", Operation("staging-reset"), null, Staged)).ShouldBe(204);
    }

    [Fact]
    public async Task Without_staging_each_edit_is_a_transaction_and_the_operations_are_refused()
    {
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), (StagingOptions.Header, "false"))).ShouldBe(201);
        (await SendAsync("GET", $"{Doors}/door=front", null)).ShouldBe(200);
        foreach (var name in new[] { "staging-status", "staging-reset", "staging-commit" }) (await SendAsync("POST", Operation(name), null)).ShouldBeError(501, "operation-not-supported");
    }

    [Fact]
    public async Task Another_user_s_work_is_another_s()
    {
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), Staged)).ShouldBe(201);
        await AddUserAsync("eve");
        using var eve = _server.MakeHttpClient("eve", TaijiTestServer.Password);
        (await SendAsync(eve, "GET", $"{Doors}/door=front?content=config", null, Staged)).ShouldBe(404);
        (await SendAsync(eve, "POST", Operation("staging-commit"), null, Staged)).ShouldBe(204);
        (await SendAsync("GET", $"{Doors}/door=front", null)).ShouldBe(404);
        (await SendAsync("GET", $"{Doors}/door=front?content=config", null, Staged)).ShouldBe(200);
    }

    [Fact]
    public async Task Conditions_hold_to_what_is_staged_and_state_is_read_as_always()
    {
        var tag = (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), Staged)).ShouldBe(201).ETag;
        (await SendAsync("GET", $"{Doors}/door=front?content=config", null, Staged, ("If-None-Match", tag))).ShouldBe(304);
        (await SendAsync("DELETE", $"{Doors}/door=front", null, Staged, ("If-Match", "\"other\""))).ShouldBe(412);
        (await SendAsync("DELETE", $"{Doors}/door=front", null, Staged, ("If-Match", tag))).ShouldBe(204);
        (await SendAsync("GET", "/restconf/data/ietf-restconf-monitoring:restconf-state?content=nonconfig", null, Staged)).ShouldBe(200);
        (await SendAsync("GET", "/restconf/ds/ietf-datastores:running/ietf-netconf-acm:nacm?content=config", null, Staged)).ShouldBe(200);
    }

    [Fact]
    public async Task What_a_staged_request_can_not_have_is_refused()
    {
        (await SendAsync("PUT", $"{Doors}/door=front?rollback-label=x", Door("front"), Staged)).ShouldBeError(400, "invalid-value");
        (await SendAsync("PUT", $"{Doors}/door=front?dry-run", Door("front"), Staged)).ShouldBeError(400, "invalid-value");
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), (StagingOptions.Header, "perhaps"))).ShouldBeError(400, "invalid-value");
        Options.Staging.ByHeader = false;
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), Staged)).ShouldBeError(400, "invalid-value");
    }

    [Fact]
    public async Task A_listener_stages_whatever_comes_by_it()
    {
        Options.Staging.ByHeader = false;
        Options.Staging.EndPoints.Add(new IPEndPoint(IPAddress.Any, _server.Address.Port));
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"))).ShouldBe(201);
        Options.Staging.EndPoints.Clear();
        (await SendAsync("GET", $"{Doors}/door=front", null)).ShouldBe(404);
        Options.Staging.Always = true;
        (await SendAsync("GET", $"{Doors}/door=front?content=config", null)).ShouldBe(200);
        (await SendAsync("GET", $"{Doors}/door=front?content=config", null, (StagingOptions.Header, "false"))).ShouldBeError(400, "invalid-value");
    }

    [Fact]
    public async Task A_server_without_a_candidate_stages_nothing()
    {
        await _server.DisposeAsync();
        await StartAsync(new DatastoreSwitches { Candidate = false });
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"), Staged)).ShouldBeError(501, "operation-not-supported");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Edits_and_staged_commits_are_saved_in_startup_unless_the_option_says_no(bool updatesStartup)
    {
        Options.UpdatesStartup = updatesStartup;
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"))).ShouldBe(201);
        (await SendAsync("GET", "/restconf/ds/ietf-datastores:startup/acme-door:doors/door=front", null)).ShouldBe(updatesStartup ? 200 : 404);
        (await SendAsync("PUT", $"{Doors}/door=back", Door("back"), Staged)).ShouldBe(201);
        (await SendAsync("GET", "/restconf/ds/ietf-datastores:startup/acme-door:doors/door=back", null)).ShouldBe(404);
        (await SendAsync("POST", Operation("staging-commit"), null, Staged)).ShouldBe(200);
        (await SendAsync("GET", "/restconf/ds/ietf-datastores:startup/acme-door:doors/door=back", null)).ShouldBe(updatesStartup ? 200 : 404);
    }

    [Fact]
    public async Task List_lengths_and_the_schema_s_digest_are_operations()
    {
        (await SendAsync("PUT", $"{Doors}/door=front", Door("front"))).ShouldBe(201);
        (await SendAsync("PUT", $"{Doors}/door=back", Door("back"), Staged)).ShouldBe(201);
        const string length = """{"taiji-staging:input":{"path":"/acme-door:doors/door"}}""";
        (await OutputAsync("list-length", length))["length"]!.GetValue<string>().ShouldBe("2");
        (await SendAsync("POST", Operation("list-length"), length)).JsonBody["taiji-staging:output"]!["length"]!.GetValue<string>().ShouldBe("1");
        (await SendAsync("POST", Operation("list-length"), """{"taiji-staging:input":{"path":"/acme-door:doors"}}""")).ShouldBeError(400, "invalid-value");
        (await SendAsync("POST", Operation("list-length"), """{"taiji-staging:input":{"path":"/acme-door:nothing"}}""")).Status.ShouldBeInRange(400, 404);
        var digest = (await SendAsync("POST", Operation("schema-digest"), null)).JsonBody["taiji-staging:output"]!["digest"]!.GetValue<string>();
        (await SendAsync("GET", "/restconf/data/ietf-yang-library:yang-library/content-id", null)).Body.ShouldContain(digest);
    }

    private RestconfOptions Options => _server.Services.GetRequiredService<RestconfOptions>();

    private async Task StartAsync(DatastoreSwitches switches)
    {
        _server = await TaijiTestServer.StartAsync(b => b.AddDoors().Configure(o => o.Datastores = switches));
        Options.Staging.ByHeader = true;
    }

    private async Task AddUserAsync(string name)
    {
        const string user = "/restconf/data/ietf-system:system/authentication/user=";
        (await SendAsync("PUT", user + name, $$$"""{"ietf-system:user":[{"name":"{{{name}}}","password":"$0${{{TaijiTestServer.Password}}}"}]}""")).ShouldBe(201);
        (await SendAsync("PATCH", "/restconf/data/ietf-netconf-acm:nacm", """{"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"admin","user-name":["eve"]}]}}}""")).ShouldBe(204);
    }

    private static string Door(string name) => $$$"""{"acme-door:door":[{"name":"{{{name}}}"}]}""";

    private static string Operation(string name) => "/restconf/operations/taiji-staging:" + name;

    private async Task<JsonNode> OutputAsync(string name, string? input = null) =>
        (await SendAsync("POST", Operation(name), input, Staged)).ShouldBe(200).JsonBody["taiji-staging:output"]!;

    private Task<Reply> SendAsync(string method, string target, string? body, params (string Name, string Value)[] headers) => SendAsync(_server.Http, method, target, body, headers);

    private static async Task<Reply> SendAsync(HttpClient client, string method, string target, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Headers.TryAddWithoutValidation("Accept", RestconfHost.Json);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, RestconfHost.Json);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }
}
