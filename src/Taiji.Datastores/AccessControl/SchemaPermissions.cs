namespace Taiji.Datastores.AccessControl;

/// <summary>
/// What a session may do with the instances of a schema node, as far as the rules for that node go (RFC 8341 §3.4.5): true with all of them, false with none, null where it depends on
/// which. What leads to an instance must be readable besides.
/// </summary>
/// <param name="Read">See them.</param>
/// <param name="Create">Create one.</param>
/// <param name="Update">Change one's value.</param>
/// <param name="Delete">Delete one.</param>
/// <param name="Execute">Invoke one: an rpc or action.</param>
public sealed record SchemaPermissions(bool? Read, bool? Create, bool? Update, bool? Delete, bool? Execute)
{
    /// <summary>Everything with all of them.</summary>
    public static SchemaPermissions All { get; } = new(true, true, true, true, true);
}
