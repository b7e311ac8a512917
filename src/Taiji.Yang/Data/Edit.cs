namespace Taiji.Yang.Data;

/// <summary>What an <see cref="Edit"/> does to its target (RFC 6241 §7.2; RFC 8072 §2.5).</summary>
public enum EditOperation
{
    /// <summary>Nothing but check that the payload's nodes exist (<c>default-operation none</c>): data-missing otherwise.</summary>
    None,

    /// <summary>Merge the payload at the target.</summary>
    Merge,

    /// <summary>Replace the target by the payload, or create it.</summary>
    Replace,

    /// <summary>Create the target; data-exists when it is there.</summary>
    Create,

    /// <summary>Delete the target; data-missing when it isn't there.</summary>
    Delete,

    /// <summary>Delete the target if it is there.</summary>
    Remove,
}

/// <summary>Where an entry of a user-ordered list or leaf-list goes (RFC 7950 §7.8.6, RFC 8040 §4.8.5).</summary>
public enum InsertPlace
{
    /// <summary>As the first.</summary>
    First,

    /// <summary>As the last.</summary>
    Last,

    /// <summary>Before the anchor.</summary>
    Before,

    /// <summary>After the anchor.</summary>
    After,
}

/// <summary>An insert attribute with its anchor.</summary>
/// <param name="Place">Where.</param>
/// <param name="Anchor">The encoded key (list) or stored value (leaf-list) of the other entry for before and after; null otherwise.</param>
public sealed record InsertPosition(InsertPlace Place, ReadOnlyMemory<byte>? Anchor = null);

/// <summary>One change asked for, schema-resolved and typed.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Target">
/// Where: a container, list entry, leaf, leaf-list entry, anydata, a whole list or leaf-list (replace, delete, remove), or the root (merge, replace, none).
/// </param>
/// <param name="Payload">
/// For none, merge, replace and create: a tree rooted where the datastore is, that holds the target with its ancestors' keys; null for delete and remove.
/// </param>
/// <param name="Insert">For an entry of a user-ordered list or leaf-list with merge, replace or create; a merge with it moves an existing entry.</param>
public sealed record Edit(EditOperation Operation, DataPath Target, DataTree? Payload = null, InsertPosition? Insert = null)
{
    /// <summary>
    /// With none and no payload: attributes (metadata, RFC 7952) to set on the target, by <c>module:name</c>, or with null to take away; data-missing when there is no such node to set one on. A payload
    /// brings its own along.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}
