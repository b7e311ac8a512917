using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>validate (RFC 6241 §8.6.4.1).</summary>
internal sealed class ValidateOperation(OperationContext context, DatastoreParameter source) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        DatastoreParameter? source = null;
        var parameters = context.Parameters(request);
        while (parameters.Read())
            source = parameters.Name == "source" ? DatastoreParameter.Read(parameters, context, allowConfig: true, DatastoreIdentity.IsConfiguration) : throw parameters.Unknown();
        return new ValidateOperation(context, source ?? throw ProtocolErrors.MissingElement("source", "validate needs a <source>."));
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var given = source.Url is { } url ? await url.ReadAsync(xml => context.ConfigReader.ReadTree(xml), cancellationToken) : source.Config;
        if (given is { } config) await context.Operations.ValidateAsync(context.Session, config, cancellationToken);
        else await context.Operations.ValidateAsync(context.Session, source.Datastore, cancellationToken);
        return NetconfReply.Ok;
    }
}
