using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>All that is said of the very next node (RFC 7952), collected until it is written.</summary>
/// <param name="Origin">Its origin (RFC 8342 §7).</param>
/// <param name="List">What is said of the list that it is the first entry of.</param>
/// <param name="Kept">The attributes that it keeps, by <c>module:name</c>.</param>
/// <param name="Version">The attribute with its version, as markup.</param>
internal readonly record struct NodeAnnotations(Identity? Origin, ListAnnotation? List, IReadOnlyDictionary<string, string>? Kept, string? Version = null)
{
    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Origin is null && List is null && Kept is null && Version is null;
}
