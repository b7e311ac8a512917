using System.Diagnostics;
using System.Globalization;
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
    private const int LengthOfVersion00 = 55;

    /// <summary>Begins the request's part of its trace: <see cref="Activity.Current"/> until it is disposed of.</summary>
    /// <param name="context">The exchange.</param>
    /// <returns>Null when the request has no trace.</returns>
    public static Activity? Begin(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.TraceParent.Count == 0) return null;
        var activity = new Activity("restconf").SetIdFormat(ActivityIdFormat.W3C);
        var known = headers.TraceParent is [{ } text] ? Known(text) : null;
        var isWhole = known is not null && ActivityContext.TryParse(known, null, out var parent) && Continue(activity, parent);
        if (isWhole && headers.TraceState.Count > 0 && IsState(headers.TraceState.ToString()))
        {
            activity.TraceStateString = headers.TraceState;
            context.Response.Headers.TraceState = headers.TraceState;
        }

        activity.Start();
        context.Response.Headers.TraceParent = isWhole ? known : activity.Id;
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

    /// <summary>A header in version 00; null when it can't be. A later version begins as this one does, and may go on (§3.2.4 there).</summary>
    private static string? Known(string text)
    {
        if (!Form().IsMatch(text)) return null;
        if (text.StartsWith("00", StringComparison.Ordinal)) return text.Length == LengthOfVersion00 ? text : null;
        // Of later flags only the one that is known.
        var flags = int.Parse(text.AsSpan(LengthOfVersion00 - 1, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & 1;
        return string.Create(CultureInfo.InvariantCulture, $"00{text.AsSpan(2, LengthOfVersion00 - 4)}0{flags}");
    }

    // Ids of zeros only mean nothing, and version ff is none.
    [GeneratedRegex("^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$")]
    private static partial Regex Form();

    [GeneratedRegex("^[a-z0-9][a-z0-9_*/@-]{0,255}=[\\x20-\\x2B\\x2D-\\x3C\\x3E-\\x7E]{0,255}[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]$")]
    private static partial Regex Member();
}
