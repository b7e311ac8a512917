using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi;

/// <summary>One resource of one snapshot of a datastore, as ETag and Last-Modified tell it (RFC 8040 §3.5.1, §3.5.2). Computed when asked.</summary>
/// <param name="operations">Knows when parts of running changed.</param>
/// <param name="snapshot">The datastore.</param>
/// <param name="resource">The resource.</param>
/// <param name="isRunning">Whether it is running.</param>
/// <param name="found">The resource in the snapshot, when it was found already and is a list entry; null to look for it.</param>
internal readonly struct ResourceVersion(Operations operations, DatastoreSnapshot snapshot, DataPath resource, bool isRunning, DataNode? found = null)
{
    /// <summary>When it last changed, to the second: HTTP dates know nothing finer.</summary>
    public DateTimeOffset LastModified
    {
        get
        {
            var time = isRunning ? operations.LastModified(snapshot, resource) : snapshot.LastModified;
            return new DateTimeOffset(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        }
    }

    /// <summary>The entity-tag of one representation, quoted.</summary>
    /// <param name="encoding">Which.</param>
    public string TagIn(DataEncoding encoding) => EntityTags.Of(snapshot.Tree.Schema, Digest, encoding);

    private ulong Digest => found is { } node ? ContentDigest.Of(node) : ContentDigest.Of(snapshot.Tree, resource);

    /// <summary>Whether that is the entity-tag of one of its representations.</summary>
    /// <param name="tag">Quoted.</param>
    public bool HasTag(string tag) => EntityTags.Matches(snapshot.Tree.Schema, Digest, tag);
}
