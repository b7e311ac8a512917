using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.EventDelivery;

/// <summary>
/// The messages of comet channels for today's browsers: <c>GET /jsonrpc/events?comet_id=ID</c> as server-sent events, <c>/jsonrpc/ws?comet_id=ID…</c> as a WebSocket, which takes
/// calls too. Both belong to the session of the cookie, which they keep alive.
/// </summary>
/// <param name="server">The server.</param>
internal sealed class EventEndpoint(JsonRpcServer server)
{
    private const string EventsPath = "/events", SocketPath = "/ws";

    /// <summary>Answers a request that is for a stream or socket.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="session">The cookie's session; null when there is none.</param>
    /// <returns>Null when it is for neither.</returns>
    public Task? TryHandle(HttpContext context, WebSession? session)
    {
        if (context.WebSockets.IsWebSocketRequest && IsAt(context, SocketPath)) return ServeAsync(context, session, isSocket: true);
        if (!HttpMethods.IsGet(context.Request.Method)) return null;
        if (IsAt(context, EventsPath)) return ServeAsync(context, session, isSocket: false);
        if (!IsAt(context, SocketPath)) return null;
        context.Response.Headers.Upgrade = "websocket";
        return RefuseAsync(context, StatusCodes.Status426UpgradeRequired, JsonRpcError.Because(ErrorKind.RequestMethodDenied, "a WebSocket is opened here"));
    }

    private bool IsAt(HttpContext context, string path) => context.Request.Path.Equals(server.Options.Root + path, StringComparison.Ordinal);

    private async Task ServeAsync(HttpContext context, WebSession? session, bool isSocket)
    {
        if (!Origins.AreTrusted(context.Request, server.Options))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, JsonRpcError.Because(ErrorKind.Denied, "pages of that origin may not listen here")).ConfigureAwait(false);
            return;
        }

        if (session is null or { Closed.IsCancellationRequested: true })
        {
            if (SessionCookie.Read(context) is not null) SessionCookie.Delete(context, server.Options);
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, new JsonRpcError(SessionCookie.Read(context) is null ? ErrorKind.MissingSessionId : ErrorKind.InvalidSessionId)).ConfigureAwait(false);
            return;
        }

        try
        {
            // Messages come another way than to who calls comet, and are as much in the rules' hands.
            CommandRules.Demand(server, session, MethodTable.ByName["comet"]);
            using var place = session.OpenStream(server.Options.MaxStreams);
            var channels = ChannelsOf(context, session, isSocket);
            var stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(session.Closed, stopping);
            if (isSocket) await ServeSocketAsync(context, session, channels, ended.Token).ConfigureAwait(false);
            else await ServeEventsAsync(context, channels[0].Channel, ended.Token).ConfigureAwait(false);
        }
        catch (JsonRpcException e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusOf(e.Error.Kind), e.Error).ConfigureAwait(false);
        }
    }

    private async Task ServeEventsAsync(HttpContext context, CometChannel channel, CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended, context.RequestAborted);
        await new EventStreamWriter(context, server.Options).RunAsync(channel, over.Token).ConfigureAwait(false);
    }

    private async Task ServeSocketAsync(HttpContext context, WebSession session, IReadOnlyList<(string, CometChannel)> channels, CancellationToken ended)
    {
        var listening = new List<ListenedChannel>();
        try
        {
            // Before the client hears that its socket is open: from then on it gets all messages.
            foreach (var (id, channel) in channels) listening.Add(new ListenedChannel(id, channel, channel.Stream(null)));
            var accept = new WebSocketAcceptContext { KeepAliveInterval = server.Options.Heartbeat, KeepAliveTimeout = server.Options.Heartbeat };
            using var socket = await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
            using var connection = new SocketConnection(server, context, session, socket);
            await connection.RunAsync(listening, ended).ConfigureAwait(false);
        }
        finally
        {
            foreach (var channel in listening) channel.Stream.Dispose();
        }
    }

    private static List<(string Id, CometChannel Channel)> ChannelsOf(HttpContext context, WebSession session, bool isSocket)
    {
        var ids = context.Request.Query["comet_id"].OfType<string>().Where(i => i.Length > 0).Distinct().ToList();
        if (!isSocket && ids.Count != 1) throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, "comet_id", "one channel was expected"));
        return [.. ids.Select(i => (i, session.Comet.Channel(i)))];
    }

    private static int StatusOf(ErrorKind kind) =>
        kind == ErrorKind.DuplicatedChannel ? StatusCodes.Status409Conflict
        : kind == ErrorKind.Overload ? StatusCodes.Status429TooManyRequests
        : kind == ErrorKind.Denied ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest;

    private static async Task RefuseAsync(HttpContext context, int status, JsonRpcError error)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(new ResponseText(null).Fail(error), context.RequestAborted).ConfigureAwait(false);
    }
}
