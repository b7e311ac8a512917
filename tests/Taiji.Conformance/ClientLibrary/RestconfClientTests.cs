using System.Net;
using Taiji.Clients.Restconf;
using Taiji.Yang.Diagnostics;

namespace Taiji.Conformance.ClientLibrary;

/// <summary>The RESTCONF client against the project's own server.</summary>
public sealed class RestconfClientTests(RestconfClientTests.Fixture server) : IClassFixture<RestconfClientTests.Fixture>
{
    private const string Eth0 = """{"ietf-interfaces:interface":[{"name":"eth0/1","type":"iana-if-type:ethernetCsmacd"}]}""";

    private static readonly string Path = RestconfPath.Of("ietf-interfaces:interfaces").Entry("interface", "eth0/1");

    [Fact]
    public async Task Resources_are_created_read_changed_and_removed()
    {
        using var client = await ConnectAsync();
        client.Root.ShouldBe("/restconf");
        await server.ResetAsync();
        (await client.HeadAsync(Path)).ShouldBeNull();
        (await client.PutAsync("ietf-interfaces:interfaces", """{"ietf-interfaces:interfaces":{}}"""!)).Status.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.NoContent);
        (await client.PostAsync("ietf-interfaces:interfaces", Eth0!)).Location!.ToString().ShouldEndWith("interface=eth0%2F1");
        (await Should.ThrowAsync<RestconfErrorException>(() => client.PostAsync("ietf-interfaces:interfaces", Eth0!))).Errors[0].Tag.ShouldBe(ErrorTag.DataExists);
        await client.PatchAsync(Path, """{"ietf-interfaces:interface":[{"name":"eth0/1","description":"up"}]}"""!);
        var read = await client.GetAsync(Path, new RestconfQuery { Content = "config" });
        read.GetContentOrThrow().ToString().ShouldContain("\"description\":\"up\"");
        (await client.GetAsync(Path, new RestconfQuery { Content = "config" }, ifNoneMatch: read.EntityTag)).IsNotModified.ShouldBeTrue();
        await client.DeleteAsync(Path);
        (await Should.ThrowAsync<RestconfErrorException>(() => client.GetAsync(Path))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_edit_of_something_that_has_changed_is_refused()
    {
        using var client = await ConnectAsync();
        await client.PutAsync(Path, Eth0!);
        var tag = (await client.GetAsync(Path)).EntityTag;
        await client.PatchAsync(Path, """{"ietf-interfaces:interface":[{"name":"eth0/1","description":"theirs"}]}"""!);
        var fault = await Should.ThrowAsync<RestconfErrorException>(() => client.PutAsync(Path, Eth0!, new RestconfEditOptions { IfMatch = tag }));
        fault.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await Should.ThrowAsync<RestconfErrorException>(() => client.PutAsync(Path, Eth0!, new RestconfEditOptions { IfAbsent = true }))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task All_errors_of_a_body_come_in_both_encodings()
    {
        foreach (var encoding in Enum.GetValues<RestconfEncoding>())
        {
            using var client = await ConnectAsync(encoding);
            var fault = await Should.ThrowAsync<RpcErrorException>(() => client.PutAsync(
                Path, """{"ietf-interfaces:interface":[{"name":"eth0/1","type":"no-such-type","enabled":"perhaps"}]}"""!));
            fault.Errors.Count.ShouldBe(2);
            fault.Errors.ShouldAllBe(e => e.Tag == ErrorTag.InvalidValue && e.Path != null);
        }
    }

    [Fact]
    public async Task The_API_describes_itself()
    {
        using var client = await ConnectAsync();
        (await client.GetYangLibraryVersionAsync()).ShouldBe("2019-01-04");
        (await client.GetCapabilitiesAsync()).ShouldContain("urn:ietf:params:restconf:capability:depth:1.0");
        (await client.GetOperationsAsync()).ShouldNotBeEmpty();
        using var xml = await ConnectAsync(RestconfEncoding.Xml);
        (await xml.GetYangLibraryVersionAsync()).ShouldBe("2019-01-04");
    }

    [Theory]
    [InlineData(RestconfEncoding.Json)]
    [InlineData(RestconfEncoding.Xml)]
    public async Task A_yang_patch_is_all_or_nothing_and_names_the_edit_that_fails(RestconfEncoding encoding)
    {
        using var client = await ConnectAsync(encoding);
        await server.ResetAsync();
        // The edits of a patch are JSON, whatever else the client speaks.
        static string Interface(string name) => $$$"""{"ietf-interfaces:interface":[{"name":"{{{name}}}","type":"iana-if-type:ethernetCsmacd"}]}""";
        const string Target = "/ietf-interfaces:interfaces/interface=";
        var good = new YangPatch("good").Add("create", Target + "a", Interface("a")).Add("merge", Target + "b", Interface("b"));
        (await client.YangPatchAsync("", good)).IsOk.ShouldBeTrue();
        var bad = new YangPatch("bad").Add("delete", Target + "a", editId: "gone").Add("create", Target + "b", Interface("b"), editId: "there");
        var fault = await Should.ThrowAsync<RestconfErrorException>(() => client.YangPatchAsync("", bad));
        fault.Errors.ShouldContain(e => e.Tag == ErrorTag.DataExists);
        (await client.HeadAsync("ietf-interfaces:interfaces/interface=a")).ShouldNotBeNull("nothing of it was done");
    }

    [Theory]
    [InlineData(RestconfEncoding.Json)]
    [InlineData(RestconfEncoding.Xml)]
    public async Task What_happened_before_is_replayed_and_what_happens_comes(RestconfEncoding encoding)
    {
        using var client = await ConnectAsync(encoding);
        var start = DateTimeOffset.UtcNow.AddSeconds(-1);
        using var json = await ConnectAsync();
        await json.PutAsync(Path, Eth0!);
        await json.DeleteAsync(Path);
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var changes = 0;
        await foreach (var e in client.ReadEventsAsync("NETCONF", new RestconfEventOptions { StartTime = start }, timer.Token))
        {
            if (e.Name.EndsWith("netconf-config-change", StringComparison.Ordinal) && ++changes == 2) await json.PutAsync(Path, Eth0!);
            if (changes == 3) break;
        }

        changes.ShouldBe(3);
    }

    [Fact]
    public async Task Rpcs_and_actions_are_invoked()
    {
        using var client = await ConnectAsync();
        await client.PutAsync("taiji-example:sensors/sensor=roof", """{"taiji-example:sensor":[{"name":"roof","kind":"temperature","interval":60000}]}"""!);
        (await client.InvokeActionAsync("taiji-example:sensors/sensor=roof/inject-value", """{"taiji-example:input":{"value":"21.5"}}"""!))!.ToString().ShouldContain("taiji-example:output");
        var operation = (await client.GetOperationsAsync()).First(o => o.StartsWith("taiji-example:", StringComparison.Ordinal));
        (await Should.ThrowAsync<RestconfErrorException>(() => client.InvokeRpcAsync(operation, """{"taiji-example:input":{"nothing":1}}"""!))).Errors[0].Tag.ShouldBe(ErrorTag.UnknownElement);
    }

    [Fact]
    public async Task A_wrong_password_is_access_denied()
    {
        using var client = await RestconfClient.ConnectAsync(new RestconfClientOptions { Server = new Uri(server.Taiji.Http), User = "admin", Password = "wrong" });
        var fault = await Should.ThrowAsync<RestconfErrorException>(() => client.GetAsync(""));
        (fault.Status, fault.Errors[0].Tag).ShouldBe((HttpStatusCode.Unauthorized, ErrorTag.AccessDenied));
    }

    private Task<RestconfClient> ConnectAsync(RestconfEncoding encoding = RestconfEncoding.Json) => RestconfClient.ConnectAsync(
        new RestconfClientOptions { Server = new Uri(server.Taiji.Http), User = "admin", Password = TaijiProcess.AdminPassword, Encoding = encoding });

    public sealed class Fixture : ServerFixture;
}
