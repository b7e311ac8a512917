using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>Prefixes in values and expressions: every module's own, wherever the text stands.</summary>
/// <param name="names">The names.</param>
/// <param name="module">The module of unprefixed names.</param>
internal sealed class ModuleScope(SchemaNames names, YangModule module) : IPrefixMap, IXPathPrefixes
{
    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix) => prefix.IsEmpty ? module : names.Resolve(Encoding.UTF8.GetString(prefix));

    /// <inheritdoc/>
    public YangModule? Resolve(string prefix) => prefix.Length == 0 ? module : names.Resolve(prefix);

    /// <inheritdoc/>
    public string PrefixFor(YangModule module) => names.PrefixOf(module);

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => names.PrefixOf(module);

    /// <inheritdoc/>
    public string? PrefixOf(YangModule module) => names.PrefixOf(module);
}
