using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.BatchCommands;

namespace Taiji.Server.JsonRpcApi;

/// <summary>How the JSON-RPC API answers.</summary>
public sealed record JsonRpcOptions
{
    /// <summary>The URL's path; anything may follow it.</summary>
    public string Root { get; set; } = "/jsonrpc";

    /// <summary>The largest request in bytes; a larger one is answered with <c>rpc.request.too_big</c>.</summary>
    public long MaxRequestSize { get; set; } = 64L * 1024 * 1024;

    /// <summary>The deepest nesting of a request.</summary>
    public int MaxDepth { get; set; } = 128;

    /// <summary>After how long without a call a session ends; <see cref="TimeSpan.Zero"/> for never. An open comet call, stream or socket keeps it alive.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The most sessions at a time; a login beyond it is answered with <c>session.overload</c>.</summary>
    public int MaxSessions { get; set; } = 1_000;

    /// <summary>The most batch commands and subscriptions of a session; one more is answered with <c>session.overload</c>.</summary>
    public int MaxHandles { get; set; } = 10_000;

    /// <summary>The most transactions of a session; one more is answered with <c>session.overload</c>.</summary>
    public int MaxTransactions { get; set; } = 1_000;

    /// <summary>How long a call of <c>comet</c> waits before it is answered with no messages.</summary>
    public TimeSpan CometTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many messages a comet channel keeps for a client that doesn't ask; the oldest go then.</summary>
    public int CometCapacity { get; set; } = 10_000;

    /// <summary>After how long without an event a stream or socket tells that it lives; a socket whose client doesn't answer for as long ends.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client of a stream or socket may take to read what was sent; then the connection ends.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most event streams and sockets of a session; one more is answered with <c>session.overload</c>.</summary>
    public int MaxStreams { get; set; } = 32;

    /// <summary>How many calls of a socket may be under way; while there are so many, no more are read from it.</summary>
    public int MaxSocketCalls { get; set; } = 64;

    /// <summary>
    /// The origins (<c>https://host:port</c>) of pages that may open event streams and sockets beside the server's own. Those that <see cref="Headers"/> name in
    /// <c>Access-Control-Allow-Origin</c> may too.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>The cookie's SameSite attribute; a page of another site that is to call with credentials needs <see cref="SameSiteMode.None"/> and TLS.</summary>
    public SameSiteMode SameSite { get; set; } = SameSiteMode.Strict;

    /// <summary>Headers that every response carries: CORS, say.</summary>
    public IList<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Whether the headers <c>traceparent</c> and <c>tracestate</c> (W3C Trace Context) of requests are looked at.</summary>
    public bool TakesTraceContext { get; set; } = true;

    /// <summary>A notice that must be acknowledged at each login by <c>ack_warning</c>; null for none.</summary>
    public string? LoginNotice { get; set; }

    /// <summary>A warning in the result of each login, to be shown to the user; null for none.</summary>
    public string? LoginWarning { get; set; }

    /// <summary>The most bytes of a session's stored data, keys and values; more is answered with <c>session.overload</c>.</summary>
    public long MaxSessionData { get; set; } = 16 * 1024 * 1024;

    /// <summary>The commands that <c>init_cmd</c> may start, by name.</summary>
    public IDictionary<string, BatchCommandLine> Commands { get; } = new Dictionary<string, BatchCommandLine>(StringComparer.Ordinal);

    /// <summary>The passwords of groups of hidden nodes (<c>tailf:hidden</c>); a group without one is shown to whoever asks.</summary>
    public IDictionary<string, string> HiddenGroups { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The version that <c>get_system_setting</c> tells.</summary>
    public string Version { get; set; } = typeof(JsonRpcOptions).Assembly.GetName().Version?.ToString(3) ?? "0";
}
