using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>get (RFC 6241 §7.7): running and state.</summary>
internal sealed class GetOperation(OperationContext context, DataFilter? filter, WithDefaults withDefaults) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        DataFilter? filter = null;
        var withDefaults = WithDefaults.Explicit;
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "filter") filter = FilterParameter.Read(parameters, context);
            else if (WithDefaultsParameter.IsAt(parameters)) withDefaults = WithDefaultsParameter.Read(parameters);
            else throw parameters.Unknown();
        }

        return new GetOperation(context, filter, withDefaults);
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => DataReply.MakeAsync(
        context, new ReadRequest(Datastore.Running) { IncludeState = true }, filter, new DataWriteOptions { WithDefaults = withDefaults }, cancellationToken);
}
