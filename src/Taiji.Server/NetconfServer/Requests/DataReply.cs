using Taiji.Server.Filters;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.TransactionIds;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>What of a datastore is answered, and how.</summary>
/// <param name="Filter">What to select; null for all.</param>
/// <param name="Options">How it is written; its depth counts from the top-level nodes.</param>
internal sealed record DataView(DataFilter? Filter, DataWriteOptions Options)
{
    /// <summary>Whether the depth counts from each node that the filter selects instead (RFC 8526 §4).</summary>
    public bool CountsFromSelected { get; init; }

    /// <summary>The origins wanted; null for all.</summary>
    public OriginSelection? Origins { get; init; }

    /// <summary>Whether origins are written.</summary>
    public bool WithOrigin { get; init; }

    /// <summary>The namespace of <c>data</c>; null for NETCONF's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>The versions that the request knows; null for none.</summary>
    public KnownVersions? Known { get; init; }
}

/// <summary>The answer of get, get-config and get-data.</summary>
internal static class DataReply
{
    /// <summary>Reads, selects, and writes while the reply is being sent.</summary>
    /// <param name="context">Where it is done.</param>
    /// <param name="request">What to read.</param>
    /// <param name="view">What of it is answered.</param>
    /// <param name="cancellationToken">The session ends.</param>
    public static async ValueTask<NetconfReply> MakeAsync(OperationContext context, ReadRequest request, DataView view, CancellationToken cancellationToken)
    {
        var filter = view.Filter;
        var read = await context.Operations.ReadAsync(context.Session, request with { Reach = filter?.Reach(context.Schema), InParts = InParts(view) }, cancellationToken);
        try
        {
            return await SelectAsync(context, request, view, read, cancellationToken);
        }
        catch
        {
            await read.EndAsync();
            throw;
        }
    }

    private static async ValueTask<NetconfReply> SelectAsync(OperationContext context, ReadRequest request, DataView view, ReadResult read, CancellationToken cancellationToken)
    {
        var filter = view.Filter;
        context.Operations.RecordRead(
            context.Session, "read", () => $"{request.Datastore.ToString().ToLowerInvariant()} {string.Join(' ', filter?.Reach(context.Schema) ?? [])}".TrimEnd());
        var readable = read.Readable;
        var options = view.Options;
        var reportsDefaults = options.WithDefaults is WithDefaults.ReportAll or WithDefaults.ReportAllTagged;
        // Whether a default is in use depends on nodes that no filter names; what is selected away by origin must not be seen to be there either.
        var visible = filter is null && view.Origins is null ? read.Tree : read.Visible(reportsDefaults ? null : filter?.Reach(context.Schema));
        var selected = options.Depth > 0 && filter is not null && view.CountsFromSelected ? new SelectedNodes() : null;
        var tree = filter is null ? visible : filter.Apply(visible, selected);
        if (filter is not null && reportsDefaults) readable = OfSelection(visible, filter, read, readable);
        if (view.Origins is { } origins && read.Origins is { } known)
        {
            tree = origins.Apply(tree, known);
            if (!origins.Wants(known.Default)) readable = WithoutDefaults(readable);
        }

        options = options with
        {
            Readable = readable,
            Lists = read.Lists,
            Remainders = read.Remainders,
            Origins = view.WithOrigin ? read.Origins?.ToAnnotation() : null,
            DepthFrom = selected is null ? null : selected.Contains,
            // Levels are counted from the top-level nodes; the writer counts from the root.
            Depth = options.Depth > 0 && selected is null ? options.Depth + 1 : options.Depth,
        };
        return view.Known is { Mechanism: { } mechanism } versions
            ? await WithVersionsAsync(context, new Written(request.Datastore, read, tree, options, view.Namespace), versions, mechanism, cancellationToken)
            : NetconfReply.Data((output, cancel) => XmlDataWriter.WriteAsync(output, tree.Root, options, cancel), view.Namespace, release: read.Remainders.Count == 0 ? null : read.EndAsync);
    }

    private static async ValueTask<NetconfReply> WithVersionsAsync(OperationContext context, Written data, KnownVersions known, string mechanism, CancellationToken cancellationToken)
    {
        var (datastore, read, tree, options, ns) = data;
        var running = datastore == Datastore.Running ? read.Snapshot : (await context.Operations.ReadAsync(context.Session, new ReadRequest(Datastore.Running), cancellationToken)).Snapshot;
        var versions = new ServerVersions(context.Operations, read.Snapshot, running, mechanism);
        var whole = known.OfWhole(versions, context.Schema);
        var attributes = $" {TransactionId.Declaration}{(whole is { } version ? $" {TransactionId.Prefix}:{mechanism}=\"{version.Text}\"" : "")}";
        options = options with { Versions = known.ToAnnotation(versions) };
        return NetconfReply.Data(
            (output, cancel) => whole is { IsPruned: true } ? default : XmlDataWriter.WriteAsync(output, tree.Root, options, cancel), ns, attributes);
    }

    private sealed record Written(Datastore Datastore, ReadResult Read, DataTree Tree, DataWriteOptions Options, string? Namespace);

    // A list that is cut, or of which only what the data decides is answered, is gathered first.
    private static Func<ListNode, bool>? InParts(DataView view) => view.Origins is not null || view.Options.Depth > 0 || view.Known is { Mechanism: not null } ? null
        : view.Filter is { } filter ? filter.SelectsWhole : static _ => true;

    private static Func<DataNode, bool> WithoutDefaults(Func<DataNode, bool>? readable) =>
        node => !(node.IsDefault && node.Schema.IsConfig) && readable?.Invoke(node) != false;

    /// <summary>
    /// The view of a selection with defaults: those that the filter asks for and that are in use in the whole content. In the selection alone more may seem to be in use, such as
    /// those of a choice's default case when the case chosen was not selected.
    /// </summary>
    private static Func<DataNode, bool> OfSelection(DataTree whole, DataFilter filter, ReadResult read, Func<DataNode, bool>? readable) => node =>
    {
        if (readable?.Invoke(node) == false) return false;
        // Of a list that comes in parts all is selected.
        if (!node.IsDefault || read.Remainders.Any(r => node.Schema.IsAtOrBelow(r.List))) return true;
        return filter.CoversDefault(node.Schema) && whole.TryFind(node.Parent.Path, out var parent)
            ? parent.TryGetChildOrDefault(node.Schema, out var same) && same.IsDefault
            : filter.CoversDefault(node.Schema) && node.Parent.IsDefault;
    };
}
