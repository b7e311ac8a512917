using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.Events;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;
using Taiji.Server.RestconfApi;
using Taiji.Testing;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>RFC 8525 §3: the content-id MUST change when anything else of the library does, and all that tell of it tell the same.</summary>
public sealed class YangLibraryTests : IDisposable
{
    private const string Library = "/restconf/data/ietf-yang-library:yang-library";
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-library-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_hello_and_both_libraries_name_one_content_id()
    {
        await using var server = await TaijiTestServer.StartAsync();
        var id = await ContentIdAsync(server);
        (await LocationAsync(server)).ShouldStartWith(server.Address + "restconf/schemas/ietf-yang-library@");
        (await HelloAsync(server)).ShouldBe(id);
        (await ReadAsync(server, "/restconf/data/ietf-yang-library:modules-state/module-set-id"))["ietf-yang-library:module-set-id"]!.GetValue<string>().ShouldBe(id);
        var state = await server.Http.GetStringAsync(new Uri("/restconf/data/ietf-netconf-monitoring:netconf-state/capabilities", UriKind.Relative), Cancelled);
        state.ShouldContain($"content-id={id}");
    }

    [Fact]
    public async Task Another_place_of_the_modules_is_another_content_id_everywhere_and_is_told()
    {
        await using var server = await TaijiTestServer.StartAsync();
        await using var open = await server.ConnectNetconfAsync();
        var before = await ContentIdAsync(server);
        await using var heard = server.Operations.SubscribeAsync(server.Session, EventStream.Default, Cancelled).GetAsyncEnumerator(Cancelled);
        var locations = server.Services.GetRequiredService<ModuleLocations>();
        locations.Use((name, _) => $"https://elsewhere.example/{name}");
        var after = await ContentIdAsync(server);
        after.ShouldNotBe(before);
        (await LocationAsync(server)).ShouldBe("https://elsewhere.example/ietf-yang-library");
        (await HelloAsync(server)).ShouldBe(after);
        (await open.GetAsync("""<filter><modules-state xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-library"><module-set-id/></modules-state></filter>""", cancellationToken: Cancelled))
            .ToString().ShouldContain(after);
        var told = new Dictionary<string, string>();
        while (told.Count < 3 && await heard.MoveNextAsync())
        {
            var content = heard.Current.Content;
            if (content.RootNode.Name == "netconf-capability-change") told[content.RootNode.Name] = Modified(content);
            else if (content.RootNode.Name.StartsWith("yang-library", StringComparison.Ordinal)) told[content.RootNode.Name] = content.Root.ChildText("content-id") ?? content.Root.ChildText("module-set-id")!;
        }

        told["yang-library-update"].ShouldBe(after);
        told["yang-library-change"].ShouldBe(after);
        told["netconf-capability-change"].ShouldEndWith("content-id=" + after);

        locations.Use((name, _) => $"https://elsewhere.example/{name}");
        (await ContentIdAsync(server)).ShouldBe(after, "nothing is otherwise");
    }

    [Fact]
    public async Task A_restart_at_another_place_is_told_and_one_at_the_same_place_is_not()
    {
        var (one, none) = await RestartAsync("https://one.example", null);
        none.ShouldBeEmpty("there was nothing before");
        (await RestartAsync("https://one.example", null)).ShouldBe((one, ""));
        var (two, told) = await RestartAsync("https://two.example", null);
        two.ShouldNotBe(one);
        told.ShouldBe(two);
        (await RestartAsync("https://two.example", null)).ShouldBe((two, two), "what was told stays told");
    }

    [Fact]
    public async Task Other_datastores_are_another_content_id()
    {
        var (with, _) = await RestartAsync("https://one.example", null);
        var (without, told) = await RestartAsync("https://one.example", new DatastoreSwitches { Candidate = false });
        without.ShouldNotBe(with);
        told.ShouldBe(without);
    }

    // The content-id, and the one that was told of last.
    private async Task<(string ContentId, string Told)> RestartAsync(string origin, DatastoreSwitches? datastores)
    {
        await using var server = await TaijiTestServer.StartAsync(
            b => b.Configure(o => (o.DataDirectory, o.Datastores) = (_directory, datastores ?? o.Datastores)),
            s => s.AddSingleton(new RestconfOptions { PublicOrigin = origin }));
        var id = await ContentIdAsync(server);
        (await HelloAsync(server)).ShouldBe(id);
        await server.Operations.NotificationsDeliveredAsync();
        var told = "";
        await foreach (var item in server.Operations.SubscribeAsync(server.Session, new StreamRequest { From = DateTimeOffset.UnixEpoch }, Cancelled))
        {
            if (item.Notification is not { } notification) break;
            if (notification.Content.RootNode.Name == "yang-library-update") told = notification.Content.Root.ChildText("content-id")!;
        }

        return (id, told);
    }

    private static string Modified(Taiji.Yang.Data.DataTree content)
    {
        foreach (var child in content.Root.Children)
        {
            if (child.Schema.Name == "modified-capability") return child.ValueText!;
        }

        return "";
    }

    private static async Task<string> HelloAsync(TaijiTestServer server)
    {
        await using var client = await server.ConnectNetconfAsync();
        client.ServerCapabilities.TryGet(CapabilityUris.YangLibrary11, out var library).ShouldBeTrue();
        return library!.Parameters["content-id"];
    }

    private static async Task<string> ContentIdAsync(TaijiTestServer server) =>
        (await ReadAsync(server, Library + "/content-id"))["ietf-yang-library:content-id"]!.GetValue<string>();

    private static async Task<string> LocationAsync(TaijiTestServer server) =>
        (await ReadAsync(server, Library + "/module-set=complete/module=ietf-yang-library"))["ietf-yang-library:module"]![0]!["location"]![0]!.GetValue<string>();

    private static async Task<JsonNode> ReadAsync(TaijiTestServer server, string path) =>
        JsonNode.Parse(await server.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancelled))!;
}
