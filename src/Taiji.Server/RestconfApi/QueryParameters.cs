using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Server.RestconfApi.Collections;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi;

/// <summary>The query parameters of RFC 8040 §4.8 and those of commits, syntax and place checked.</summary>
internal sealed record QueryParameters
{
    /// <summary>None given.</summary>
    public static readonly QueryParameters None = new();

    /// <summary><c>content</c> (§4.8.1); null when not given.</summary>
    public ContentFilter? Content { get; private set; }

    /// <summary><c>depth</c> (§4.8.2): 1 to 65535; 0 for unbounded.</summary>
    public int Depth { get; private set; }

    /// <summary><c>fields</c> (§4.8.3).</summary>
    public IReadOnlyList<FieldsPath>? Fields { get; private set; }

    /// <summary><c>exclude</c>: what is not to be sent, written as <see cref="Fields"/> are; never together with them.</summary>
    public IReadOnlyList<FieldsPath>? Exclude { get; private set; }

    /// <summary>The parameters of list pagination; null when none is given.</summary>
    public PageQuery? Page { get; private set; }

    /// <summary><c>with-defaults</c> (§4.8.9); null for the server's basic-mode.</summary>
    public WithDefaults? WithDefaults { get; private set; }

    /// <summary><c>insert</c> (§4.8.5); null when not given.</summary>
    public InsertPlace? Insert { get; private set; }

    /// <summary><c>point</c> (§4.8.6): a resource identifier, keys still percent-encoded; there exactly when insert is before or after.</summary>
    public string? Point { get; private set; }

    /// <summary><c>filter</c> (§4.8.4): an XPath expression.</summary>
    public string? Filter { get; private set; }

    /// <summary><c>start-time</c> (§4.8.7).</summary>
    public DateTimeOffset? StartTime { get; private set; }

    /// <summary><c>stop-time</c> (§4.8.8).</summary>
    public DateTimeOffset? StopTime { get; private set; }

    /// <summary><c>with-origin</c> (RFC 8527 §3.2.2).</summary>
    public bool WithOrigin { get; private set; }

    /// <summary><c>label</c>, or by its older name <c>rollback-label</c>: kept with the commit, a short name to find it by.</summary>
    public string? RollbackLabel { get; private set; }

    /// <summary><c>comment</c>, or by its older name <c>rollback-comment</c>: kept with the commit.</summary>
    public string? RollbackComment { get; private set; }

    /// <summary><c>rollback-id=true</c>: the reply says under which number the commit can be taken back.</summary>
    public bool WantsRollbackId { get; private set; }

    /// <summary><c>dry-run</c>: the request is answered with what it would change, in this format, and nothing is changed; null when not given.</summary>
    public DiffFormat? DryRun { get; private set; }

    /// <summary>Parses.</summary>
    /// <param name="query">The query component without its question mark, as sent.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="target">The target resource.</param>
    /// <exception cref="RestconfException">400 for a parameter that is unknown, given twice, malformed, or not for this method and resource.</exception>
    public static QueryParameters Parse(ReadOnlySpan<char> query, string method, ResourceTarget target)
    {
        if (query.IsEmpty) return None;
        var result = new QueryParameters();
        var seen = new HashSet<string>();
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            if (!PercentEncoding.TryDecode(equals < 0 ? pair : pair[..equals], out string? name)
                || !PercentEncoding.TryDecode(equals < 0 ? default : pair[(equals + 1)..], out string? value))
            {
                throw RestconfException.BadRequest($"The query '{pair}' is not percent-encoded UTF-8.");
            }

            // The two names of one parameter are that parameter twice.
            if (!seen.Add(name is "rollback-label" or "rollback-comment" ? name["rollback-".Length..] : name)) throw RestconfException.BadRequest($"The query parameter '{name}' is given more than once.");
            result.Set(name, value, method, target);
        }

