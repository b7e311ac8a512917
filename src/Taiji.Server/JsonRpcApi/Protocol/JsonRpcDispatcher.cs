using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>Runs the requests of an exchange and gives their responses; every failure becomes an error object.</summary>
internal sealed partial class JsonRpcDispatcher(JsonRpcServer server, ILogger<JsonRpcDispatcher> logger)
{
    private static readonly JsonRpcError Aborted = JsonRpcError.Because(ErrorKind.Failed, "the call was aborted");

    /// <summary>The response to a request; null for a notification.</summary>
    /// <param name="exchange">The HTTP exchange.</param>
    /// <param name="json">The request.</param>
    public async Task<ReadOnlyMemory<byte>?> RunAsync(Exchange exchange, JsonElement json)
    {
        if (!JsonRpcRequest.TryRead(json, out var request, out var reason, out var id))
            return new ResponseText(id).Fail(JsonRpcError.Because(ErrorKind.InvalidRequest, reason));
        var response = new ResponseText(id);
        var error = await TryInvokeAsync(exchange, request!, response).ConfigureAwait(false);
        var text = error is null ? response.Succeed() : response.Fail(error);
        if (exchange.IsBatch) exchange.Session?.BatchAnswered(text);
        return id is null ? (ReadOnlyMemory<byte>?)null : text;
    }

    private async ValueTask<JsonRpcError?> TryInvokeAsync(Exchange exchange, JsonRpcRequest request, ResponseText response)
    {
        try
        {
            await InvokeAsync(exchange, request, response).ConfigureAwait(false);
            return null;
        }
        catch (JsonRpcException e)
        {
            return e.Error;
        }
        catch (RpcErrorException e)
        {
            return Refusals.ToError(e, server);
        }
        catch (OperationCanceledException)
        {
            return exchange.Session is { Closed.IsCancellationRequested: true } ? new JsonRpcError(ErrorKind.InvalidSessionId) : Aborted;
        }
        catch (TimeoutException e)
        {
            return JsonRpcError.Because(ErrorKind.Timeout, e.Message);
        }
#pragma warning disable CA1031 // Whatever it is: the client gets an error object, the log gets the rest.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnexpected(e, request.Method);
            return JsonRpcError.Because(ErrorKind.Internal, "the server's log says why");
        }
    }

    private async ValueTask InvokeAsync(Exchange exchange, JsonRpcRequest request, ResponseText response)
    {
        if (!MethodTable.ByName.TryGetValue(request.Method, out var method)) throw new JsonRpcException(ErrorKind.MethodNotFound, $"there is no method '{request.Method}'");
        var session = exchange.Session;
        if (method.NeedsSession) DemandSession(exchange);
        if (session is not null) CommandRules.Demand(server, session, method);
        var arguments = Arguments.Bind(method, request.Params);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(exchange.Http.RequestAborted, session?.Closed ?? CancellationToken.None);
        var call = new MethodCall
        {
            Server = server,
            Exchange = exchange,
            Arguments = arguments,
            Result = response.Result,
            Cancelled = cancellation.Token,
            SessionOrNone = session,
        };
        if (session is null || request.Id is null)
        {
            await method.InvokeAsync(call).ConfigureAwait(false);
            return;
        }

        session.Register(request.Id, cancellation);
        try
        {
            await method.InvokeAsync(call).ConfigureAwait(false);
            var hasPath = method.Parameters.Any(p => p.Name == "path") && arguments.Has("path");
            server.Operations.RecordRead(session.Datastores, method.Name, () => hasPath ? arguments.Text("path") : null);
        }
        finally
        {
            session.Datastores.Counters.CountInRpc();
            session.Unregister(request.Id, cancellation);
        }
    }

    private void DemandSession(Exchange exchange)
    {
        if (exchange.Session is { Closed.IsCancellationRequested: false }) return;
        if (!exchange.HasCookie) throw new JsonRpcException(ErrorKind.MissingSessionId);
        SessionCookie.Delete(exchange.Http, server.Options);
        throw new JsonRpcException(ErrorKind.InvalidSessionId);
    }

    [LoggerMessage(LogLevel.Error, "JSON-RPC {Method} failed unexpectedly.")]
    private partial void LogUnexpected(Exception exception, string method);
}
