using System.Net;
using System.Text;
using Plugins;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Datastores.Typed;
using Taiji.Netconf.Client;
using Taiji.Testing;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.Testing;

/// <summary>The testing helper, and with it the sample with a plug-in of each kind.</summary>
public sealed class TestServerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_one_line_and_every_protocol_has_a_client()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors());
        await PatchAsync(server, """{"acme-door:doors":{"door":[{"name":"front"}]}}""");
        await using var local = await server.ConnectNetconfAsync();
        (await local.GetConfigAsync("running", cancellationToken: Cancelled)).ToString().ShouldContain("<name>front</name>");
        await using var ssh = await server.ConnectNetconfSshAsync();
        await ssh.EditConfigAsync("running", """<doors xmlns="urn:acme:door"><door><name>back</name></door></doors>""", cancellationToken: Cancelled);
        (await server.Http.GetStringAsync(new Uri("/restconf/data/acme-door:doors", UriKind.Relative), Cancelled)).ShouldContain("\"back\"");
        using var web = await server.ConnectJsonRpcAsync();
        var th = (await web.CallAsync("new_trans", new { mode = "read" }, Cancelled))["th"]!.GetValue<int>();
        (await web.CallAsync("exists", new { th, path = "/acme-door:doors/door{back}" }, Cancelled))["exists"]!.GetValue<bool>().ShouldBeTrue();
        (await Should.ThrowAsync<JsonRpcCallException>(() => web.CallAsync("exists", new { th, path = "/nowhere:at/all" }, Cancelled))).ErrorType.ShouldNotBeEmpty();
        (await Should.ThrowAsync<JsonRpcCallException>(() => server.ConnectJsonRpcAsync(password: "wrong"))).ErrorType.ShouldNotBeEmpty();
        server.Running.GetAll<DoorSettings>(Path(server).Append(server.Operations.Schema.Nodes.Single(n => n.SchemaPath == "/acme-door:doors/door"))).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Participant_state_provider_and_action_of_the_sample_work_together()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors());
        var transaction = server.Operations.Begin(server.Session);
        transaction.Set(Path(server).Entry("door", "front"), new DoorSettings { Name = "front", MaxOpenSeconds = 5 });
        await transaction.CommitAsync(null, Cancelled);
        (await server.Http.GetStringAsync(Uri("front/is-open"), Cancelled)).ShouldContain("false");
        using var answer = await server.Http.PostAsync(Uri("front/open"), Json("""{"acme-door:input":{}}"""), Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancelled));
        (await server.Http.GetStringAsync(Uri("front/is-open"), Cancelled)).ShouldContain("true");
        using var wall = await server.Http.PatchAsync(new Uri("/restconf/data/acme-door:doors", UriKind.Relative), Json("""{"acme-door:doors":{"door":[{"name":"wall"}]}}"""), Cancelled);
        (await wall.Content.ReadAsStringAsync(Cancelled)).ShouldContain("A wall is no door.");
    }

    [Fact]
    public async Task The_validator_of_the_sample_refuses_over_every_protocol_and_warns_where_there_is_a_place_for_it()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors());
        using var never = await server.Http.PatchAsync(
            new Uri("/restconf/data/acme-door:doors", UriKind.Relative), Json("""{"acme-door:doors":{"door":[{"name":"front","max-open-seconds":0}]}}"""), Cancelled);
        never.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await never.Content.ReadAsStringAsync(Cancelled)).ShouldContain("A door must open for a second at least.");
        await PatchAsync(server, """{"acme-door:doors":{"door":[{"name":"front","max-open-seconds":601}]}}""");
        using var web = await server.ConnectJsonRpcAsync();
        var th = (await web.CallAsync("new_trans", new { mode = "read_write" }, Cancelled))["th"]!.GetValue<int>();
        await web.CallAsync("set_value", new { th, path = "/door:doors/door{front}/max-open-seconds", value = 900 }, Cancelled);
        (await web.CallAsync("validate_trans", new { th }, Cancelled)).ToJsonString().ShouldBe(
            """{"warnings":[{"paths":["/door:doors/door{front}/max-open-seconds"],"message":"A door that stands open for more than ten minutes calls the guard."}]}""");
    }

    [Fact]
    public async Task Attributes_that_one_protocol_sets_the_others_show()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors());
        await PatchAsync(server, """{"acme-door:doors":{"door":[{"@":{"taiji-attributes:tags":"a b"},"name":"front","max-open-seconds":5,"@max-open-seconds":{"taiji-attributes:annotation":"by RESTCONF"}}]}}""");
        using var web = await server.ConnectJsonRpcAsync();
        var th = (await web.CallAsync("new_trans", new { mode = "read_write" }, Cancelled))["th"]!.GetValue<int>();
        (await web.CallAsync("get_attrs", new { th, path = "/door:doors/door{front}/max-open-seconds" }, Cancelled)).ToJsonString().ShouldBe("""{"attrs":{"annotation":"by RESTCONF"}}""");
        await web.CallAsync("set_attrs", new { th, path = "/door:doors/door{front}", attrs = new { annotation = "by JSON-RPC" } }, Cancelled);
        await web.CallAsync("apply", new { th }, Cancelled);
        await using var local = await server.ConnectNetconfAsync();
        var shown = (await local.SendAsync("<get-config attributes='true'><source><running/></source><filter><doors xmlns='urn:acme:door'/></filter></get-config>")).ToString()!;
        shown.ShouldContain("tat:annotation=\"by JSON-RPC\" tat:tags=\"a b\"");
        shown.ShouldContain("tat:annotation=\"by RESTCONF\">5<");
        (await server.Http.GetStringAsync(Uri("front"), Cancelled)).ShouldNotContain("taiji-attributes");
    }

    [Fact]
    public async Task The_notification_source_of_the_sample_is_heard()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors());
        await using var client = await server.ConnectNetconfAsync();
        await client.CreateSubscriptionAsync(cancellationToken: Cancelled);
        ((Doors)server.Services.GetService(typeof(Doors))!).Force("front");
        await foreach (var notification in client.ReadNotificationsAsync(Cancelled))
        {
            if (!notification.ToString()!.Contains("forced", StringComparison.Ordinal)) continue;
            notification.ToString()!.ShouldContain("front");
            break;
        }
    }

    [Fact]
    public async Task The_authenticator_of_the_sample_decides_who_comes_in()
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors().AddGuests());
        using var guest = server.MakeHttpClient("guest", "welcome");
        (await guest.GetAsync(new Uri("/restconf/data/acme-door:doors", UriKind.Relative), Cancelled)).StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
        (await server.Http.GetAsync(new Uri("/restconf", UriKind.Relative), Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_migration_of_the_sample_brings_old_data_along()
    {
        var directory = Directory.CreateTempSubdirectory("taiji-sample-").FullName;
        try
        {
            var yang = Directory.CreateDirectory(System.IO.Path.Combine(directory, "yang")).FullName;
            await File.WriteAllTextAsync(
                System.IO.Path.Combine(yang, "acme-door.yang"),
                """module acme-door { yang-version 1.1; namespace "urn:acme:door"; prefix door; revision 2026-01-01; container doors { list door { key name; leaf name { type string; } leaf max-open { type uint8; } } } }""",
                Cancelled);
            var data = System.IO.Path.Combine(directory, "data");
            await using (var old = await TaijiTestServer.StartAsync(b => b.AddModules(yang).AddModule("acme-door").UseDataDirectory(data)))
                await PatchAsync(old, """{"acme-door:doors":{"door":[{"name":"front","max-open":2}]}}""");
            await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors().UseDataDirectory(data));
            server.Running.Get<DoorSettings>(Path(server).Entry("door", "front"))!.MaxOpenSeconds.ShouldBe((ushort)120);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_told_at_the_start() =>
        (await Should.ThrowAsync<HostStartException>(() => TaijiTestServer.StartAsync(b => b.AddModule("no-such-module")))).Message.ShouldContain("no-such-module");

    private static DataPath Path(TaijiTestServer server) => new DataPath(server.Operations.Schema).Child("acme-door:doors");

    private static Uri Uri(string door) => new($"/restconf/data/acme-door:doors/door={door}", UriKind.Relative);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/yang-data+json");

    private static async Task PatchAsync(TaijiTestServer server, string json)
    {
        using var answer = await server.Http.PatchAsync(new Uri("/restconf/data/acme-door:doors", UriKind.Relative), Json(json), Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
