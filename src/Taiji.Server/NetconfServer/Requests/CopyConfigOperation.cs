using Taiji.Datastores;
using Taiji.Netconf.Serving;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>
/// copy-config (RFC 6241 §7.3). <c>with-defaults</c> (RFC 6243 §4.5.1) says what is written to a URL; datastores hold explicit values only, so that it changes nothing there.
/// </summary>
internal sealed class CopyConfigOperation(OperationContext context, DatastoreParameter source, DatastoreParameter target, WithDefaults defaults) : INetconfOperation
{
    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        DatastoreParameter? source = null, target = null;
        var defaults = WithDefaults.Explicit;
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "source") source = DatastoreParameter.Read(parameters, context, allowConfig: true);
            else if (parameters.Name == "target") target = DatastoreParameter.Read(parameters, context, allowConfig: false);
            else if (WithDefaultsParameter.IsAt(parameters)) defaults = WithDefaultsParameter.Read(parameters);
            else throw parameters.Unknown();
        }

        var from = source ?? throw ProtocolErrors.MissingElement("source", "copy-config needs a <source>.");
        var to = target ?? throw ProtocolErrors.MissingElement("target", "copy-config needs a <target>.");
        if (to.Url is not null && (from.Url is not null || from.Config is not null)) throw ProtocolErrors.NotSupported("Only datastores are copied to a <url> (RFC 6241 §8.8.5.1).");
        return new CopyConfigOperation(context, from, to, defaults);
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (target.Url is { } url)
        {
            var read = await context.Operations.ReadAsync(context.Session, new ReadRequest(source.Datastore), cancellationToken);
            await url.WriteAsync(read.Tree, new DataWriteOptions { WithDefaults = defaults, Content = ContentFilter.Config, Readable = read.Readable, Lists = read.Lists }, cancellationToken);
            return NetconfReply.Ok;
        }

        var config = source.Url is { } place ? await place.ReadAsync(xml => context.ConfigReader.ReadTree(xml), cancellationToken) : source.Config;
        if (config is not null) await context.Operations.CopyConfigAsync(context.Session, config, target.Datastore, cancellationToken);
        else await context.Operations.CopyConfigAsync(context.Session, source.Datastore, target.Datastore, cancellationToken);
        return NetconfReply.Ok;
    }
}
