using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Server.RestconfApi.Collections;
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
        if (ListRetrieval.Fits(exchange))
        {
            await ListRetrieval.HandleAsync(exchange).ConfigureAwait(false);
            return;
        }

        var path = exchange.Target.Path!;
        var query = exchange.Query;
        var selection = query.Fields is null ? null : FieldsSelection.Bind(exchange.Schema, path.Node, query.Fields, query.Depth);
        var content = ContentOf(exchange);
        var request = Request(exchange.Target, content, selection) with { InParts = InParts(exchange) };
        var read = await exchange.Operations.ReadAsync(exchange.Session, request, exchange.Aborted).ConfigureAwait(false);
        try
        {
            await AnswerAsync(exchange, read, path, selection).ConfigureAwait(false);
        }
        finally
        {
            await read.EndAsync().ConfigureAwait(false);
        }
    }

    private static Task AnswerAsync(RestconfExchange exchange, ReadResult read, DataPath path, FieldsSelection? selection)
    {
        var found = FoundData.Locate(read, path, ModeOf(exchange), FindsDefaults(exchange));
        if (found.Count == 0) throw NotFound(path);
        exchange.Operations.RecordRead(exchange.Session, "read", exchange.Target, static t => $"{t.Named?.ToString().ToLowerInvariant() ?? "running"} {t.Path}");
        if (found.Count > 1 && exchange.ReplyEncoding == DataEncoding.Xml)
        {
            throw RestconfException.BadRequest($"'{path.Node.Name}' has {found.Count} entries, and XML can hold only one here (RFC 8040 §4.3): ask for JSON, or for one entry.");
        }

        if (IsUnchanged(exchange, read, exchange.VersionOf(read.Snapshot, found))) return Task.CompletedTask;
        var options = OptionsOf(exchange, read, selection);
        return DataReplies.WriteAsync(exchange, found, found.IsDefault ? options with { IsDefault = true } : options);
    }

    // What is cut or chosen from is gathered first, and so is a list of which XML can hold one entry only.
    private static Func<ListNode, bool>? InParts(RestconfExchange exchange)
    {
        var query = exchange.Query;
        if (query.Fields is not null || query.Exclude is not null || query.Page is not null || query.Depth > 0 || HttpMethods.IsHead(exchange.Context.Request.Method)) return null;
        return exchange.Target.Path!.IsWholeList && exchange.ReplyEncoding == DataEncoding.Xml ? null : exchange.IsInReply;
    }

    private static bool IsInReply(this RestconfExchange exchange, ListNode list)
    {
        var path = exchange.Target.Path!;
        return list.IsAtOrBelow(path.Node) && (path.Node != list || path.IsWholeList);
    }

    /// <summary>Tells the version of what is sent, and whether the client has it already: then it is answered.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="read">What was read.</param>
    /// <param name="version">Its version.</param>
    /// <exception cref="RestconfException">412.</exception>
    internal static bool IsUnchanged(RestconfExchange exchange, ReadResult read, in ResourceVersion version)
    {
        var content = ContentOf(exchange);
        if (!IsVersioned(exchange.Target, content)) return false;
        exchange.SetVersion(version);
        var conditions = new Conditions(exchange.Context.Request.Headers);
        if (conditions.IsEmpty || conditions.CheckRead(version, exchange.ReplyEncoding, IsAllConfiguration(read, exchange.Target.Path!, content)) is not { } status) return false;
        DataReplies.Unchanged(exchange, status);
        return true;
    }

    /// <summary>The view that the query asks for.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="read">What was read.</param>
    /// <param name="selection">The <c>fields</c>.</param>
    internal static DataWriteOptions OptionsOf(RestconfExchange exchange, ReadResult read, FieldsSelection? selection)
    {
        var query = exchange.Query;
        // Most requests want all there is.
        if (ReferenceEquals(query, QueryParameters.None) && read.Readable is null && read.Remainders.Count == 0 && ModeOf(exchange) == WithDefaults.Explicit) return exchange.Options.Indent ? Indented : Plain;
        var node = exchange.Target.Path!.Node;
        var excluded = query.Exclude is null ? null : ExcludedNodes.Bind(exchange.Schema, node, query.Exclude);
        return new DataWriteOptions
        {
            // The leaf asked for is sent, default or not (§3.5.4).
            WithDefaults = node is TypedNode && ModeOf(exchange) == WithDefaults.Trim ? WithDefaults.Explicit : ModeOf(exchange),
            Content = ContentOf(exchange),
            Depth = selection is null ? query.Depth : 0,
            Indent = exchange.Options.Indent,
            Origins = query.WithOrigin ? read.Origins?.ToAnnotation() : null,
            SublistLimit = query.Page?.SublistLimit ?? 0,
            Readable = selection is not null ? selection.Within(read.Readable) : excluded is not null ? excluded.Outside(read.Readable) : read.Readable,
            Lists = selection is null && excluded is null ? read.Lists : null,
            Remainders = read.Remainders,
        };
    }

    // "content" is about descendants (§4.8.1): a leaf asked for is sent, whatever it is.
    private static ContentFilter ContentOf(RestconfExchange exchange) =>
        exchange.Target.Path!.Node is TypedNode or AnyNode ? ContentFilter.All : exchange.Query.Content ?? ContentFilter.All;

    /// <summary>Whether a leaf or leaf-list that isn't there is found by its default (RFC 8040 §3.5.4): in a datastore asked for by name when defaults are reported (RFC 8527 §3.2).</summary>
    /// <param name="exchange">The exchange.</param>
    internal static bool FindsDefaults(RestconfExchange exchange) => exchange.Target.Named is null || ModeOf(exchange) is WithDefaults.ReportAll or WithDefaults.ReportAllTagged;

    private static WithDefaults ModeOf(RestconfExchange exchange)
    {
        if (exchange.Target.Named != Datastore.Operational) return exchange.Query.WithDefaults ?? exchange.Options.BasicMode;
        // The operational datastore tells the values in use, for "explicit" too (RFC 8527 §3.2.1).
        return exchange.Query.WithDefaults is null or WithDefaults.Explicit ? WithDefaults.ReportAll : exchange.Query.WithDefaults.Value;
    }

    /// <summary>ETag and Last-Modified are of configuration (§3.4.1, §3.5.2): a reply of state alone would claim to be unchanged while it isn't.</summary>
    private static bool IsVersioned(ResourceTarget target, ContentFilter content) =>
        content != ContentFilter.NonConfig && target.Path!.Node.IsConfig && target.Named is not (Datastore.Operational or Datastore.Intended or Datastore.FactoryDefault);

    /// <summary>Whether it is configuration alone that is sent, so that its version tells all of it.</summary>
    private static bool IsAllConfiguration(ReadResult read, DataPath path, ContentFilter content) =>
        content == ContentFilter.Config || ReferenceEquals(read.Tree, read.Snapshot.Tree) || ContentDigest.Of(read.Tree, path) == ContentDigest.Of(read.Snapshot.Tree, path);

    /// <summary>What has to be read.</summary>
    /// <param name="target">The target resource.</param>
    /// <param name="content">Configuration, state or both.</param>
    /// <param name="selection">The <c>fields</c>.</param>
    internal static ReadRequest Request(ResourceTarget target, ContentFilter content, FieldsSelection? selection)
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
