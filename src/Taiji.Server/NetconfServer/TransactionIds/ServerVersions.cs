using System.Globalization;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Server.Versions;
using Taiji.Yang.Data;

namespace Taiji.Server.NetconfServer.TransactionIds;

/// <summary>The versions of one configuration datastore, as one mechanism tells them. Containers, list entries and the datastore itself have one.</summary>
/// <param name="operations">Knows when parts of running changed.</param>
/// <param name="snapshot">The datastore.</param>
/// <param name="running">Running at the same moment; the same snapshot when it is running.</param>
/// <param name="mechanism">Etag or last-modified.</param>
internal sealed class ServerVersions(Operations operations, DatastoreSnapshot snapshot, DatastoreSnapshot running, string mechanism)
{
    /// <summary>The version of a node.</summary>
    /// <param name="path">Where; nothing need be there.</param>
    public string Of(DataPath path)
    {
        if (mechanism == TransactionId.Etag) return ContentVersions.Of(snapshot.Tree.Schema, ContentDigest.Of(snapshot.Tree, path), ContentVersions.Xml);
        // Where another datastore differs from running, a commit will give it a time that nobody knows yet.
        if (!ReferenceEquals(snapshot, running) && ContentDigest.Of(snapshot.Tree, path) != ContentDigest.Of(running.Tree, path)) return TransactionId.Unknown;
        return operations.LastModified(running, path).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
    }
}
