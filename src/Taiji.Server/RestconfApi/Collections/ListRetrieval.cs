using System.Buffers;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>GET and HEAD on a list or leaf-list of which a page is wanted, or which is wanted as <c>application/yang-data+xml-list</c> (draft-ietf-netconf-list-pagination-rc §2).</summary>
internal static class ListRetrieval
{
    /// <summary>Whether a request is for this.</summary>
    /// <param name="exchange">Target and query are known; it is GET or HEAD.</param>
    public static bool Fits(RestconfExchange exchange) => exchange.Target is { Kind: ResourceKind.Data, Path.IsWholeList: true } && (exchange.Query.Page is { IsOfTarget: true } || exchange.IsXmlList);

    /// <summary>Answers.</summary>
    /// <param name="exchange">The exchange.</param>
    public static async Task HandleAsync(RestconfExchange exchange)
    {
        var path = exchange.Target.Path!;
        var query = exchange.Query.Page ?? new PageQuery();
        query.Check();
        var selection = exchange.Query.Fields is null ? null : FieldsSelection.Bind(exchange.Schema, path.Node, exchange.Query.Fields, exchange.Query.Depth);
        var where = query.Where is null ? null : EntryWhere.Parse(query.Where, path.Node, exchange.Schema);
        var way = query.SortBy is null ? null : SortedOrder.Bind(path.Node, query.SortBy, exchange.Schema);
        using var collation = TextCollation.TryOpen(query.Locale) ?? throw PageQuery.Error(
            StatusCodes.Status501NotImplemented, ErrorTag.InvalidValue, $"The locale '{query.Locale}' is not available here.", "locale-unavailable");
        var request = DataRetrieval.Request(exchange.Target, exchange.Query.Content ?? ContentFilter.All, selection);
        if (where is { StaysInEntry: false } || selection is not null) request = request with { Reach = where is { StaysInEntry: false } ? null : [path] };
        var read = await exchange.Operations.ReadAsync(exchange.Session, request, exchange.Aborted).ConfigureAwait(false);
        // An expression must not tell of what may not be read (RFC 8341 §3.2.4).
        var tree = where is null ? read.Tree : read.Visible(where.StaysInEntry ? [path] : null);
        if (!FoundData.TryWalk(tree, path.Parent, out var parent) || !MayRead(read, parent)) throw RestconfException.NotFound($"There is no instance '{path.Parent}'.");
        exchange.Operations.RecordRead(exchange.Session, "read", () => $"{exchange.Target.Named?.ToString().ToLowerInvariant() ?? "running"} {path}");
        // An expression may look at what the version doesn't tell of.
        if (where is null && DataRetrieval.IsUnchanged(exchange, read, exchange.VersionOf(read.Snapshot))) return;
        var filled = DataRetrieval.FindsDefaults(exchange) ? FoundData.InDefault(parent, path.Node) : null;
        if (filled is { } defaults) parent = defaults;
        var page = Choose(parent, path.Node, read, where?.In(tree), way, collation, query);
        var options = DataRetrieval.OptionsOf(exchange, read, selection) with { Whole = ReferenceEquals(tree, read.Tree) ? null : read.Tree, IsDefault = filled is not null };
        await WriteAsync(exchange, parent, page, options).ConfigureAwait(false);
    }

    private static EntryPage Choose(
        DataNode parent, SchemaNode list, ReadResult read, Func<DataNode, bool>? where, IReadOnlyList<SchemaNode>? way, TextCollation collation, PageQuery query)
    {
        var entries = parent.Entries(list);
        EntryOrder order = way is null ? new ListOrder(entries) : new SortedOrder(entries, way, collation);
        var page = EntryPage.Choose(list, entries, query.IsBackwards ? order.Reversed() : order, where ?? ReadableOf(list, read), query);
        return way is null ? page : page with { Annotation = page.Annotation with { Locale = collation.Name } };
    }

    /// <summary>Which entries may be read; null for all.</summary>
    private static Func<DataNode, bool>? ReadableOf(SchemaNode list, ReadResult read)
    {
        if (read.Readable is not { } readable || read.IsWholeReadable(list)) return null;
        var keys = list is ListNode { Keys: var all } ? all : [];
        return entry => readable(entry) && keys.All(k => !entry.TryGetChild(k, out var key) || readable(key));
    }

    private static bool MayRead(ReadResult read, DataNode node)
    {
        for (; read.Readable is not null && !node.IsRoot; node = node.Parent)
        {
            if (!read.Readable(node)) return false;
        }

        return true;
    }

    private static async Task WriteAsync(RestconfExchange exchange, DataNode parent, EntryPage page, DataWriteOptions options)
    {
        var response = exchange.Context.Response;
        var list = exchange.Target.Path!.Node;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = exchange.IsXmlList ? MediaTypes.YangDataXmlList : MediaTypes.Of(exchange.ReplyEncoding);
        if (!exchange.IsXmlList && exchange.ReplyEncoding == DataEncoding.Xml) page = page with { Entries = DemandOne(page.Entries, list) };
        if (HttpMethods.IsHead(exchange.Context.Request.Method)) return;
        var body = response.BodyWriter;
        if (exchange.IsXmlList)
        {
            body.Write("<xml-list xmlns=\"urn:ietf:params:xml:ns:yang:ietf-restconf-list-pagination\">"u8);
            await XmlDataWriter.WriteEntriesAsync(body, parent, page.Entries, page.Annotation, options, exchange.Aborted).ConfigureAwait(false);
            body.Write("</xml-list>"u8);
        }
        else if (exchange.ReplyEncoding == DataEncoding.Json)
        {
            await JsonDataWriter.WriteEntriesAsync(body, parent, list, page.Entries, page.Annotation, options, exchange.Aborted).ConfigureAwait(false);
        }
        else
        {
            await XmlDataWriter.WriteEntriesAsync(body, parent, page.Entries, page.Annotation, options, exchange.Aborted).ConfigureAwait(false);
        }

        await body.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }

    private static List<DataNode> DemandOne(IEnumerable<DataNode> entries, SchemaNode list) => entries.Take(2).ToList() is { Count: 1 } one ? one : throw RestconfException.BadRequest(
        $"{MediaTypes.YangDataXml} can hold one entry of '{list.Name}' exactly (RFC 8040 §4.3): ask for {MediaTypes.YangDataXmlList} or for JSON.");
}
