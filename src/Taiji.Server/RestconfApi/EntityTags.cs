using Taiji.Server.Versions;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// Strong entity-tags (RFC 8040 §3.4.1.2, §3.5.2): a digest of the resource's configuration, the schema's, and the encoding, since each representation has its own. The same content has
/// the same tag again, after a restart too.
/// </summary>
internal static class EntityTags
{
    /// <summary>The tag of one representation, quoted.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="digest">The resource's configuration, as <see cref="Yang.Data.ContentDigest"/> tells it.</param>
    /// <param name="encoding">The representation.</param>
    public static string Of(YangSchema schema, ulong digest, DataEncoding encoding) => $"\"{ContentVersions.Of(schema, digest, SuffixOf(encoding))}\"";

    /// <summary>Whether a tag is that of the resource's present version in any encoding: a client may edit in one what it read in the other.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="digest">The resource's configuration.</param>
    /// <param name="tag">A tag, quoted.</param>
    public static bool Matches(YangSchema schema, ulong digest, string tag) =>
        tag == Of(schema, digest, DataEncoding.Json) || tag == Of(schema, digest, DataEncoding.Xml);

    private static string SuffixOf(DataEncoding encoding) => encoding == DataEncoding.Json ? ContentVersions.Json : ContentVersions.Xml;
}
