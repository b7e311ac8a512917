using System.Diagnostics;
using Taiji.Datastores.Sessions;
using Taiji.Netconf.Serving;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer;

/// <summary>
/// The trace context of a request (draft-ietf-netconf-trace-ctx-extension): the attributes <c>traceparent</c> and <c>tracestate</c> of <c>rpc</c>. Its trace is in the audit log, and the
/// request is a span of it for whoever listens to the activity source <c>Taiji.Netconf</c>.
/// </summary>
internal static class RequestTrace
{
    private const string Namespace = "urn:ietf:params:xml:ns:netconf:w3ctc:1.0";
    private const string ErrorNamespace = "urn:ietf:params:xml:ns:yang:otlp-context";
    private static readonly ActivitySource Source = new("Taiji.Netconf");

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="RpcErrorException">operation-failed: it isn't of its form.</exception>
    public static TraceContext? Read(RpcRequest request)
    {
        var state = request.FindRpcAttribute(Namespace, "tracestate");
        if (request.FindRpcAttribute(Namespace, "traceparent") is not { } parent) return state is null ? null : throw Refused("traceparent", "", "missing");
        return TraceContext.TryParse(parent, state, out var context) ? context : throw Refused("traceparent", parent, "bad-format");
    }

    /// <summary>The operation as a span, when somebody listens.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="name">Its name.</param>
    /// <param name="session">On whose behalf.</param>
    public static INetconfOperation Follow(INetconfOperation operation, string name, Session session) =>
        Source.HasListeners() ? new TracedOperation(operation, name, session) : operation;

    private static RpcErrorException Refused(string name, string value, string reason) => new(new RpcError
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.OperationFailed,
        Message = reason == "missing" ? "tracestate needs a traceparent." : $"{name} is \"{value}\", not 00-TRACEID-PARENTID-FLAGS with 32, 16 and 2 lower-case hexadecimal digits.",
        Info =
        [
            new ErrorInfo("meta-name", "w3ctc:" + name, ErrorNamespace),
            new ErrorInfo("meta-value", value, ErrorNamespace),
            new ErrorInfo("error-type", reason, ErrorNamespace),
        ],
    });

    private sealed class TracedOperation(INetconfOperation operation, string name, Session session) : INetconfOperation
    {
        private readonly TraceContext? _trace = session.Trace;

        public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
        {
            var parent = _trace is { } trace
                ? new ActivityContext(ActivityTraceId.CreateFromString(trace.TraceId), ActivitySpanId.CreateFromString(trace.ParentId), (ActivityTraceFlags)trace.Flags, trace.State, isRemote: true)
                : default;
            using var activity = Source.StartActivity(name, ActivityKind.Server, parent);
            activity?.SetTag("rpc.system", "netconf").SetTag("netconf.session_id", session.Id);
            return await operation.ExecuteAsync(cancellationToken);
        }
    }
}
