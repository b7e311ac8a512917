using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi.DynamicStreams;
using Taiji.Server.RestconfApi.OpenApi;
using Taiji.Server.RestconfApi.Patching;
using Taiji.Server.RestconfApi.RuntimeSettings;
using Taiji.Server.RestconfApi.StagedEditing;
using Taiji.Server.RestconfApi.Streams;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>Takes a request through authentication, target, method and query to what answers it, and turns every failure into an error reply.</summary>
internal sealed partial class RestconfDispatcher
{
    private readonly Operations _operations;
    private readonly RestconfOptions _options;
    private readonly RestconfAuthentication _authentication;
    private readonly RestconfState _state;
    private readonly RestconfSubscriptions _subscriptions;
    private readonly RestconfSessions _sessions;
    private readonly StagedSessions _staged;
    private readonly CancellationToken _stopping;
    private readonly ILogger<RestconfDispatcher> _logger;

    public RestconfDispatcher(
        Operations operations, IUserAuthenticator authenticator, RestconfOptions options, RestconfState state, RestconfSubscriptions subscriptions, ILogger<RestconfDispatcher> logger,
        IHostApplicationLifetime? lifetime = null)
    {
        _stopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
        _operations = operations;
        _options = options;
        _authentication = new RestconfAuthentication(authenticator, options, state);
        _state = state;
        _subscriptions = subscriptions;
        _sessions = new RestconfSessions(operations);
        _staged = new StagedSessions(operations, options);
        _logger = logger;
    }

