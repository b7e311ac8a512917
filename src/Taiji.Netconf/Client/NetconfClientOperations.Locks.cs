using System.Globalization;
using System.Xml.Linq;
using static Taiji.Netconf.Client.RequestText;

namespace Taiji.Netconf.Client;

/// <content>Locks of datastores (RFC 6241 §7.5) and of parts of running (RFC 5717).</content>
public static partial class NetconfClientOperations
{
    /// <summary>lock (RFC 6241 §7.5).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> LockAsync(this NetconfClient client, ConfigLocation target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Of(client).RpcAsync($"<lock>{target.As("target")}</lock>", cancellationToken);
    }

    /// <summary>unlock (RFC 6241 §7.6).</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> UnlockAsync(this NetconfClient client, ConfigLocation target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Of(client).RpcAsync($"<unlock>{target.As("target")}</unlock>", cancellationToken);
    }

    /// <summary>A lock for the time of an <c>await using</c>.</summary>
    /// <param name="client">The session.</param>
    /// <param name="target">The datastore.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    /// <returns>Unlocks when it is disposed of.</returns>
    public static async Task<NetconfLock> LockedAsync(this NetconfClient client, ConfigLocation target, CancellationToken cancellationToken = default)
    {
        await LockAsync(client, target, cancellationToken).ConfigureAwait(false);
        return new NetconfLock(() => UnlockAsync(client, target, CancellationToken.None));
    }

    /// <summary>partial-lock (RFC 5717 §2.4.1).</summary>
    /// <param name="client">The session.</param>
    /// <param name="selects">What to lock: XPath expressions, or instance-identifiers for servers without <c>:xpath</c>.</param>
    /// <param name="namespaces">From the prefixes in them to namespaces; null when there are none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Unlocks when it is disposed of.</returns>
    public static async Task<PartialLock> PartialLockAsync(
        this NetconfClient client, IReadOnlyList<string> selects, IReadOnlyDictionary<string, string>? namespaces = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selects);
        var request = new XElement(
            XName.Get("partial-lock", NetconfNamespaces.PartialLock),
            (namespaces ?? new Dictionary<string, string>()).Select(n => new XAttribute(XNamespace.Xmlns + n.Key, n.Value)),
            selects.Select(s => new XElement(XName.Get("select", NetconfNamespaces.PartialLock), s)));
        var reply = (await Of(client).RpcAsync(request.ToString(SaveOptions.DisableFormatting), cancellationToken).ConfigureAwait(false)).ToElement();
        var id = reply.Element(XName.Get("lock-id", NetconfNamespaces.PartialLock))?.Value;
        if (!uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var lockId))
            throw new NetconfException("The reply to partial-lock has no lock-id (RFC 5717 §2.4.1).");
        var nodes = reply.Elements(XName.Get("locked-node", NetconfNamespaces.PartialLock)).Select(e => e.Value);
        return new PartialLock(lockId, [.. nodes], () => PartialUnlockAsync(client, lockId, CancellationToken.None));
    }

    /// <summary>partial-unlock (RFC 5717 §2.4.2).</summary>
    /// <param name="client">The session.</param>
    /// <param name="lockId">The lock's number.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task<RpcReply> PartialUnlockAsync(this NetconfClient client, uint lockId, CancellationToken cancellationToken = default) =>
        Of(client).RpcAsync($"<partial-unlock xmlns=\"{NetconfNamespaces.PartialLock}\">{Parameter("lock-id", lockId)}</partial-unlock>", cancellationToken);
}
