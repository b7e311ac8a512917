using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Datastores.Templates;

/// <summary>The prefixes of expressions in a template: those of the XML around them; otherwise modules' names.</summary>
/// <param name="schema">The schema.</param>
/// <param name="scope">Namespaces by prefix.</param>
internal sealed class ScopePrefixes(YangSchema schema, IReadOnlyDictionary<string, string> scope) : IXPathPrefixes
{
    /// <inheritdoc/>
    public YangModule? Resolve(string prefix) => scope.TryGetValue(prefix, out var ns) ? schema.FindModuleByNamespace(ns) : schema.FindModule(prefix);

    /// <inheritdoc/>
    public string? PrefixOf(YangModule module) => scope.FirstOrDefault(s => s.Value == module.Namespace && s.Key.Length > 0).Key ?? module.Name;
}