    /// <summary>Answers one request.</summary>
    /// <param name="context">The exchange.</param>
    public async Task HandleAsync(HttpContext context)
    {
        // RFC 8040 §5.5: in every response.
        context.Response.Headers.CacheControl = "no-cache";
        // Errors too come in the encoding that is accepted (RFC 9110 §12.5.5).
        context.Response.Headers.Vary = "Accept";
        using var trace = TraceHeaders.Begin(context);
        var exchange = new RestconfExchange(context, _operations, _options) { Stopping = _stopping };
        try
        {
            await HandleAsync(exchange).ConfigureAwait(false);
        }
        catch (RestconfException e)
        {
            // RFC 5789 §2.2: a refused patch is told what would be taken.
            if (e.Status == StatusCodes.Status415UnsupportedMediaType && HttpMethods.IsPatch(context.Request.Method)) context.Response.Headers["Accept-Patch"] = MediaTypes.AcceptPatch;
            await FailAsync(exchange, e.Status, [e.Error]).ConfigureAwait(false);
        }
        catch (DryRunReply reply)
        {
            await reply.WriteAsync(context).ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            await FailAsync(exchange, RestconfError.StatusOf(e.Errors[0]), e.Errors).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await FailAsync(exchange, e.StatusCode, [HttpError(e.StatusCode, e.Message)]).ConfigureAwait(false);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested || e is IOException)
        {
            // The client is gone: there is nobody to answer.
            context.Abort();
        }
        catch (Exception e)
        {
            LogUnexpected(e, context.Request.Method);
            var error = new RpcError { Type = ErrorType.Application, Tag = ErrorTag.OperationFailed, Message = "The server failed to process the request; its log says why." };
            await FailAsync(exchange, StatusCodes.Status500InternalServerError, [error]).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses a request that something before RESTCONF doesn't let through.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">Why.</param>
    public Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return FailAsync(new RestconfExchange(context, _operations, _options), status, [HttpError(status, message)]);
    }

    private async Task HandleAsync(RestconfExchange exchange)
    {
        var context = exchange.Context;
        if (!_state.IsRunning) throw RestconfException.Stopped();
        var caller = await _authentication.AuthenticateAsync(context).ConfigureAwait(false);
        exchange.IsStaged = _staged.Fits(context);
        exchange.Session = exchange.IsStaged ? _staged.Get(context, caller) : _sessions.Get(context, caller);
        exchange.Session.Enter();
        try
        {
            await AnswerAsync(exchange).ConfigureAwait(false);
        }
        finally
        {
            exchange.Session.Leave();
        }
    }

    private async Task AnswerAsync(RestconfExchange exchange)
    {
        var context = exchange.Context;
        var method = context.Request.Method;
        var handle = Resolve(exchange, method);
        if (exchange.Target.Kind == ResourceKind.ModuleText) RequireYang(context);
        else if (!HttpMethods.IsOptions(method) && exchange.Target.Kind is not (ResourceKind.Stream or ResourceKind.Subscription or ResourceKind.OpenApi)) exchange.RequireAcceptable();
        MappedOperations.Demand(exchange);
        await handle(exchange).ConfigureAwait(false);
        exchange.Session.Counters.CountInRpc();
    }

    /// <summary>Finds out what a request is for, and what answers it.</summary>
    /// <exception cref="RestconfException">400, 404, 405, 414.</exception>
    private Func<RestconfExchange, Task> Resolve(RestconfExchange exchange, string method)
    {
        var context = exchange.Context;
        var uri = RequestTarget.Of(context, _options);
        exchange.Target = ResourceTargetParser.Parse(_operations, uri.PathBelowRoot);
        if (HandlerOf(exchange, method) is not { } handle)
        {
            context.Response.Headers.Allow = exchange.Target.Allow;
            throw RestconfException.MethodNotAllowed(method, exchange.Target.Allow, WhyNot(exchange.Target));
        }

        exchange.Query = QueryParameters.Parse(uri.Query, method, exchange.Target);
        if (exchange.IsStaged) exchange.Target = StagedSessions.Redirect(exchange.Target, exchange.Query);
        RequestOrigin.Note(context, exchange.Target);
        return handle;
    }

    private Func<RestconfExchange, Task>? HandlerOf(RestconfExchange exchange, string method)
    {
        var target = exchange.Target;
        if (!target.Allows(method)) return null;
        var isData = target.Kind is ResourceKind.Data or ResourceKind.Datastore;
        return method switch
        {
            "OPTIONS" => OptionsAsync,
            "GET" or "HEAD" when target.Kind == ResourceKind.Stream => EventStreaming.HandleAsync,
            "GET" or "HEAD" when target.Kind == ResourceKind.Subscription => _subscriptions.GetAsync,
            "POST" when target.Operation is { } operation && _subscriptions.Handles(operation) => _subscriptions.PostAsync,
            "GET" or "HEAD" when target.Kind == ResourceKind.OpenApi => OpenApiResources.HandleAsync,
            "GET" or "HEAD" => isData ? DataRetrieval.HandleAsync : ApiResources.HandleAsync,
            "POST" => isData ? DataEditing.PostAsync : OperationInvoking.PostAsync,
            "PUT" => DataEditing.PutAsync,
            "PATCH" => exchange.IsYangPatch ? YangPatching.HandleAsync : DataEditing.PatchAsync,
            "DELETE" => DataEditing.DeleteAsync,
            _ => null,
        };
    }

    private static string? WhyNot(ResourceTarget target) => target switch
    {
        { Path: { IsWholeList: true, Node.IsConfig: true } path } => $"the path names all entries of '{path.Node.Name}', and only one with its key can be edited",
        { Path.Node: LeafNode { IsKey: true } leaf, Operation: null } => $"'{leaf.Name}' is a key of its list entry, and can't be changed or deleted alone",
        { Path: { IsRoot: false, Node.IsConfig: false } path, Operation: null } => $"'{path.Node.Name}' is state",
        _ => null,
    };

    /// <summary>RFC 8040 §4.1.</summary>
    private static Task OptionsAsync(RestconfExchange exchange)
    {
        var headers = exchange.Context.Response.Headers;
        headers.Allow = exchange.Target.Allow;
        if (exchange.Target.IsPatchable) headers["Accept-Patch"] = MediaTypes.AcceptPatch;
        return Task.CompletedTask;
    }

    private static void RequireYang(HttpContext context)
    {
        if (ContentNegotiation.Choose(context.Request.Headers.Accept, MediaTypes.Yang) < 0) throw RestconfException.NotAcceptable(MediaTypes.Yang);
    }

    private static async Task FailAsync(RestconfExchange exchange, int status, IReadOnlyList<RpcError> errors)
    {
        exchange.Session?.Counters.CountOutRpcError();
        if (exchange.Context.Response.HasStarted)
        {
            exchange.Context.Abort();
            return;
        }

        try
        {
            await RestconfError.WriteAsync(exchange.Context, status, errors, exchange.ReplyEncoding, exchange.Schema).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            exchange.Context.Abort();
        }
    }

    private static RpcError HttpError(int status, string message) => RestconfException.Protocol(
        status switch
        {
            StatusCodes.Status413PayloadTooLarge or StatusCodes.Status414UriTooLong or StatusCodes.Status431RequestHeaderFieldsTooLarge => ErrorTag.TooBig,
            StatusCodes.Status408RequestTimeout => ErrorTag.OperationFailed,
            _ => ErrorTag.MalformedMessage,
        },
        message);

    [LoggerMessage(LogLevel.Error, "RESTCONF {Method} failed unexpectedly.")]
    private partial void LogUnexpected(Exception exception, string method);
}
