using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>An identity named in a parameter (RFC 7950 §9.10.3): <c>prefix:name</c>, or a name in the default namespace.</summary>
internal static class IdentityReference
{
    /// <summary>The identity; null when there is none of that name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prefixes">The prefixes in scope.</param>
    /// <param name="schema">The schema.</param>
    public static Identity? Resolve(string text, XmlPrefixes prefixes, YangSchema schema)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var module = prefixes.Resolve(colon < 0 ? "" : text[..colon]);
        return module is null ? null : schema.FindIdentity(module.Name, text[(colon + 1)..]);
    }
}
