using Taiji.Datastores;
using Taiji.Netconf.Sessions;
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
        var tree = filter is null ? read.Tree : filter.Apply(read.Tree);
        var options = view with { Readable = read.Readable };
        return NetconfReply.Data((output, cancel) => XmlDataWriter.WriteAsync(output, tree.Root, options, cancel));
    }
}
