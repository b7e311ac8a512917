using System.Globalization;
using System.Runtime.CompilerServices;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// Strong entity-tags (RFC 8040 §3.4.1.2, §3.5.2): a digest of the resource's configuration, the schema's, and the encoding, since each representation has its own. The same content has
/// the same tag again, after a restart too.
/// </summary>
internal static class EntityTags
{
    private static readonly ConditionalWeakTable<YangSchema, string> SchemaDigests = [];

    /// <summary>The tag of one representation, quoted.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="digest">The resource's configuration, as <see cref="ContentDigest"/> tells it.</param>
    /// <param name="encoding">The representation.</param>
    public static string Of(YangSchema schema, ulong digest, DataEncoding encoding) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{SchemaDigests.GetValue(schema, Digest)}{digest:x16}{SuffixOf(encoding)}\"");

    /// <summary>Whether a tag is that of the resource's present version in any encoding: a client may edit in one what it read in the other.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="digest">The resource's configuration.</param>
    /// <param name="tag">A tag, quoted.</param>
    public static bool Matches(YangSchema schema, ulong digest, string tag) =>
        tag == Of(schema, digest, DataEncoding.Json) || tag == Of(schema, digest, DataEncoding.Xml);

    private static string SuffixOf(DataEncoding encoding) => encoding == DataEncoding.Json ? "-json" : "-xml";

    private static string Digest(YangSchema schema)
    {
        // FNV-1a: the same in every process.
        var hash = 2166136261U;
        foreach (var c in schema.ContentId) hash = (hash ^ c) * 16777619U;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
