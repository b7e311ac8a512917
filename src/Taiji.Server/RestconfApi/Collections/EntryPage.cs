using Microsoft.AspNetCore.Http;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>The entries of a list or leaf-list that a page has.</summary>
/// <param name="Entries">The entries; walked once.</param>
/// <param name="Annotation">What is said of them.</param>
internal sealed record EntryPage(IEnumerable<DataNode> Entries, ListAnnotation Annotation)
{
    /// <summary>How many entries after the page are looked at to count those that are wanted; beyond that the count is <c>unknown</c> (draft-ietf-netconf-list-pagination §3.1.7).</summary>
    private const long MostCounted = 10_000;

    /// <summary>Chooses. Where all entries are wanted a page costs what it has, whatever the list has.</summary>
    /// <param name="list">The list or leaf-list.</param>
    /// <param name="entries">Its entries.</param>
    /// <param name="order">The entries in the order asked for.</param>
    /// <param name="isWanted">Which are wanted; null for all.</param>
    /// <param name="query">What was asked for.</param>
    /// <exception cref="RestconfException">404, 416, 501.</exception>
    public static EntryPage Choose(SchemaNode list, DataEntries entries, EntryOrder order, Func<DataNode, bool>? isWanted, PageQuery query) =>
        isWanted is null ? Whole(list, entries, order, query) : Filtered(list, entries, order, isWanted, query);

    private static EntryPage Whole(SchemaNode list, DataEntries entries, EntryOrder order, PageQuery query)
    {
        var start = query.Cursor is { } cursor ? order.PositionOf(EntryCursor.Find(list, entries, cursor)) : query.Offset ?? 0L;
        if (start > order.Count) throw OutOfRange(query.Offset!.Value, order.Count);
        var end = query.Limit is { } most ? Math.Min(order.Count, start + most) : order.Count;
        var annotation = new ListAnnotation { Remaining = order.Count - end };
        if (query.Limit is { } limit && EntryCursor.IsSupported(list))
        {
            annotation = annotation with
            {
                Next = end < order.Count ? EntryCursor.Of(order.At(end)) : null,
                Previous = start > 0 ? EntryCursor.Of(order.At(Math.Max(0, start - limit))) : null,
            };
        }

        return new EntryPage(Range(order, start, end), annotation);
    }

    private static EntryPage Filtered(SchemaNode list, DataEntries entries, EntryOrder order, Func<DataNode, bool> isWanted, PageQuery query)
    {
        var hasCursors = EntryCursor.IsSupported(list) && query.Limit is not null;
        var (start, previous) = query.Cursor is { } cursor
            ? FromCursor(order, EntryCursor.Find(list, entries, cursor), isWanted, query, cursor) : FromOffset(order, isWanted, query, hasCursors);
        if (query.Limit is not { } limit) return new EntryPage(Range(order, start, order.Count).Where(isWanted), new ListAnnotation());
        var page = new List<DataNode>();
        var position = start;
        for (; position < order.Count && page.Count < limit; position++)
        {
            var entry = order.At(position);
            if (isWanted(entry)) page.Add(entry);
        }

        var (next, remaining) = Rest(order, position, isWanted);
        return new EntryPage(page, new ListAnnotation { Remaining = remaining, Next = hasCursors && next is { } n ? EntryCursor.Of(n) : null, Previous = hasCursors && previous is { } p ? EntryCursor.Of(p) : null });
    }

    private static (long Start, DataNode? Previous) FromCursor(EntryOrder order, DataNode entry, Func<DataNode, bool> isWanted, PageQuery query, string cursor)
    {
        if (!isWanted(entry)) throw EntryCursor.NotFound(cursor);
        var start = order.PositionOf(entry);
        DataNode? previous = null;
        var found = 0u;
        for (var i = start - 1; i >= 0 && found < (query.Limit ?? 0); i--)
        {
            var before = order.At(i);
            if (!isWanted(before)) continue;
            previous = before;
            found++;
        }

        return (start, previous);
    }

    /// <summary>Passes over as many wanted entries as the offset says; keeps the begin of the page before.</summary>
    private static (long Start, DataNode? Previous) FromOffset(EntryOrder order, Func<DataNode, bool> isWanted, PageQuery query, bool hasCursors)
    {
        var offset = query.Offset ?? 0;
        var passed = 0u;
        var before = new Queue<long>();
        var position = 0L;
        for (; passed < offset; position++)
        {
            if (position == order.Count) throw OutOfRange(offset, passed);
            if (!isWanted(order.At(position))) continue;
            passed++;
            if (!hasCursors) continue;
            before.Enqueue(position);
            if (before.Count > query.Limit) before.Dequeue();
        }

        return (position, before.Count > 0 ? order.At(before.Peek()) : null);
    }

    private static (DataNode? Next, long Remaining) Rest(EntryOrder order, long position, Func<DataNode, bool> isWanted)
    {
        DataNode? next = null;
        var remaining = 0L;
        var last = long.MaxValue;
        for (; position < order.Count; position++)
        {
            if (position >= last) return (next, ListAnnotation.Unknown);
            var entry = order.At(position);
            if (!isWanted(entry)) continue;
            if (remaining++ > 0) continue;
            next = entry;
            last = position + MostCounted;
        }

        return (next, remaining);
    }

    private static IEnumerable<DataNode> Range(EntryOrder order, long start, long end)
    {
        for (var i = start; i < end; i++) yield return order.At(i);
    }

    private static RestconfException OutOfRange(uint offset, long count) => PageQuery.Error(
        StatusCodes.Status416RangeNotSatisfiable, ErrorTag.InvalidValue, $"The offset {offset} is beyond the {count} entries that there are.", "offset-out-of-range");
}
