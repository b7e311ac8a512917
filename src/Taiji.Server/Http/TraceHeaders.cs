using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Taiji.Server.Http;

/// <summary>
/// W3C Trace Context over RESTCONF (draft-ietf-netconf-restconf-trace-ctx-headers): what is done for a request belongs to its trace, and the reply says which that was. A header
/// that is none begins a trace of its own, and never refuses the request (its §2.1).
/// </summary>
internal static partial class TraceHeaders
{
    private const int MostMembers = 32;

    /// <summary>Begins the request's part of its trace: <see cref="Activity.Current"/> until it is disposed of.</summary>
    /// <param name="context">The exchange.</param>
    /// <returns>Null when the request has no trace.</returns>
    public static Activity? Begin(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.TraceParent.Count == 0) return null;
        var activity = new Activity("restconf").SetIdFormat(ActivityIdFormat.W3C);
        var isWhole = headers.TraceParent is [{ } text] && Form().IsMatch(text) && ActivityContext.TryParse(text, null, out var parent) && Continue(activity, parent);
        if (isWhole && headers.TraceState.Count > 0 && IsState(headers.TraceState.ToString()))
        {
            activity.TraceStateString = headers.TraceState;
            context.Response.Headers.TraceState = headers.TraceState;
        }

        activity.Start();
        context.Response.Headers.TraceParent = isWhole ? headers.TraceParent : activity.Id;
        return activity;
    }

    private static bool Continue(Activity activity, ActivityContext parent)
    {
        activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        return true;
    }

    private static bool IsState(string text)
    {
        var members = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return members.Length is > 0 and <= MostMembers && members.All(m => Member().IsMatch(m)) && members.DistinctBy(m => m[..m.IndexOf('=', StringComparison.Ordinal)]).Count() == members.Length;
    }

    // Of version 00 (§3.2 there); ids of zeros only mean nothing.
    [GeneratedRegex("^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$")]
    private static partial Regex Form();

    [GeneratedRegex("^[a-z0-9][a-z0-9_*/@-]{0,255}=[\\x20-\\x2B\\x2D-\\x3C\\x3E-\\x7E]{0,255}[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]$")]
    private static partial Regex Member();
}
