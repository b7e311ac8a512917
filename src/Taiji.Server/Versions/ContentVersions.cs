using System.Globalization;
using System.Runtime.CompilerServices;
using Taiji.Yang.Schema;

namespace Taiji.Server.Versions;

/// <summary>
/// Versions of configuration, the same over all protocols: a digest of the content and the schema's. The same content has the same version again, after a restart too.
/// </summary>
internal static class ContentVersions
{
    /// <summary>What a version in XML ends with: each representation of a resource has its own (RFC 8040 §3.5.2).</summary>
    public const string Xml = "-xml";

    /// <summary>As <see cref="Xml"/>, in JSON.</summary>
    public const string Json = "-json";

    private static readonly ConditionalWeakTable<YangSchema, string> SchemaDigests = [];

    /// <summary>The version of one representation.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="digest">The content, as <see cref="Yang.Data.ContentDigest"/> tells it.</param>
    /// <param name="representation"><see cref="Xml"/> or <see cref="Json"/>.</param>
    public static string Of(YangSchema schema, ulong digest, string representation) =>
        string.Create(CultureInfo.InvariantCulture, $"{SchemaDigests.GetValue(schema, Digest)}{digest:x16}{representation}");

    private static string Digest(YangSchema schema)
    {
        // FNV-1a: the same in every process.
        var hash = 2166136261U;
        foreach (var c in schema.ContentId) hash = (hash ^ c) * 16777619U;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
