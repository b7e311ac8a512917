using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>The query parameters of draft-ietf-netconf-list-pagination (§3.1, §3.2), with the errors that draft-ietf-netconf-list-pagination-rc §2.3 gives them.</summary>
internal sealed record PageQuery
{
    private static readonly string[] Names = ["limit", "offset", "cursor", "direction", "sort-by", "locale", "where", "sublist-limit"];

    /// <summary>How many entries at most (§3.1.7); null for all.</summary>
    public uint? Limit { get; private init; }

    /// <summary>How many to pass over (§3.1.5); null when not given.</summary>
    public uint? Offset { get; private init; }

    /// <summary>Where to begin (§3.1.6), as given.</summary>
    public string? Cursor { get; private init; }

    /// <summary>Whether to go from the last entry to the first (§3.1.4).</summary>
    public bool IsBackwards { get; private init; }

    /// <summary>The names on the way to the node whose values order the entries (§3.1.2); null for the list's own order.</summary>
    public IReadOnlyList<(string? Module, string Name)>? SortBy { get; private init; }

    /// <summary>Whose order of text (§3.1.3), as given.</summary>
    public string? Locale { get; private init; }

    /// <summary>An XPath expression that is true of the entries wanted (§3.1.1); null for all.</summary>
    public string? Where { get; private init; }

    /// <summary>How many entries of lists further down at most (§3.2.1); 0 for all.</summary>
    public uint SublistLimit { get; private init; }

    /// <summary>Whether anything is asked of the list itself.</summary>
    public bool IsOfTarget { get; private init; }

    /// <summary>Whether a query parameter is one of these.</summary>
    /// <param name="name">Its name.</param>
    public static bool Has(string name) => Names.Contains(name);

    /// <summary>Adds a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="target">The target resource.</param>
    /// <exception cref="RestconfException">400 operation-not-supported: not for this method or resource; 400 invalid-value.</exception>
    public PageQuery With(string name, string value, string method, ResourceTarget target)
    {
        DemandPlace(name, method, target);
        if (name == "sublist-limit") return this with { SublistLimit = ParseLimit(name, value) ?? 0 };
        var query = this with { IsOfTarget = true };
        return name switch
        {
            "limit" => query with { Limit = ParseLimit(name, value) },
            "offset" => query with { Offset = ParseNumber(value) ?? throw Invalid(name, value, "a number from 0 to 4294967295") },
            "cursor" => query with { Cursor = value },
            "direction" => query with { IsBackwards = value == "backwards" || (value == "forwards" ? false : throw Invalid(name, value, "forwards or backwards")) },
            "sort-by" => query with { SortBy = value == "none" ? null : ParseNode(value) },
            "locale" => query with { Locale = value },
            _ => query with { Where = value == "unfiltered" ? null : value },
        };
    }

    /// <summary>Refuses parameters that don't go together.</summary>
    /// <exception cref="RestconfException">400 invalid-value.</exception>
    public void Check()
    {
        if (Locale is not null && SortBy is null) throw Invalid("The query parameter 'locale' needs 'sort-by' (draft-ietf-netconf-list-pagination §3.1.3).");
        if (Cursor is not null && Offset is not null) throw Invalid("The query parameters 'cursor' and 'offset' both say where to begin: one of them is enough (draft-ietf-netconf-list-pagination §3.1).");
    }

    /// <summary>400 invalid-value, of the application layer as the draft has it.</summary>
    /// <param name="message">What is wrong.</param>
    public static RestconfException Invalid(string message) => Error(StatusCodes.Status400BadRequest, ErrorTag.InvalidValue, message);

    /// <summary>An error of the application layer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="tag">The error-tag.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="identity">The identity of <c>ietf-list-pagination</c> that is the error-app-tag; null for none.</param>
    public static RestconfException Error(int status, string tag, string message, string? identity = null) => new(status, new RpcError
    {
        Type = ErrorType.Application, Tag = tag, AppTag = identity is null ? null : $"{Yang.Encodings.ListAnnotation.Module}:{identity}", Message = message,
    });

    private static void DemandPlace(string name, string method, ResourceTarget target)
    {
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        var fits = name == "sublist-limit" ? target.Kind is ResourceKind.Data or ResourceKind.Datastore : target is { Kind: ResourceKind.Data, Path.IsWholeList: true };
        if (isRead && fits) return;
        throw Error(StatusCodes.Status400BadRequest, ErrorTag.OperationNotSupported, $"The query parameter '{name}' is for GET and HEAD on {(name == "sublist-limit" ? "data" : "a whole list or leaf-list")} alone.");
    }

    private static uint? ParseLimit(string name, string value) =>
        value == "unbounded" ? null : ParseNumber(value) is > 0 and var limit ? limit : throw Invalid(name, value, "a number from 1 to 4294967295, or unbounded");

    private static uint? ParseNumber(string value) => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static List<(string?, string)> ParseNode(string value)
    {
        var way = new List<(string?, string)>();
        foreach (var step in value.Split('/'))
        {
            var colon = step.IndexOf(':', StringComparison.Ordinal);
            if (!ApiIdentifier.IsIdentifier(step.AsSpan(colon + 1)) || (colon >= 0 && !ApiIdentifier.IsIdentifier(step.AsSpan(0, colon)))) throw Invalid("sort-by", value, "a descendant, as a/b or module:a/b");
            way.Add((colon < 0 ? null : step[..colon], step[(colon + 1)..]));
        }

        return way;
    }

    private static RestconfException Invalid(string name, string value, string expected) => Invalid($"'{value}' is no value of the query parameter '{name}'; expected {expected}.");
}