        result.CheckInsert();
        if (result is { Fields: not null, Exclude: not null }) throw RestconfException.BadRequest("The query parameters 'fields' and 'exclude' can't be given together.");
        return result;
    }

    private void Set(string name, string value, string method, ResourceTarget target)
    {
        if (PageQuery.Has(name))
        {
            Page = (Page ?? new PageQuery()).With(name, value, method, target);
            return;
        }

        if (!IsAllowed(name, method, target)) throw RestconfException.BadRequest($"The query parameter '{name}' is not known, or not for {method} on this resource.");
        switch (name)
        {
            case "content": Content = ParseContent(value); break;
            case "depth": Depth = ParseDepth(value); break;
            case "fields": Fields = FieldsParser.Parse(value); break;
            case "exclude": Exclude = FieldsParser.Parse(value, name); break;
            case "with-defaults": WithDefaults = ParseWithDefaults(value); break;
            case "insert": Insert = ParseInsert(value); break;
            case "filter": Filter = value; break;
            case "start-time": StartTime = ParseTime(name, value); break;
            case "stop-time": StopTime = ParseTime(name, value); break;
            case "with-origin": WithOrigin = value.Length == 0 ? true : throw Invalid(name, value, "nothing"); break;
            case "point": Point = value; break;
            case "label" or "rollback-label": RollbackLabel = value.Length > 0 ? value : throw Invalid(name, value, "a name"); break;
            case "comment" or "rollback-comment": RollbackComment = value; break;
            case "rollback-id": WantsRollbackId = ParseBoolean(name, value); break;
            default: DryRun = ParseFormat(value); break;
        }
    }

    private static bool IsAllowed(string name, string method, ResourceTarget target)
    {
        var kind = target.Kind;
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        var isData = kind is ResourceKind.Datastore or ResourceKind.Data;
        return name switch
        {
            "content" or "with-defaults" or "exclude" => isRead && isData,
            "depth" or "fields" => isRead && (isData || kind == ResourceKind.Api),
            "label" or "comment" or "rollback-label" or "rollback-comment" or "rollback-id" or "dry-run" => isData && !isRead && !HttpMethods.IsOptions(method),
            "with-origin" => isRead && isData && target.Named == Datastore.Operational,
            "filter" or "start-time" or "stop-time" => isRead && kind == ResourceKind.Stream,
            "insert" or "point" => isData && (HttpMethods.IsPost(method) || (HttpMethods.IsPut(method) && kind == ResourceKind.Data)),
            _ => false,
        };
    }

    private void CheckInsert()
    {
        var needsPoint = Insert is InsertPlace.Before or InsertPlace.After;
        if (needsPoint && Point is null) throw RestconfException.BadRequest("The query parameter 'insert' with 'before' or 'after' needs 'point'.");
        if (!needsPoint && Point is not null) throw RestconfException.BadRequest("The query parameter 'point' is only for 'insert' with 'before' or 'after'.");
    }

    private static ContentFilter ParseContent(string value) => value switch
    {
        "all" => ContentFilter.All,
        "config" => ContentFilter.Config,
        "nonconfig" => ContentFilter.NonConfig,
        _ => throw Invalid("content", value, "all, config or nonconfig"),
    };

    private static DiffFormat ParseFormat(string value) => value switch
    {
        "" or "json" => DiffFormat.Json,
        "xml" => DiffFormat.Xml,
        "cli" => DiffFormat.Cli,
        "curly" => DiffFormat.Curly,
        "set" => DiffFormat.SetCommands,
        _ => throw Invalid("dry-run", value, "json, xml, cli, curly, set or nothing"),
    };

    private static DateTimeOffset ParseTime(string name, string value) =>
        value.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw Invalid(name, value, "a date and time (RFC 3339)");

    private static bool ParseBoolean(string name, string value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw Invalid(name, value, "true or false"),
    };

    private static int ParseDepth(string value)
    {
        if (value == "unbounded") return 0;
        if (value.Length is > 0 and <= 5 && value.All(char.IsAsciiDigit) && int.Parse(value, null) is > 0 and <= 65535 and var depth) return depth;
        throw Invalid("depth", value, "1 to 65535 or unbounded");
    }

    private static WithDefaults ParseWithDefaults(string value) => value switch
    {
        "report-all" => Yang.Encodings.WithDefaults.ReportAll,
        "trim" => Yang.Encodings.WithDefaults.Trim,
        "explicit" => Yang.Encodings.WithDefaults.Explicit,
        "report-all-tagged" => Yang.Encodings.WithDefaults.ReportAllTagged,
        _ => throw Invalid("with-defaults", value, "report-all, trim, explicit or report-all-tagged"),
    };

    private static InsertPlace ParseInsert(string value) => value switch
    {
        "first" => InsertPlace.First,
        "last" => InsertPlace.Last,
        "before" => InsertPlace.Before,
        "after" => InsertPlace.After,
        _ => throw Invalid("insert", value, "first, last, before or after"),
    };

    private static RestconfException Invalid(string name, string value, string expected) =>
        RestconfException.BadRequest($"'{value}' is no value of the query parameter '{name}'; expected {expected}.");
}
