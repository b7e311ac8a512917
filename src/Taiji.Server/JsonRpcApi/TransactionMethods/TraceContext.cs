using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>A W3C trace context: version 00, flags 01.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="ParentId">16 hexadecimal digits: the caller's span.</param>
/// <param name="State">The header <c>tracestate</c>; null for none.</param>
internal sealed partial record TraceContext(string TraceId, string ParentId, string? State)
{
    /// <summary>The context of a request; null when it has none.</summary>
    /// <param name="context">The exchange.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.failed</c>: the header isn't of the one form there is.</exception>
    public static TraceContext? Read(HttpContext context)
    {
        if (context.Request.Headers.TraceParent is not [{ } text, ..]) return null;
        if (Form().Match(text.Trim()) is not { Success: true } match || match.Groups[1].Value.All(c => c == '0') || match.Groups[2].Value.All(c => c == '0'))
            throw new JsonRpcException(ErrorKind.Failed, "the header traceparent must be 00-TRACEID-PARENTID-01 with 32 and 16 hexadecimal digits, not all of them 0");
        return new TraceContext(match.Groups[1].Value, match.Groups[2].Value, context.Request.Headers.TraceState is [{ } state, ..] ? state : null);
    }

    [GeneratedRegex("^00-([0-9a-f]{32})-([0-9a-f]{16})-01$")]
    private static partial Regex Form();
}
