using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>Binds the query parameters <c>insert</c> and <c>point</c> (RFC 8040 §4.8.5, §4.8.6) to the entry that is created or moved.</summary>
internal static class InsertPositions
{
    /// <summary>The position; null when not asked for.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="entry">The entry's path.</param>
    /// <exception cref="RestconfException">400 for an entry of a list that isn't ordered by the user, and for a point elsewhere.</exception>
    public static InsertPosition? Of(RestconfExchange exchange, DataPath entry)
    {
        if (exchange.Query.Insert is not { } place) return null;
        if (entry.Node is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true }))
        {
            throw RestconfException.BadRequest($"The query parameter 'insert' is only for lists and leaf-lists that are ordered by the user; '{entry.Node.Name}' isn't.");
        }

        if (exchange.Query.Point is not { } text) return new InsertPosition(place);
        var point = ResourcePathParser.Parse(exchange.Schema, BelowDatastore(exchange, text));
        if (point.IsRoot || point.IsWholeList || point.Node != entry.Node || !IsSame(point.Parent, entry.Parent))
        {
            throw RestconfException.BadRequest($"The query parameter 'point' names '{point}', which is no entry of the list that '{entry}' belongs to.");
        }

        return new InsertPosition(place, point.Steps[^1].Key);
    }

    /// <summary>The RFC's example leaves <c>{+restconf}/data</c> out; "the same as a target resource URI string" may have it, and all that a Location has.</summary>
    private static ReadOnlySpan<char> BelowDatastore(RestconfExchange exchange, string text)
    {
        var path = text.AsSpan();
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && scheme < path.IndexOf('/') && path[(scheme + 3)..].IndexOf('/') is >= 0 and var authority) path = path[(scheme + 3 + authority)..];
        foreach (var datastore in new[] { $"{exchange.Options.Root}/data/", Locations.PathOf(exchange, new DataPath(exchange.Schema)) })
        {
            if (path.StartsWith(datastore, StringComparison.Ordinal)) return path[datastore.Length..];
        }

        return path.StartsWith('/') ? path[1..] : path;
    }

    /// <summary>Whether two paths name the same instance.</summary>
    internal static bool IsSame(DataPath a, DataPath b)
    {
        if (a.Steps.Length != b.Steps.Length) return false;
        for (var i = 0; i < a.Steps.Length; i++)
        {
            var (x, y) = (a.Steps[i], b.Steps[i]);
            if (x.Node != y.Node || x.Key.HasValue != y.Key.HasValue || (x.Key is { } key && !key.Span.SequenceEqual(y.Key!.Value.Span))) return false;
        }

        return true;
    }
}
