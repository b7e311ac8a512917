using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>GET and HEAD on a datastore or data resource (RFC 8040 §4.3, §4.2).</summary>
internal static class DataRetrieval
{
    private static readonly DataWriteOptions Plain = new();
    private static readonly DataWriteOptions Indented = new() { Indent = true };

    public static async Task HandleAsync(RestconfExchange exchange)
    {
        var path = exchange.Target.Path!;
        var query = exchange.Query;
        var selection = query.Fields is null ? null : FieldsSelection.Bind(exchange.Schema, path.Node, query.Fields, query.Depth);
        // "content" is about descendants (§4.8.1): a leaf asked for is sent, whatever it is.
        var content = path.Node is TypedNode or AnyNode ? ContentFilter.All : query.Content ?? ContentFilter.All;
        var conditions = new Conditions(exchange.Context.Request.Headers);
        var read = await exchange.Operations.ReadAsync(exchange.Session, Request(exchange.Target, content, selection), exchange.Aborted).ConfigureAwait(false);

        var found = FoundData.Locate(read, path, ModeOf(exchange));
        if (found.Count == 0) throw NotFound(path);
        exchange.Operations.RecordRead(exchange.Session, "read", () => $"{exchange.Target.Named?.ToString().ToLowerInvariant() ?? "running"} {path}");
        if (found.Count > 1 && exchange.ReplyEncoding == DataEncoding.Xml)
        {
            throw RestconfException.BadRequest($"'{path.Node.Name}' has {found.Count} entries, and XML can hold only one here (RFC 8040 §4.3): ask for JSON, or for one entry.");
        }

        if (IsVersioned(exchange.Target, content))
        {
            var version = exchange.VersionOf(read.Snapshot, found);
            exchange.SetVersion(version);
            if (!conditions.IsEmpty && conditions.CheckRead(version, exchange.ReplyEncoding, IsAllConfiguration(read, path, content)) is { } status)
            {
                DataReplies.Unchanged(exchange, status);
                return;
            }
        }

        await DataReplies.WriteAsync(exchange, found, ViewOf(exchange, path, read, content, selection)).ConfigureAwait(false);
    }

    private static DataWriteOptions ViewOf(RestconfExchange exchange, DataPath path, ReadResult read, ContentFilter content, FieldsSelection? selection)
    {
        var query = exchange.Query;
        // Most requests want all there is.
        if (ReferenceEquals(query, QueryParameters.None) && read.Readable is null && ModeOf(exchange) == WithDefaults.Explicit) return exchange.Options.Indent ? Indented : Plain;
        return new DataWriteOptions
        {
            // The leaf asked for is sent, default or not (§3.5.4).
            WithDefaults = path.Node is TypedNode && ModeOf(exchange) == WithDefaults.Trim ? WithDefaults.Explicit : ModeOf(exchange),
            Content = content,
            Depth = selection is null ? query.Depth : 0,
            Indent = exchange.Options.Indent,
            Origins = query.WithOrigin ? read.Origins?.ToAnnotation() : null,
            Readable = selection is null ? read.Readable : selection.Within(read.Readable),
            Lists = selection is null ? read.Lists : null,
        };
    }

    private static WithDefaults ModeOf(RestconfExchange exchange) => exchange.Query.WithDefaults
        // The operational datastore tells the values in use (RFC 8527 §3.2.1).
        ?? (exchange.Target.Named == Datastore.Operational ? WithDefaults.ReportAll : exchange.Options.BasicMode);

    /// <summary>ETag and Last-Modified are of configuration (§3.4.1, §3.5.2): a reply of state alone would claim to be unchanged while it isn't.</summary>
    private static bool IsVersioned(ResourceTarget target, ContentFilter content) =>
        content != ContentFilter.NonConfig && target.Path!.Node.IsConfig && target.Named is not (Datastore.Operational or Datastore.Intended or Datastore.FactoryDefault);

    /// <summary>Whether it is configuration alone that is sent, so that its version tells all of it.</summary>
    private static bool IsAllConfiguration(ReadResult read, DataPath path, ContentFilter content) =>
        content == ContentFilter.Config || ReferenceEquals(read.Tree, read.Snapshot.Tree) || ContentDigest.Of(read.Tree, path) == ContentDigest.Of(read.Snapshot.Tree, path);

    private static ReadRequest Request(ResourceTarget target, ContentFilter content, FieldsSelection? selection)
    {
        var request = new ReadRequest(target.Named ?? Datastore.Running) { Reach = Reach(target.Path!, selection) };
        return target.Named is null or Datastore.Operational ? request with { IncludeState = content != ContentFilter.Config } : request;
    }

    /// <summary>What state providers need to be asked for: the target, or what "fields" selects of it down to the first list.</summary>
    private static IReadOnlyList<DataPath>? Reach(DataPath target, FieldsSelection? selection)
    {
        if (selection is null) return target.IsRoot ? null : new[] { target };
        if (target.IsWholeList) return new[] { target };
        var paths = new List<DataPath>();
        foreach (var start in selection.Starts)
        {
            var way = new Stack<SchemaNode>();
            for (SchemaNode? node = start; node is not null && node != target.Node; node = node.DataParent) way.Push(node);
            var path = target;
            foreach (var node in way)
            {
                path = path.Append(node);
                if (node is ListNode or LeafListNode) break;
            }

            paths.Add(path);
        }

        return paths;
    }

    private static RestconfException NotFound(DataPath path) => RestconfException.NotFound($"There is no instance '{path}'.");
}
