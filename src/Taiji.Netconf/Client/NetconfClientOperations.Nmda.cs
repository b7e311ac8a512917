using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <content>Operations on the datastores of RFC 8342 (RFC 8526).</content>
public static partial class NetconfClientOperations
{
    /// <summary>get-data (RFC 8526 §3.1.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="datastore">Its identity's name in ietf-datastores: running, intended, operational, …</param>
    /// <param name="filter">What to select; null for everything.</param>
    /// <param name="options">The other parameters; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> GetDataAsync(
        this NetconfClient client, string datastore, NetconfFilter? filter = null, GetDataOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(datastore);
        return Of(client).RpcAsync(
            $"<get-data xmlns=\"{NetconfNamespaces.Nmda}\">{DatastoreIdentity("datastore", datastore)}{filter?.ToNamed("")}{options?.ToParameters()}</get-data>", cancellationToken);
    }

    /// <summary>edit-data (RFC 8526 §3.1.2).</summary>
    /// <param name="client">The session.</param>
    /// <param name="datastore">Its identity's name in ietf-datastores.</param>
    /// <param name="config">What stands in <c>config</c>.</param>
    /// <param name="defaultOperation">merge, replace or none; null for the default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> EditDataAsync(
        this NetconfClient client, string datastore, string config, string? defaultOperation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(datastore);
        return Of(client).RpcAsync(
            $"<edit-data xmlns=\"{NetconfNamespaces.Nmda}\">{DatastoreIdentity("datastore", datastore)}{Parameter("default-operation", defaultOperation)}"
            + $"<config>{config}</config></edit-data>",
            cancellationToken);
    }
}
