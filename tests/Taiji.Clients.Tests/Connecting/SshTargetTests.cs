using Taiji.Clients.Connecting;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;
using Taiji.Ssh;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;

namespace Taiji.Clients.Tests.Connecting;

public sealed class SshTargetTests
{
    [Fact]
    public async Task One_call_connects_and_the_session_owns_the_connection()
    {
        await using var device = await SimulatedDevice.StartAsync();
        await using var client = await device.SshTarget.ConnectAsync();
        (await client.GetAsync()).ToData().HasElements.ShouldBeFalse();
        client.Options.PeerName.ShouldBe($"127.0.0.1:{device.SshPort}");
        await client.CloseSessionAsync();
    }

    [Fact]
    public async Task A_key_that_is_not_the_pinned_one_is_refused()
    {
        await using var device = await SimulatedDevice.StartAsync();
        var target = device.SshTarget with { PinnedHostKeys = [SshPrivateKey.Generate(SshKeyKind.Ed25519).PublicKey] };
        await Should.ThrowAsync<SshHostKeyException>(() => target.ConnectAsync());
        device.Began.ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_host_is_refused_by_default()
    {
        await using var device = await SimulatedDevice.StartAsync();
        using var directory = new TemporaryDirectory();
        var target = new SshTarget { Host = "127.0.0.1", Port = device.SshPort, User = SimulatedDevice.User, Password = SimulatedDevice.Password, KnownHostsFile = directory.File("known_hosts", "") };
        await Should.ThrowAsync<SshHostKeyException>(() => target.ConnectAsync());
        await using (await (target with { HostKeyVerification = SshHostKeyVerification.AcceptNew }).ConnectAsync())
        {
        }

        await using var known = await target.ConnectAsync();
        known.SessionId.ShouldBe(2u);
    }

    [Fact]
    public async Task Subsystems_are_tried_in_the_profiles_order()
    {
        await using var device = await SimulatedDevice.StartAsync(subsystem: "xmlagent");
        await Should.ThrowAsync<SshException>(() => device.SshTarget.ConnectAsync());
        await using var client = await (device.SshTarget with { Profile = DeviceProfiles.Nexus }).ConnectAsync();
        client.SessionId.ShouldBe(1u);
    }

    [Fact]
    public async Task A_proxy_command_leads_to_the_device()
    {
        await using var device = await SimulatedDevice.StartAsync();
        var relay = $"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{device.SshPort}; cat <&3 & cat >&3' 2>/dev/null";
        await using var client = await (device.SshTarget with { Host = "behind.example", ProxyCommand = relay }).ConnectAsync();
        (await client.GetAsync()).ToData().HasElements.ShouldBeFalse();
    }

    [Fact]
    public async Task A_proxy_command_that_fails_is_no_connection()
    {
        var target = new SshTarget { Host = "behind.example", User = "x", ProxyCommand = "false", HostKeyVerification = SshHostKeyVerification.None };
        await Should.ThrowAsync<SshConnectException>(() => target.ConnectAsync());
    }

    [Fact]
    public async Task A_device_that_says_nothing_is_given_up_in_time()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var target = new SshTarget
        {
            Host = "127.0.0.1", Port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port, User = "x", ConnectTimeout = TimeSpan.FromMilliseconds(200), HostKeyVerification = SshHostKeyVerification.None,
        };
        var fault = await Should.ThrowAsync<Exception>(() => target.ConnectAsync());
        fault.GetType().ShouldBeOneOf(typeof(TimeoutException), typeof(SshConnectException));
    }

    [Fact]
    public void A_target_shows_no_password()
    {
        var target = new SshTarget { Host = "192.0.2.1", User = "x", Password = "hunter2" };
        $"{target}".ShouldBe("192.0.2.1:830");
        $"{new SshTarget { Host = "2001:db8::1", User = "x" }}".ShouldBe("[2001:db8::1]:830");
    }
}
