using Taiji.Datastores;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>The answer of get and get-config.</summary>
internal static class DataReply
{
    /// <summary>Reads, selects, and writes while the reply is being sent.</summary>
    /// <param name="context">Where it is done.</param>
    /// <param name="request">What to read.</param>
    /// <param name="filter">What to select; null for all.</param>
    /// <param name="view">How it is written.</param>
    /// <param name="cancellationToken">The session ends.</param>
    public static async ValueTask<NetconfReply> MakeAsync(
        OperationContext context, ReadRequest request, DataFilter? filter, DataWriteOptions view, CancellationToken cancellationToken)
    {
        var read = await context.Operations.ReadAsync(context.Session, request with { Reach = filter?.Reach(context.Schema) }, cancellationToken);
        var readable = read.Readable;
        var reportsDefaults = view.WithDefaults is WithDefaults.ReportAll or WithDefaults.ReportAllTagged;
        // Whether a default is in use depends on nodes that no filter names.
        var visible = filter is null ? read.Tree : read.Visible(reportsDefaults ? null : filter.Reach(context.Schema));
        var tree = filter is null ? read.Tree : filter.Apply(visible);
        if (filter is not null && reportsDefaults)
            readable = OfSelection(visible, filter, readable);
        // Levels are counted from the top-level nodes; the writer counts from the root.
        var options = view with { Readable = readable, Lists = read.Lists, Depth = view.Depth > 0 ? view.Depth + 1 : 0 };
        return NetconfReply.Data((output, cancel) => XmlDataWriter.WriteAsync(output, tree.Root, options, cancel));
    }

    /// <summary>
    /// The view of a selection with defaults: those that the filter asks for and that are in use in the whole content. In the selection alone more may seem to be in use, such as
    /// those of a choice's default case when the case chosen was not selected.
    /// </summary>
    private static Func<DataNode, bool> OfSelection(DataTree whole, DataFilter filter, Func<DataNode, bool>? readable) => node =>
    {
        if (readable?.Invoke(node) == false) return false;
        if (!node.IsDefault) return true;
        return filter.CoversDefault(node.Schema) && whole.TryFind(node.Parent.Path, out var parent)
            ? parent.TryGetChildOrDefault(node.Schema, out var same) && same.IsDefault
            : filter.CoversDefault(node.Schema) && node.Parent.IsDefault;
    };
}
