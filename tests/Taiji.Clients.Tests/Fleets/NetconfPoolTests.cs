using Taiji.Clients.Connecting;
using Taiji.Clients.Fleets;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;

namespace Taiji.Clients.Tests.Fleets;

public sealed class NetconfPoolTests
{
    [Fact]
    public async Task Each_device_gives_its_result_or_its_error()
    {
        await using var device = await SimulatedDevice.StartAsync((name, _) => name == "get" ? "<x xmlns='urn:x'/>" : null);
        NetconfTarget[] devices = [.. Enumerable.Repeat(0, 30).Select(_ => (NetconfTarget)device.TlsTarget), new UnixSocketTarget("/nowhere/at/all")];
        var progress = new Reports();
        await using var pool = new NetconfPool(new NetconfPoolOptions { MaxConcurrency = 7 });
        var running = 0;
        var most = 0;
        var results = await pool.RunAsync(
            devices,
            async (client, cancel) =>
            {
                lock (progress) most = Math.Max(most, ++running);
                var found = (await client.GetAsync(cancellationToken: cancel)).ToData().Elements().Count();
                lock (progress) running--;
                return found;
            },
            progress).ToListAsync();
        results.Count.ShouldBe(31);
        results.Count(r => r.IsSuccess).ShouldBe(30);
        results.Where(r => r.IsSuccess).ShouldAllBe(r => r.GetValueOrThrow() == 1 && r.Attempts == 1);
        var failed = results.Single(r => !r.IsSuccess);
        failed.Error.ShouldBeAssignableTo<IOException>();
        Should.Throw<InvalidOperationException>(() => failed.GetValueOrThrow()).Message.ShouldStartWith("/nowhere/at/all: ");
        most.ShouldBeInRange(1, 7);
        progress.Last.ShouldBe(new FleetProgress(31, 31, 30, 1));
        pool.KeptSessions.ShouldBe(0);
    }

    [Fact]
    public async Task Sessions_are_kept_for_the_next_run_when_wanted()
    {
        await using var device = await SimulatedDevice.StartAsync();
        NetconfTarget[] devices = [device.TlsTarget, device.SshTarget];
        await using var pool = new NetconfPool(new NetconfPoolOptions { KeepsSessions = true });
        for (var i = 0; i < 3; i++) (await pool.RunAsync(devices, (client, _) => Task.FromResult(client.SessionId)).ToListAsync()).ShouldAllBe(r => r.Value <= 2);
        pool.KeptSessions.ShouldBe(2);
        device.Began.ShouldBe(2);
    }

    [Fact]
    public async Task A_device_that_cannot_be_reached_gets_more_attempts_and_one_that_refuses_gets_none()
    {
        await using var device = await SimulatedDevice.StartAsync((_, _) => null);
        await using var pool = new NetconfPool(new NetconfPoolOptions { Retries = 2 });
        var results = await pool.RunAsync([new UnixSocketTarget("/nowhere/at/all"), device.TlsTarget], (client, cancel) => client.GetAsync(cancellationToken: cancel)).ToListAsync();
        results.Single(r => r.Device is UnixSocketTarget).Attempts.ShouldBe(3);
        results.Single(r => r.Device is TlsTarget).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_device_has_its_time()
    {
        await using var device = await SimulatedDevice.StartAsync();
        await using var pool = new NetconfPool(new NetconfPoolOptions { DeviceTimeout = TimeSpan.FromMilliseconds(300) });
        var results = await pool.RunAsync(
            [device.TlsTarget],
            async (_, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                return 0;
            }).ToListAsync();
        results.ShouldHaveSingleItem().Error.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public async Task It_can_be_ended_amid_a_run()
    {
        await using var device = await SimulatedDevice.StartAsync();
        using var stop = new CancellationTokenSource();
        await using var pool = new NetconfPool(new NetconfPoolOptions { MaxConcurrency = 2 });
        var results = new List<uint>();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in pool.RunAsync(Enumerable.Repeat((NetconfTarget)device.TlsTarget, 1000), (client, _) => Task.FromResult(client.SessionId), cancellationToken: stop.Token))
            {
                results.Add(result.Value);
                await stop.CancelAsync();
            }
        });
        results.Count.ShouldBeInRange(1, 10);
    }

    private sealed class Reports : IProgress<FleetProgress>
    {
        public FleetProgress? Last { get; private set; }

        public void Report(FleetProgress value) => Last = value;
    }
}
