using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.SchemaMethods;

/// <summary>The derived types that the API has among its primitive ones: clients know them by name.</summary>
internal static class WellKnownTypes
{
    private static readonly Dictionary<string, HashSet<string>> Names = new(StringComparer.Ordinal)
    {
        ["ietf-inet-types"] = ["ip-address", "ipv4-address", "ipv6-address", "ip-prefix", "ipv4-prefix", "ipv6-prefix"],
        ["ietf-yang-types"] = ["date-and-time", "counter32", "counter64", "gauge32", "hex-string", "dotted-quad", "object-identifier"],
        ["tailf-common"] = ["ip-address-and-prefix-length", "ipv4-address-and-prefix-length", "ipv6-address-and-prefix-length"],
    };

    /// <summary>Whether a type is one of them, as it is.</summary>
    /// <param name="type">The type.</param>
    public static bool Has(YangType type) => type is { Module: { } module, IsRestrictedInPlace: false } && Names.TryGetValue(module.Name, out var names) && names.Contains(type.Name);
}
