using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;
using Taiji.Netconf.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Client;

public sealed class DeviceProfileTests
{
    [Fact]
    public void Each_profile_is_found_by_its_name()
    {
        foreach (var profile in DeviceProfiles.All) DeviceProfiles.Find(profile.Name.ToUpperInvariant()).ShouldBeSameAs(profile);
        DeviceProfiles.All.Select(p => p.Name).ShouldBeUnique();
        DeviceProfiles.Find("nobody").ShouldBeNull();
    }

    [Fact]
    public async Task Ciena_speaks_base_1_0()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { Profile = DeviceProfiles.Ciena }, RawPeer.Hello(RawPeer.Capability10, RawPeer.Capability11));
        client.ClientCapabilities.Select(c => c.Uri).ShouldBe([CapabilityUris.Base10]);
        var call = client.RpcAsync("<a/>");
        await peer.SendAsync(Rpc.Ok() + "]]>]]>");
        (await call).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Huaweis_NUL_bytes_between_messages_are_none_of_them()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { Profile = DeviceProfiles.HuaweiVrp }, "\0" + RawPeer.Hello(RawPeer.Capability10));
        var call = client.RpcAsync("<a/>");
        await peer.SendAsync("\0\0" + Rpc.Ok() + "]]>]]>\0");
        (await call).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Junos_may_leave_out_the_namespace_and_nobody_else()
    {
        const string Reply = "<rpc-reply message-id='1'><rpc-error><error-tag>in-use</error-tag></rpc-error></rpc-reply>";
        var junos = new RawPeer();
        await using var lenient = await junos.ConnectAsync(new NetconfClientOptions { Profile = DeviceProfiles.Junos });
        var call = lenient.RpcAsync("<a/>");
        await junos.SendAsync(RawPeer.Message(Reply));
        (await Should.ThrowAsync<RpcErrorException>(() => call)).Errors.ShouldHaveSingleItem().Tag.ShouldBe("in-use");

        var other = new RawPeer();
        await using var strict = await other.ConnectAsync();
        call = strict.RpcAsync("<a/>");
        await other.SendAsync(RawPeer.Message(Reply));
        await Should.ThrowAsync<NetconfSessionClosedException>(() => call);
    }

    [Fact]
    public async Task Nexus_declares_its_prefixes_and_its_harmless_error_is_none()
    {
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { Profile = DeviceProfiles.Nexus });
        var call = client.RpcAsync("<nxos:exec-command/>");
        (await peer.ReceiveAsync("exec-command")).ShouldContain("xmlns:nxos=\"http://www.cisco.com/nxos:1.0\"");
        await peer.SendAsync(RawPeer.Message(
            $"<rpc-reply xmlns=\"{Rpc.Base}\" message-id=\"1\"><rpc-error><error-tag>operation-failed</error-tag><error-message>ERROR: vlan with the same name exists!</error-message></rpc-error></rpc-reply>"));
        (await call).Errors.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_profile_can_be_changed_in_a_detail()
    {
        var profile = DeviceProfiles.SrOs with { Capabilities = new CapabilitySet([.. DeviceProfiles.SrOs.Capabilities, Capability.Parse("urn:nokia.com:nc:pc")]) };
        var peer = new RawPeer();
        await using var client = await peer.ConnectAsync(new NetconfClientOptions { Profile = profile });
        (await peer.ReceiveAsync("</hello>")).ShouldContain("<capability>urn:nokia.com:nc:pc</capability>");
    }
}
