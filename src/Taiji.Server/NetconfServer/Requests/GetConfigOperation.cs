using Taiji.Server.Filters;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.TransactionIds;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>get-config (RFC 6241 §7.1).</summary>
internal sealed class GetConfigOperation(OperationContext context, Datastore source, DataView view) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        Datastore? source = null;
        DataFilter? filter = null;
        var options = new DataWriteOptions { Content = ContentFilter.Config, Depth = MessageAttributes.Depth(request), WithAttributes = MessageAttributes.WithAttributes(request) };
        var known = new KnownVersions();
        known.Take(request.Reader);
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "source") source = DatastoreParameter.ReadDatastore(parameters, context);
            else if (parameters.Name == "filter") filter = FilterParameter.Read(parameters, context, known);
            else if (WithDefaultsParameter.IsAt(parameters)) options = options with { WithDefaults = WithDefaultsParameter.Read(parameters) };
            else throw parameters.Unknown();
        }

        return new GetConfigOperation(
            context, source ?? throw ProtocolErrors.MissingElement("source", "get-config needs a <source>."), new DataView(filter, options) { Known = known });
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => DataReply.MakeAsync(
        context, new ReadRequest(source), view, cancellationToken);
}
