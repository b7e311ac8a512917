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
    /// <param name="tree">The configuration.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="encoding">The representation.</param>
    public static string Of(DataTree tree, DataPath resource, DataEncoding encoding) => $"\"{Version(tree, resource)}{SuffixOf(encoding)}\"";

    /// <summary>Whether a tag is that of the resource's present version in any encoding: a client may edit in one what it read in the other.</summary>
    /// <param name="tree">The configuration.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="tag">A tag, quoted.</param>
    public static bool Matches(DataTree tree, DataPath resource, string tag) =>
        tag == Of(tree, resource, DataEncoding.Json) || tag == Of(tree, resource, DataEncoding.Xml);

    private static string SuffixOf(DataEncoding encoding) => encoding == DataEncoding.Json ? "-json" : "-xml";

    private static string Version(DataTree tree, DataPath resource) =>
        string.Create(CultureInfo.InvariantCulture, $"{SchemaDigests.GetValue(tree.Schema, Digest)}{ContentDigest.Of(tree, resource):x16}");

    private static string Digest(YangSchema schema)
    {
        // FNV-1a: the same in every process.
        var hash = 2166136261U;
        foreach (var c in schema.ContentId) hash = (hash ^ c) * 16777619U;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
