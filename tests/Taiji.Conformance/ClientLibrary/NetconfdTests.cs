using System.Xml.Linq;
using Taiji.Clients.Connecting;
using Taiji.Clients.DeviceSchemas;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;
using Taiji.Ssh.ClientSide;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Conformance.ClientLibrary;

/// <summary>The client library against OpenSSH's sshd and netconfd.</summary>
[Collection(NetconfdCollection.Name)]
public sealed class NetconfdTests(NetconfdFixture netconfd) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-client-").FullName;

    [Fact]
    public async Task A_session_begins_over_a_verified_connection_and_ends_as_asked()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        client.ServerCapabilities.Has(CapabilityUris.Base11).ShouldBeTrue();
        client.ServerCapabilities.Has(CapabilityUris.Candidate).ShouldBeTrue();
        await client.CloseSessionAsync();
        client.CloseReason.ShouldNotBeNull();
    }

    [Fact]
    public async Task Data_comes_whole_streamed_and_filtered()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        XNamespace library = "urn:ietf:params:xml:ns:yang:ietf-yang-library";
        var whole = (await client.GetAsync(NetconfFilter.Subtree($"<modules-state xmlns='{library}'/>"))).ToData();
        var names = whole.Descendants(library + "module").Select(m => m.Element(library + "name")!.Value).ToList();
        names.ShouldContain("helloworld");
        await using var reply = await client.StreamAsync("<get/>");
        (await reply.ReadElementsAsync(library + "module").CountAsync()).ShouldBe(names.Count);
    }

    [Fact]
    public async Task Its_schema_is_fetched_and_its_data_typed()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        var schema = await new DeviceSchemaSource(_directory).GetAsync(client);
        var tree = schema.Read(await client.GetAsync(NetconfFilter.Subtree("<modules-state xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-library'/>")));
        tree.TryFind(DataPath.Parse(schema.Schema, "/ietf-yang-library:modules-state/module[name='helloworld'][revision='2016-09-15']/conformance-type"), out var type).ShouldBeTrue();
        type.ValueText.ShouldBe("implement");
        File.Exists(Path.Combine(_directory, "helloworld@2016-09-15.yang")).ShouldBeTrue();
    }

    [Fact]
    public async Task Configuration_is_edited_in_the_candidate_and_committed()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        await using (await client.LockedAsync("candidate"))
        {
            await client.EditConfigAsync("candidate", "<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'><groups><group><name>somebody</name></group></groups></nacm>");
            await client.CommitAsync();
            (await client.GetConfigAsync()).ToString().ShouldContain("somebody");
            await client.EditConfigAsync("candidate", "<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'><groups nc:operation='delete'/></nacm>");
            await client.CommitAsync();
        }
    }

    [Fact]
    public async Task Its_errors_are_thrown_with_their_fields()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        var unknown = await Should.ThrowAsync<RpcErrorException>(() => client.RpcAsync("<no-such-operation xmlns='urn:nowhere'/>"));
        unknown.Errors.ShouldNotBeEmpty();
        unknown.Errors.ShouldAllBe(e => e.Message != null);
        await using var other = await netconfd.Target.ConnectAsync();
        await using (await client.LockedAsync("running"))
        {
            var denied = (await Should.ThrowAsync<RpcErrorException>(() => other.LockAsync("running"))).Errors.ShouldHaveSingleItem();
            denied.Tag.ShouldBe("lock-denied");
            denied.Info.ShouldContain(i => i.Name == "session-id" && i.Value == $"{client.SessionId}");
        }
    }

    [Fact]
    public async Task A_thousand_requests_in_flight_find_their_replies()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => client.GetConfigAsync(filter: NetconfFilter.Subtree("<helloworld xmlns='http://helloworld.com/ns/helloworld'/>"))));
        replies.Select(r => r.MessageId).Distinct().Count().ShouldBe(1000);
    }

    [Fact]
    public async Task A_jump_host_leads_there()
    {
        var jump = netconfd.Target;
        await using var client = await (netconfd.Target with { Jump = jump }).ConnectAsync();
        (await client.GetConfigAsync()).ToData().ShouldNotBeNull();
        await client.CloseSessionAsync();
    }

    [Fact]
    public async Task Openssh_configuration_leads_there_too()
    {
        var file = Path.Combine(_directory, "config");
        await File.WriteAllTextAsync(file, $"""
            Host device
                ProxyJump bastion
            Host device bastion
                HostName 127.0.0.1
                Port {netconfd.Port}
                IdentityFile {netconfd.KeyFile}
                IdentitiesOnly yes
                UserKnownHostsFile {netconfd.KnownHostsFile}
                StrictHostKeyChecking yes
            """);
        var target = SshTarget.FromConfig("device", file);
        target.Jump.ShouldNotBeNull().HostKeyVerification.ShouldBe(SshHostKeyVerification.Strict);
        await using var client = await target.ConnectAsync();
        client.SessionId.ShouldBeGreaterThan(0u);
    }

    [Fact]
    public async Task Notifications_come()
    {
        await using var client = await netconfd.Target.ConnectAsync();
        await client.CreateSubscriptionAsync();
        await using var other = await netconfd.Target.ConnectAsync();
        var start = await client.ReadNotificationsAsync().FirstAsync();
        start.Content.Name.LocalName.ShouldContain("session-start");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
