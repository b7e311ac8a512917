using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>The identities of origins (RFC 8342 §7).</summary>
public static class OriginIdentities
{
    /// <summary>The module that has the standard ones.</summary>
    public const string Module = "ietf-origin";

    /// <summary>An origin by its name with its module's: <c>ietf-origin:learned</c>.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null when there is no such identity, or it isn't derived from <c>origin</c>.</returns>
    public static Identity? Find(YangSchema schema, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(name);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || Base(schema) is not { } origin) return null;
        return schema.FindIdentity(name[..colon], name[(colon + 1)..]) is { } found && found.IsDerivedFrom(origin) ? found : null;
    }

    /// <summary>The base of all; null when the schema knows no origins.</summary>
    /// <param name="schema">The schema.</param>
    public static Identity? Base(YangSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.FindIdentity(Module, "origin");
    }
}
