using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Plugins;
using Taiji.Server.Subscriptions.Receivers;
using Taiji.Server.Tests.RestconfApi.Support;
using Taiji.Testing;

namespace Taiji.Server.Tests.Subscriptions;

/// <summary>A server whose subscriptions are configured over RESTCONF, and a receiver.</summary>
public abstract class ConfiguredSubscriptionTest : IAsyncLifetime
{
    protected const string Sn = "ietf-subscribed-notifications:";
    protected const string Subscriptions = "/restconf/data/" + Sn + "subscriptions";
    protected const string First = Subscriptions + "/subscription=1";
    protected const string Forced = "\"stream\":\"NETCONF\",\"stream-xpath-filter\":\"/acme-door:forced\"";
    protected const string Json = ",\"encoding\":\"encode-json\"";

    private protected TaijiTestServer Server { get; private set; } = null!;

    private protected HttpReceiver Receiver { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TaijiTestServer.StartAsync(b => b.AddDoors().AddConfiguredSubscriptions(o =>
        {
            o.RetryDelay = TimeSpan.FromMilliseconds(20);
            o.LongestRetryDelay = TimeSpan.FromMilliseconds(100);
        }));
        Receiver = await HttpReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected void Force(string door) => Server.Services.GetRequiredService<Doors>().Force(door);

    private protected Task<Reply> SendAsync(string method, string target, string? body) => SendAsync(Server.Http, method, target, body);

    private protected static async Task<Reply> SendAsync(HttpClient client, string method, string target, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Headers.TryAddWithoutValidation("Accept", RestconfHost.Json);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, RestconfHost.Json);
        using var response = await client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>A receiver-instance.</summary>
    protected static string Instance(string name, string url, string more = "", string user = TaijiTestServer.UserName) =>
        $$$"""{"name":"{{{name}}}","taiji-https-receiver:https":{"url":"{{{url}}}","user":"{{{user}}}"{{{more}}}}}""";

    /// <summary>A subscription to receivers that are named as their instances are.</summary>
    protected static string Subscription(int id, string terms, params string[] receivers) =>
        $$$"""{"id":{{{id}}},{{{terms}}},"transport":"taiji-https-receiver:https","receivers":{"receiver":[{{{string.Join(',', (receivers.Length == 0 ? ["r"] : receivers).Select(Named))}}}]}}""";

    private static string Named(string receiver) => $$"""{"name":"{{receiver}}","ietf-subscribed-notif-receivers:receiver-instance-ref":"{{receiver}}"}""";

    /// <summary>Configures instances and subscriptions, besides those there are.</summary>
    private protected Task<Reply> PatchAsync(string instances, string subscriptions) => SendAsync(
        "PATCH", Subscriptions,
        $$$"""{"ietf-subscribed-notifications:subscriptions":{"ietf-subscribed-notif-receivers:receiver-instances":{"receiver-instance":[{{{instances}}}]},"subscription":[{{{subscriptions}}}]}}""");

    /// <summary>Configures subscription 1 to the receiver.</summary>
    protected async Task ConfigureAsync(string terms)
    {
        var reply = await PatchAsync(Instance("r", Receiver.Url), Subscription(1, terms));
        reply.Status.ShouldBe(204, reply.Body);
    }

    /// <summary>Replaces subscription 1.</summary>
    protected async Task ReplaceAsync(string terms, params string[] receivers)
    {
        var reply = await SendAsync("PUT", First, $$"""{"ietf-subscribed-notifications:subscription":[{{Subscription(1, terms, receivers)}}]}""");
        reply.Status.ShouldBe(204, reply.Body);
    }

    /// <summary>Subscription 1 with its state.</summary>
    protected async Task<JsonNode> StateAsync()
    {
        var reply = await SendAsync("GET", First, null);
        reply.Status.ShouldBe(200, reply.Body);
        return reply.JsonBody[Sn + "subscription"]![0]!;
    }

    /// <summary>The only receiver of subscription 1 with its state.</summary>
    protected async Task<JsonNode> ReceiverStateAsync() => (await StateAsync())["receivers"]!["receiver"]![0]!;

    /// <summary>Waits until the receiver of subscription 1 is in a state.</summary>
    protected async Task<JsonNode> ReachAsync(string state)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var receiver = await ReceiverStateAsync();
            if ((string?)receiver["state"] == state) return receiver;
            await Task.Delay(20, timer.Token);
        }
    }
}
