namespace Taiji.Datastores.Store;

/// <summary>The identities that name datastores (RFC 8342 §7, RFC 8808 §3).</summary>
public static class DatastoreNames
{
    /// <summary>A datastore's identity with its module's name, as in <c>ietf-datastores:running</c>.</summary>
    /// <param name="datastore">Which.</param>
    public static string IdentityOf(Datastore datastore) =>
        datastore == Datastore.FactoryDefault ? "ietf-factory-default:factory-default" : $"ietf-datastores:{datastore.ToString().ToLowerInvariant()}";
}
