using Taiji.Server.Filters;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>get (RFC 6241 §7.7): running and state.</summary>
internal sealed class GetOperation(OperationContext context, DataFilter? filter, DataWriteOptions view) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        DataFilter? filter = null;
        var view = new DataWriteOptions { Content = MessageAttributes.Content(request), Depth = MessageAttributes.Depth(request), WithAttributes = MessageAttributes.WithAttributes(request) };
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "filter") filter = FilterParameter.Read(parameters, context);
            else if (WithDefaultsParameter.IsAt(parameters)) view = view with { WithDefaults = WithDefaultsParameter.Read(parameters) };
            else throw parameters.Unknown();
        }

        return new GetOperation(context, filter, view);
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => DataReply.MakeAsync(
        context, new ReadRequest(Datastore.Running) { IncludeState = view.Content != ContentFilter.Config }, new DataView(filter, view), cancellationToken);
}
