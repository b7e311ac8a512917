using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>Prefixes that are module names (RFC 7951 §6.8, §6.11).</summary>
/// <param name="schema">The schema.</param>
/// <param name="home">The module that no prefix stands for.</param>
internal sealed class ModuleNamePrefixes(YangSchema schema, YangModule home) : IPrefixMap
{
    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix) => prefix.IsEmpty ? home : schema.FindModule(Encoding.UTF8.GetString(prefix));

    /// <inheritdoc/>
    public string PrefixFor(YangModule module) => module.Name;

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => module.Name;
}
