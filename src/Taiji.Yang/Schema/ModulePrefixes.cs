using System.Text;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Schema;

/// <summary>What the prefixes in a module's or submodule's text stand for (RFC 7950 §6.4.1).</summary>
internal sealed class ModulePrefixes(ModuleText text, ModuleSet modules) : IXPathPrefixes, IPrefixMap
{
    /// <summary>Whether a prefix was asked for whose import was not found.</summary>
    public bool MetMissingModule { get; private set; }

    public YangModule? Resolve(string prefix)
    {
        if (!text.TryResolvePrefix(prefix, out var module)) return null;
        MetMissingModule |= module is null;
        return module is null ? null : modules.Primary(module).Module;
    }

    public YangModule? Resolve(ReadOnlySpan<byte> prefix) => Resolve(Encoding.UTF8.GetString(prefix));

    public string? PrefixOf(YangModule module)
    {
        if (text.Owner.Module == module) return module.Prefix;
        foreach (var (prefix, imported) in text.Prefixes)
        {
            if (imported?.Module == module) return prefix;
        }

        return null;
    }

    public string PrefixFor(YangModule module) => PrefixOf(module) ?? module.Name;

    public string ExplicitPrefixFor(YangModule module) => PrefixFor(module);
}
