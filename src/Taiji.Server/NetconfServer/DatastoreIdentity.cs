using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer;

/// <summary>A datastore named by its identity (RFC 8342 §7), as the operations of RFC 8526 do.</summary>
internal static class DatastoreIdentity
{
    /// <summary>Reads a leaf <c>datastore</c>.</summary>
    /// <param name="parameters">On it; left after its end.</param>
    /// <param name="context">Where it is done.</param>
    /// <exception cref="RpcErrorException">invalid-value: this server has no such datastore (RFC 8526 §4).</exception>
    public static Datastore Read(ParameterReader parameters, OperationContext context)
    {
        var prefixes = new XmlPrefixes(parameters.Xml, context.Schema);
        var text = parameters.ReadText();
        var identity = IdentityReference.Resolve(text, prefixes, context.Schema);
        foreach (var datastore in context.Operations.Datastores.All)
        {
            if (identity is not null && DatastoreNames.IdentityOf(datastore) == $"{identity.Module.Name}:{identity.Name}") return datastore;
        }

        throw ProtocolErrors.InvalidValue($"This server has no datastore \"{text}\".");
    }

    /// <summary>Whether a datastore can be locked.</summary>
    /// <param name="datastore">Which.</param>
    public static bool IsLockable(Datastore datastore) => datastore is Datastore.Running or Datastore.Candidate or Datastore.Startup;

    /// <summary>Whether a datastore can be validated.</summary>
    /// <param name="datastore">Which.</param>
    public static bool IsConfiguration(Datastore datastore) => IsLockable(datastore) || datastore == Datastore.Intended;

    /// <summary>The error for a datastore on which the operation can't be done (RFC 8526 §4).</summary>
    /// <param name="datastore">Which.</param>
    public static RpcErrorException Unsuitable(Datastore datastore) =>
        ProtocolErrors.InvalidValue($"That can't be done to the datastore {DatastoreNames.IdentityOf(datastore)}.");
}
