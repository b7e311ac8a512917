using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer;

/// <summary>The <c>target</c> of an operation that has no other parameter.</summary>
internal static class TargetParameter
{
    /// <summary>Reads the whole operation.</summary>
    /// <param name="context">Where it is done.</param>
    /// <param name="request">On the operation's element; left after its end.</param>
    public static Datastore ReadOnly(OperationContext context, RpcRequest request)
    {
        Datastore? target = null;
        var parameters = context.Parameters(request);
        while (parameters.Read())
            target = parameters.Name == "target" ? DatastoreParameter.ReadDatastore(parameters, context, DatastoreIdentity.IsLockable) : throw parameters.Unknown();
        return target ?? throw ProtocolErrors.MissingElement("target", "The datastore's <target> is missing.");
    }
}
