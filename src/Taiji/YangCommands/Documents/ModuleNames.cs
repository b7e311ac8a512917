using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.YangCommands.Documents;

/// <summary>Prefixes in an expression on the command line: a module's name, or else its own prefix.</summary>
/// <param name="schema">The schema.</param>
internal sealed class ModuleNames(YangSchema schema) : IXPathPrefixes
{
    /// <inheritdoc/>
    public YangModule? Resolve(string prefix) => schema.FindModule(prefix)
        ?? schema.Modules.Where(m => m.Prefix == prefix).OrderByDescending(m => m.IsImplemented).FirstOrDefault();

    /// <inheritdoc/>
    public string? PrefixOf(YangModule module) => module.Prefix;
}
