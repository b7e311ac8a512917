using System.Globalization;
using Taiji.Datastores.Store;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// Strong entity-tags (RFC 8040 §3.4.1.2): the datastore's version, told by its journal sequence, its time and the schema, and the encoding, since each representation has its own.
/// </summary>
internal static class EntityTags
{
    /// <summary>The tag of one representation, quoted.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="snapshot">The datastore.</param>
    /// <param name="encoding">The representation.</param>
    public static string Of(YangSchema schema, DatastoreSnapshot snapshot, DataEncoding encoding) =>
        $"\"{Version(schema, snapshot)}{(encoding == DataEncoding.Json ? "-json" : "-xml")}\"";

    /// <summary>Whether a tag is that of the datastore's present version in any encoding: a client may edit in one what it read in the other.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="snapshot">The datastore.</param>
    /// <param name="tag">A tag, quoted.</param>
    public static bool Matches(YangSchema schema, DatastoreSnapshot snapshot, string tag) =>
        tag == Of(schema, snapshot, DataEncoding.Json) || tag == Of(schema, snapshot, DataEncoding.Xml);

    private static string Version(YangSchema schema, DatastoreSnapshot snapshot)
    {
        // FNV-1a: the same in every process, so that tags survive a restart that keeps the data.
        var hash = 14695981039346656037UL;
        foreach (var c in schema.ContentId) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ (ulong)snapshot.LastModified.UtcTicks) * 1099511628211UL;
        return string.Create(CultureInfo.InvariantCulture, $"{snapshot.Sequence:x}-{hash:x16}");
    }
}
