using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Server.Http;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.DynamicStreams;

/// <summary>Dynamic subscriptions over RESTCONF (RFC 8650): the rpcs of RFC 8639 and RFC 8641 as POSTs, and the GET of a subscription's URI.</summary>
internal sealed class RestconfSubscriptions
{
    private const string Notifications = "ietf-subscribed-notifications";
    private const string Push = "ietf-yang-push";

    private readonly ConcurrentDictionary<string, SubscriberConnection> _byKey = new();
    private readonly IServiceProvider _services;
    private readonly RestconfOptions _options;

    public RestconfSubscriptions(IServiceProvider services, RestconfOptions options)
    {
        _services = services;
        _options = options;
    }

    private SubscriptionPublisher? Publisher => _services.GetService<SubscriptionPublisher>();

    /// <summary>Whether an rpc is one of those.</summary>
    /// <param name="operation">The rpc.</param>
    public bool Handles(OperationNode operation) => (operation.Module.Name, operation.Name) is
        (Notifications, "establish-subscription" or "modify-subscription" or "delete-subscription" or "kill-subscription") or (Push, "resync-subscription") && Publisher is not null;

    /// <summary>POST.</summary>
    /// <param name="exchange">The exchange; its target is an rpc that it <see cref="Handles"/>.</param>
    public async Task PostAsync(RestconfExchange exchange)
    {
        var operation = exchange.Target.Operation!;
        exchange.Operations.DemandExecute(exchange.Session, operation);
        var input = await RequestBody.ReadAsync(exchange, allowState: true, body => body?.ReadInput(operation) ?? DataTree.Empty(exchange.Schema, operation.Input)).ConfigureAwait(false);
        try
        {
            await InvokeAsync(exchange, operation.Name, input).ConfigureAwait(false);
        }
        catch (RpcErrorException e) when (StatusOf(e.Errors[0]) is { } status)
        {
            throw new RestconfException(status, e.Errors[0]);
        }
    }

    /// <summary>GET or HEAD of a subscription's URI.</summary>
    /// <param name="exchange">The exchange.</param>
    public async Task GetAsync(RestconfExchange exchange)
    {
        var context = exchange.Context;
        if (ContentNegotiation.Choose(context.Request.Headers.Accept, Streams.EventStreaming.MediaType) < 0) throw RestconfException.NotAcceptable(Streams.EventStreaming.MediaType);
        if (!_byKey.TryGetValue(exchange.Target.Stream!, out var connection) || !connection.IsOf(exchange.Session) || Publisher?.Has(connection.Subscription!) != true) throw RestconfException.NotFound("There is no such subscription (any more).");
        context.Response.ContentType = Streams.EventStreaming.MediaType;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        if (!connection.TryTake()) throw new RestconfException(StatusCodes.Status409Conflict, RestconfException.Protocol(ErrorTag.InUse, "The subscription's notifications are being sent to somebody already (RFC 8650 §3.4)."));
        await ServeAsync(exchange, connection).ConfigureAwait(false);
    }

    private async Task InvokeAsync(RestconfExchange exchange, string name, DataTree input)
    {
        var publisher = Publisher!;
        switch (name)
        {
            case "establish-subscription":
                await EstablishAsync(exchange, publisher, input).ConfigureAwait(false);
                return;
            case "modify-subscription":
                await publisher.ModifyAsync(exchange.Session, input).ConfigureAwait(false);
                break;
            case "delete-subscription":
                await publisher.DeleteAsync(exchange.Session, input).ConfigureAwait(false);
                break;
            case "kill-subscription":
                await publisher.KillAsync(input).ConfigureAwait(false);
                break;
            default:
                publisher.Resync(exchange.Session, input);
                break;
        }

        // RFC 8650 §3.3: 200 is the proper answer to each of them.
        exchange.Context.Response.StatusCode = StatusCodes.Status200OK;
        exchange.Context.Response.ContentLength = 0;
    }

