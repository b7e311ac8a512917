using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.EventDelivery;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi;

/// <summary>The API's URL: POST with a request or a batch of them.</summary>
internal sealed class JsonRpcEndpoint(JsonRpcServer server)
{
    private const string Allow = "POST, OPTIONS";

    private readonly EventEndpoint _events = new(server);

    /// <summary>Answers one HTTP request.</summary>
    /// <param name="context">The exchange.</param>
    public async Task HandleAsync(HttpContext context)
    {
        foreach (var (name, value) in server.Options.Headers) context.Response.Headers[name] = value;
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.Allow = Allow;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var exchange = ExchangeOf(context);
        exchange.Session?.Enter();
        try
        {
            if (_events.TryHandle(context, exchange.Session) is { } events) await events.ConfigureAwait(false);
            else if (HttpMethods.IsPost(context.Request.Method)) await PostAsync(exchange).ConfigureAwait(false);
            else await DenyAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested || e is IOException)
        {
            // The client is gone: there is nobody to answer.
            context.Abort();
        }
        finally
        {
            exchange.Session?.Leave();
        }
    }

    private Exchange ExchangeOf(HttpContext context)
    {
        var cookie = SessionCookie.Read(context);
        return new Exchange(context) { HasCookie = cookie is not null, Session = cookie is null ? null : server.Sessions.Find(cookie) };
    }

    private async Task PostAsync(Exchange exchange)
    {
        JsonDocument document;
        try
        {
            document = await RequestText.ReadAsync(exchange.Http, server.Options).ConfigureAwait(false);
        }
        catch (JsonRpcException e)
        {
            var status = e.Error.Kind == ErrorKind.TooBig ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status200OK;
            await WriteAsync(exchange.Http, status, new ResponseText(null).Fail(e.Error)).ConfigureAwait(false);
            return;
        }

        using (document) await WriteAsync(exchange.Http, await server.Requests.RunAsync(exchange, document.RootElement).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static Task DenyAsync(HttpContext context)
    {
        context.Response.Headers.Allow = Allow;
        return WriteAsync(
            context, StatusCodes.Status405MethodNotAllowed, new ResponseText(null).Fail(JsonRpcError.Because(ErrorKind.RequestMethodDenied, "requests are sent with POST")));
    }

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte>? text)
    {
        if (text is not null) return WriteAsync(context, StatusCodes.Status200OK, text.Value);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = text.Length;
        await context.Response.BodyWriter.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }
}
