using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// Edits a copy of a tree in place: costs grow with the edits, not with the tree; the base is never touched. Not thread-safe. Missing ancestors are made.
/// Creating a node of one case removes the nodes of the choice's other cases (RFC 7950 §7.9).
/// </summary>
public sealed partial class DataTreeEditor
{
    /// <summary>What it looks like now: O(1); later edits don't change it.</summary>
    public DataTree Snapshot() => throw new NotImplementedException();

    /// <summary>Ends the editing and returns the tree; the base itself when nothing was really changed.</summary>
    public DataTree Seal() => throw new NotImplementedException();

    /// <summary>Sets a leaf (not a key) or an anydata.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="stored">The stored value, or an anydata's content.</param>
    public void SetValue(DataPath path, ReadOnlySpan<byte> stored) => throw new NotImplementedException();

    /// <summary>Makes a presence container, list entry or leaf-list entry if it isn't there.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="insert">Where in a user-ordered list; null for the end. Moves an entry that is there already when given.</param>
    public void Create(DataPath path, InsertPosition? insert = null) => throw new NotImplementedException();

    /// <summary>Removes the node and all below it, or all entries of a whole list.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(DataPath path) => throw new NotImplementedException();

    /// <summary>Makes the node at <paramref name="path"/> equal to <paramref name="source"/>, sharing its pages where it can.</summary>
    /// <param name="path">Its path; the root allowed.</param>
    /// <param name="source">A node of the same schema node, of any tree with the same schema.</param>
    public void Replace(DataPath path, DataNode source) => throw new NotImplementedException();

    /// <summary>Merges all below <paramref name="source"/> into the node at <paramref name="path"/> (RFC 6241 §7.2 merge); big sorted lists merge in linear time.</summary>
    /// <param name="path">Its path; the root allowed.</param>
    /// <param name="source">A node of the same schema node, of any tree with the same schema.</param>
    public void Merge(DataPath path, DataNode source) => throw new NotImplementedException();

    /// <summary>Applies one edit with all of its rules.</summary>
    /// <param name="edit">The edit.</param>
    /// <returns>Null, or why not (data-exists, data-missing, bad-attribute for an unknown insert anchor …) with the tree as it was before this edit.</returns>
    public RpcError? Apply(Edit edit) => throw new NotImplementedException();
}
