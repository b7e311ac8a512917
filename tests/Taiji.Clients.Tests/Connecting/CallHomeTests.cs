using System.Net;
using Taiji.Clients.Connecting;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;
using Taiji.Ssh;
using Taiji.Ssh.Keys;

namespace Taiji.Clients.Tests.Connecting;

public sealed class CallHomeTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);

    [Fact]
    public void The_ports_are_those_of_IANA() => (CallHomeListener.SshPort, CallHomeListener.TlsPort).ShouldBe((4334, 4335));

    [Fact]
    public async Task A_device_calls_home_over_SSH_and_then_over_TLS()
    {
        await using var device = await SimulatedDevice.StartAsync();
        using var listener = CallHomeListener.Start(Anywhere);
        var accepting = listener.AcceptAsync(device.SshTarget);
        await device.CallHomeAsync(listener.LocalEndPoint.Port);
        await using var ssh = await accepting;
        (await ssh.GetAsync()).ToData().HasElements.ShouldBeFalse();

        accepting = listener.AcceptAsync(device.TlsTarget);
        await device.CallHomeTlsAsync(listener.LocalEndPoint.Port);
        await using var tls = await accepting;
        (await tls.GetAsync()).ToData().HasElements.ShouldBeFalse();
    }

    [Fact]
    public async Task A_device_with_another_key_is_refused_and_the_next_one_served()
    {
        await using var device = await SimulatedDevice.StartAsync();
        using var listener = CallHomeListener.Start(Anywhere);
        var accepting = listener.AcceptAsync(device.SshTarget with { PinnedHostKeys = [SshPrivateKey.Generate(SshKeyKind.Ed25519).PublicKey] });
        await device.CallHomeAsync(listener.LocalEndPoint.Port);
        await Should.ThrowAsync<SshHostKeyException>(() => accepting);
        accepting = listener.AcceptAsync(device.SshTarget);
        await device.CallHomeAsync(listener.LocalEndPoint.Port);
        await (await accepting).DisposeAsync();
    }

    [Fact]
    public async Task Many_devices_are_served_each_on_its_own()
    {
        await using var device = await SimulatedDevice.StartAsync();
        using var listener = CallHomeListener.Start(Anywhere);
        using var stop = new CancellationTokenSource();
        var served = new HashSet<uint>();
        var errors = new List<Exception>();
        var enough = new TaskCompletionSource();
        var refused = 0;
        var serving = listener.ServeAsync(
            _ => Interlocked.Increment(ref refused) == 1 ? null : device.SshTarget,
            async (client, cancel) =>
            {
                await client.GetAsync(cancellationToken: cancel);
                lock (served)
                {
                    served.Add(client.SessionId);
                    if (served.Count == 5) enough.TrySetResult();
                }

                // The first ones are still there when the last one comes.
                await enough.Task.WaitAsync(cancel);
            },
            onError: (_, e) =>
            {
                lock (errors) errors.Add(e);
            },
            cancellationToken: stop.Token);
        // One that speaks no SSH holds nobody up.
        using var mute = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await mute.ConnectAsync(IPAddress.Loopback, listener.LocalEndPoint.Port);
        for (var i = 0; i < 6; i++) await device.CallHomeAsync(listener.LocalEndPoint.Port);
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await serving;
        served.Count.ShouldBeInRange(5, 6);
    }
}
