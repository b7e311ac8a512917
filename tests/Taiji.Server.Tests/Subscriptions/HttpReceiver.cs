using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taiji.Server.Tests.Subscriptions;

/// <summary>What a receiver was sent.</summary>
internal sealed record TakenNotification(string ContentType, string Body, string? Authorization, IPAddress Sender)
{
    /// <summary>The name of the notification, its module's before it in JSON.</summary>
    public string Name => ContentType == "application/json"
        ? JsonNode.Parse(Body)!["ietf-restconf:notification"]!.AsObject().Last().Key.Split(':')[1] : XElement.Parse(Body).Elements().Last().Name.LocalName;

    /// <summary>The notification itself, in JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Body)!["ietf-restconf:notification"]!.AsObject().Last().Value!;
}

/// <summary>A receiver of draft-ietf-netconf-https-notif.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<TakenNotification> _taken = Channel.CreateUnbounded<TakenNotification>();
    private readonly WebApplication _app;

    private HttpReceiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>What it answers to the next POSTs; then 204.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    /// <summary>The capabilities it tells of; null for none.</summary>
    public string? Capabilities { get; set; }

    /// <summary>POSTs aren't answered before this completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>All requests, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<HttpReceiver> StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, l =>
        {
            if (certificate is not null) l.UseHttps(certificate);
        }));
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var receiver = new HttpReceiver(app);
        app.Run(receiver.AnswerAsync);
        await app.StartAsync();
        receiver.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/in";
        return receiver;
    }

    public async Task<TakenNotification> NextAsync()
    {
        using var timer = new CancellationTokenSource(Patience);
        return await _taken.Reader.ReadAsync(timer.Token);
    }

    public async Task<TakenNotification> NextAsync(string name)
    {
        var next = await NextAsync();
        next.Name.ShouldBe(name, next.Body);
        return next;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        if (context.Request.Method == "GET")
        {
            context.Response.StatusCode = Capabilities is null ? 404 : 200;
            if (Capabilities is { } capabilities) await context.Response.WriteAsync(capabilities);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        await Gate;
        var status = Answers.TryDequeue(out var told) ? told : 204;
        if (status == 204) _taken.Writer.TryWrite(new TakenNotification(context.Request.ContentType!, body, context.Request.Headers.Authorization, context.Connection.RemoteIpAddress!));
        context.Response.StatusCode = status;
    }
}