    private async Task EstablishAsync(RestconfExchange exchange, SubscriptionPublisher publisher, DataTree input)
    {
        // It outlives the connection that it is asked for by: it has a session of its own.
        var connection = new SubscriberConnection(exchange.Operations.Sessions.Open(exchange.Session.Identity), exchange.RequestEncoding ?? exchange.ReplyEncoding);
        ActiveSubscription subscription;
        try
        {
            subscription = await publisher.EstablishAsync(connection, input).ConfigureAwait(false);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Subscription = subscription;
        // Nobody can tell the place of another's subscription.
        var key = $"{subscription.Id}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16))}";
        connection.Uri = UriOf(exchange, key);
        _byKey[key] = connection;
        _ = FollowAsync(key, connection, subscription);
        var output = publisher.OutputOf(subscription).Edit();
        var rpc = exchange.Target.Operation!;
        if (exchange.Schema.FindModule("ietf-restconf-subscribed-notifications") is { } module && rpc.Output.FindChild(module, "uri") is { } uri)
            output.SetText(new DataPath(exchange.Schema, rpc.Output).Append(uri), connection.Uri);
        await DataReplies.WriteOutputAsync(exchange, output.Seal()).ConfigureAwait(false);
    }

    /// <summary>Ends a subscription whose GET doesn't come, and forgets one that has ended.</summary>
    private async Task FollowAsync(string key, SubscriberConnection connection, ActiveSubscription subscription)
    {
        await Task.WhenAny(subscription.Completion, Task.Delay(_options.SubscriptionPatience)).ConfigureAwait(false);
        if (connection.TryTake()) await subscription.EndAsync().ConfigureAwait(false);
        await subscription.Completion.ConfigureAwait(false);
        _byKey.TryRemove(key, out _);
        connection.Dispose();
    }

    private async Task ServeAsync(RestconfExchange exchange, SubscriberConnection connection)
    {
        var subscription = connection.Subscription!;
        // A server that stops waits for requests to end: this one must do so by itself.
        var stopping = exchange.Stopping;
        using var left = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, stopping);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = left.Token.Register(() => gone.TrySetResult());
        // Whoever waits for notifications isn't idle.
        connection.Session.Enter();
        try
        {
            connection.Open(exchange.Context.Response.BodyWriter);
            await connection.BeatAsync(left.Token).ConfigureAwait(false);
            subscription.Begin();
            while (!subscription.Completion.IsCompleted && !left.IsCancellationRequested)
            {
                await Task.WhenAny(subscription.Completion, gone.Task, Task.Delay(_options.Heartbeat, left.Token)).ConfigureAwait(false);
                if (!subscription.Completion.IsCompleted && !left.IsCancellationRequested) await connection.BeatAsync(left.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The subscriber has gone: nothing more can be told.
        }
        finally
        {
            // Whoever loses the connection establishes another subscription (RFC 8650 §3.1).
            await subscription.EndAsync().ConfigureAwait(false);
            connection.Session.Leave();
        }
    }

    private static string UriOf(RestconfExchange exchange, string key)
    {
        if (exchange.Options.PublicOrigin is { } known) return $"{known.TrimEnd('/')}{exchange.Options.Root}/subscriptions/{key}";
        var request = exchange.Context.Request;
        var origin = request.Host.HasValue ? $"{request.Scheme}://{request.Host.ToUriComponent()}" : "";
        return $"{origin}{exchange.Context.Items[ProxyTrust.PrefixKey] as string}{request.PathBase.ToUriComponent()}{exchange.Options.Root}/subscriptions/{key}";
    }

    /// <summary>The status of an error identity (RFC 8650 §3.3, tables 1 and 2) where it isn't that of its error-tag.</summary>
    private static int? StatusOf(RpcError error) => error.AppTag switch
    {
        Notifications + ":no-such-subscription" or Push + ":no-such-subscription-resync" => StatusCodes.Status404NotFound,
        Push + ":update-too-big" or Push + ":sync-too-big" => StatusCodes.Status400BadRequest,
        Push + ":unchanging-selection" => StatusCodes.Status500InternalServerError,
        _ => null,
    };
}
