using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Netconf.Messages;

/// <summary>Makes prefixes for modules, unique among themselves, and remembers what must be declared.</summary>
public sealed class NamespaceDeclarations : IPrefixMap
{
    private readonly List<(string Prefix, YangModule Module)> _declared = [];

    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix)
    {
        foreach (var (known, module) in _declared)
        {
            if (Encoding.UTF8.GetBytes(known).AsSpan().SequenceEqual(prefix)) return module;
        }

        return null;
    }

    /// <inheritdoc/>
    public string PrefixFor(YangModule module)
    {
        foreach (var (known, other) in _declared)
        {
            if (other == module) return known;
        }

        var prefix = module.Prefix;
        for (var n = 2; _declared.Exists(d => d.Prefix == prefix); n++) prefix = $"{module.Prefix}{n}";
        _declared.Add((prefix, module));
        return prefix;
    }

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => PrefixFor(module);

    /// <summary>The declarations as attributes, with a space before each.</summary>
    public string ToMarkup()
    {
        var text = new StringBuilder();
        foreach (var (prefix, module) in _declared)
            text.Append(" xmlns:").Append(prefix).Append("=\"").Append(System.Security.SecurityElement.Escape(module.Namespace)).Append('"');
        return text.ToString();
    }
}
