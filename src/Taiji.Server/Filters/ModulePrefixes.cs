using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Server.Filters;

/// <summary>Prefixes that are modules' names, as in JSON (RFC 7951 §6.11) and in stored expressions.</summary>
/// <param name="schema">The schema.</param>
internal sealed class ModulePrefixes(YangSchema schema) : IXPathPrefixes
{
    /// <inheritdoc/>
    public YangModule? Resolve(string prefix) => schema.FindModule(prefix);

    /// <inheritdoc/>
    public string? PrefixOf(YangModule module) => module.Name;
}
