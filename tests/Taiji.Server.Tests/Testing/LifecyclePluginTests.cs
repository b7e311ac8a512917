using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Plugins;
using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Testing;

namespace Taiji.Server.Tests.Testing;

/// <summary>Plug-ins that are told when the host starts, is ready and ends; and authenticators that decide or don't.</summary>
public sealed class LifecyclePluginTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_is_before_anybody_is_served_ready_when_all_are_and_exit_when_nobody_is_any_more()
    {
        var watch = new Watch();
        DoorKeeper keeper;
        await using (var server = await TaijiTestServer.StartAsync(b => b.AddDoors().AddLifecyclePlugin<Watcher>(), s => s.AddSingleton(watch)))
        {
            keeper = server.Services.GetRequiredService<DoorKeeper>();
            watch.Told.ShouldBe(["start", "ready"]);
            watch.RestconfWhenReady.ShouldBe(HttpStatusCode.Unauthorized);
            keeper.Told.ShouldBe(["start", "ready"]);
        }

        watch.Told.ShouldBe(["start", "ready", "exit"]);
        watch.SessionsAtExit.ShouldBeGreaterThanOrEqualTo(0);
        // One that fails at the end keeps no other from being told.
        keeper.Told.ShouldBe(["start", "ready", "exit"]);
    }

    [Fact]
    public async Task A_plug_in_that_can_not_start_keeps_the_host_from_starting() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => TaijiTestServer.StartAsync(b => b.AddLifecyclePlugin<Unable>()))).Message.ShouldBe("no key in the lock");

    [Theory]
    [InlineData("7", HttpStatusCode.OK)]
    [InlineData("lost", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task An_authenticator_says_who_it_is_refuses_or_leaves_it_to_the_next(string? badge, HttpStatusCode expected)
    {
        await using var server = await TaijiTestServer.StartAsync(b => b.AddDoors().AddBadges());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/restconf/data/taiji-sessions:sessions");
        if (badge is not null) request.Headers.Add("X-Badge", badge);
        // Who shows nothing to it is known by the password that the client sends.
        using var answer = await server.Http.SendAsync(request, Cancelled);
        answer.StatusCode.ShouldBe(expected);
        if (badge is not null && expected == HttpStatusCode.OK) (await answer.Content.ReadAsStringAsync(Cancelled)).ShouldContain("\"badge-7\"");
    }

    private sealed class Watch
    {
        public List<string> Told { get; } = [];

        public HttpStatusCode RestconfWhenReady { get; set; }

        public int SessionsAtExit { get; set; } = -1;
    }

    private sealed class Watcher(Watch watch, IServiceProvider services) : ILifecyclePlugin
    {
        public ValueTask StartAsync(Operations operations, CancellationToken cancellationToken)
        {
            Addresses().ShouldBeEmpty();
            watch.Told.Add("start");
            return ValueTask.CompletedTask;
        }

        public async ValueTask ReadyAsync(Operations operations, CancellationToken cancellationToken)
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(Addresses().First() + "/restconf"), cancellationToken);
            watch.RestconfWhenReady = answer.StatusCode;
            watch.Told.Add("ready");
        }

        public ValueTask ExitAsync(Operations operations, CancellationToken cancellationToken)
        {
            watch.SessionsAtExit = operations.Sessions.Count;
            watch.Told.Add("exit");
            throw new InvalidOperationException("as it happens");
        }

        private IEnumerable<string> Addresses() => services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()?.Addresses ?? [];
    }

    private sealed class Unable : ILifecyclePlugin
    {
        public ValueTask StartAsync(Operations operations, CancellationToken cancellationToken) => throw new InvalidOperationException("no key in the lock");
    }
}
