using System.Collections.Concurrent;
using Taiji.Clients.Connecting;
using Taiji.Clients.Tests.Support;
using Taiji.Netconf.Client;
using Taiji.Ssh;

namespace Taiji.Clients.Tests.Connecting;

public sealed class PersistentSessionTests
{
    private static readonly ReconnectPolicy Quick = new() { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task A_session_that_is_lost_comes_back_prepared()
    {
        await using var device = await SimulatedDevice.StartAsync();
        var prepared = new ConcurrentQueue<uint>();
        var lost = new TaskCompletionSource<Exception>();
        await using var session = new PersistentSession(device.SshTarget, policy: Quick, prepare: (client, _) =>
        {
            prepared.Enqueue(client.SessionId);
            return Task.CompletedTask;
        });
        session.Disconnected += (_, reason) => lost.TrySetResult(reason);
        var first = await session.GetAsync();
        device.Hangup();
        await first.Completion;
        (await lost.Task).ShouldBeOfType<NetconfSessionClosedException>();
        var second = await session.GetAsync();
        while (ReferenceEquals(second, first)) second = await session.GetAsync();
        (await second.GetAsync()).ToData().HasElements.ShouldBeFalse();
        prepared.ShouldContain(second.SessionId);
        prepared.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_gives_up_after_as_many_attempts_as_the_policy_says()
    {
        var failures = 0;
        await using var session = new PersistentSession(new UnixSocketTarget("/nowhere/at/all"), policy: Quick with { MaxAttempts = 3 });
        session.Disconnected += (_, _) => Interlocked.Increment(ref failures);
        await Should.ThrowAsync<IOException>(() => session.GetAsync());
        failures.ShouldBe(3);
    }

    [Fact]
    public async Task A_refused_login_is_not_tried_again()
    {
        await using var device = await SimulatedDevice.StartAsync();
        await using var session = new PersistentSession(device.SshTarget with { Password = "wrong" }, policy: Quick);
        await Should.ThrowAsync<SshAuthenticationException>(() => session.GetAsync());
    }

    [Fact]
    public async Task Who_waits_hears_that_it_was_disposed_of()
    {
        var session = new PersistentSession(new UnixSocketTarget("/nowhere/at/all"), policy: new ReconnectPolicy { FirstDelay = TimeSpan.FromHours(1) });
        var waiting = session.GetAsync();
        await session.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
    }

    [Fact]
    public void The_pauses_double_up_to_the_longest()
    {
        var policy = new ReconnectPolicy { Jitter = 0.5 };
        policy.DelayAfter(1, 0).ShouldBe(TimeSpan.FromSeconds(1));
        policy.DelayAfter(4, 0).ShouldBe(TimeSpan.FromSeconds(8));
        policy.DelayAfter(4, 1).ShouldBe(TimeSpan.FromSeconds(4));
        policy.DelayAfter(100, 0).ShouldBe(TimeSpan.FromMinutes(1));
    }
}
