namespace Taiji.Yang.Types;

/// <summary>The names of the built-in types (RFC 7950 §4.2.4).</summary>
internal static class BuiltInTypes
{
    private static readonly Dictionary<string, BuiltInType> ByName = new Dictionary<string, BuiltInType>
    {
        ["binary"] = BuiltInType.Binary,
        ["bits"] = BuiltInType.Bits,
        ["boolean"] = BuiltInType.Boolean,
        ["decimal64"] = BuiltInType.Decimal64,
        ["empty"] = BuiltInType.Empty,
        ["enumeration"] = BuiltInType.Enumeration,
        ["identityref"] = BuiltInType.IdentityRef,
        ["instance-identifier"] = BuiltInType.InstanceIdentifier,
        ["int8"] = BuiltInType.Int8,
        ["int16"] = BuiltInType.Int16,
        ["int32"] = BuiltInType.Int32,
        ["int64"] = BuiltInType.Int64,
        ["leafref"] = BuiltInType.LeafRef,
        ["string"] = BuiltInType.String,
        ["uint8"] = BuiltInType.UInt8,
        ["uint16"] = BuiltInType.UInt16,
        ["uint32"] = BuiltInType.UInt32,
        ["uint64"] = BuiltInType.UInt64,
        ["union"] = BuiltInType.Union,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static string NameOf(BuiltInType type) => ByName.First(n => n.Value == type).Key;

    public static bool TryFind(string name, out BuiltInType type) => ByName.TryGetValue(name, out type);
}
