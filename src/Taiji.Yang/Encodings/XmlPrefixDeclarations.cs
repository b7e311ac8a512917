using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Makes prefixes for the names in one value while it is formatted, so that they can be declared on the value's element. A module always gets a real prefix, never the
/// default namespace: names in an instance-identifier must have one (RFC 7950 §9.13.2), and an identityref may.
/// </summary>
internal sealed class XmlPrefixDeclarations : IPrefixMap
{
    private readonly List<(string Prefix, YangModule Module)> _declared = [];

    /// <summary>How many prefixes were asked for since <see cref="Clear"/>.</summary>
    public int Count => _declared.Count;

    /// <summary>The prefixes asked for.</summary>
    public IReadOnlyList<(string Prefix, YangModule Module)> Declared => _declared;

    /// <summary>Begins the next value.</summary>
    public void Clear() => _declared.Clear();

    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix)
    {
        foreach (var (name, module) in _declared)
        {
            if (System.Text.Ascii.Equals(prefix, name)) return module;
        }

        return null;
    }

    /// <inheritdoc/>
    public string PrefixFor(YangModule module)
    {
        foreach (var (name, known) in _declared)
        {
            if (known == module) return name;
        }

        var prefix = module.Prefix;
        for (var n = 2; IsTaken(prefix); n++) prefix = module.Prefix + n;
        _declared.Add((prefix, module));
        return prefix;
    }

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => PrefixFor(module);

    private bool IsTaken(string prefix)
    {
        if (prefix == XmlNames.WithDefaultsPrefix) return true;
        foreach (var (name, _) in _declared)
        {
            if (name == prefix) return true;
        }

        return false;
    }
}
