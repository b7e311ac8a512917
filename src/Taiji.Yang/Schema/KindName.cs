namespace Taiji.Yang.Schema;

/// <summary>The keywords of node kinds, for messages.</summary>
internal static class KindName
{
    public static string Of(SchemaNodeKind kind) => kind switch
    {
        SchemaNodeKind.LeafList => "leaf-list",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
