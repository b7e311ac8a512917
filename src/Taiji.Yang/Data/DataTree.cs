using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// A persistent (copy-on-write) tree of instance data: a snapshot is this one reference, valid and unchanged for ever. Holds explicit values only; defaults are a view.
/// Rooted at a datastore's root, or at an operation's input or output, or at a notification.
/// </summary>
public sealed partial class DataTree
{
    /// <summary>The schema.</summary>
    public YangSchema Schema => throw new NotImplementedException();

    /// <summary>The schema node of the root: <see cref="YangSchema.Root"/>, input, output or notification.</summary>
    public InnerNode RootNode => throw new NotImplementedException();

    /// <summary>The root.</summary>
    public DataNode Root => throw new NotImplementedException();

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => throw new NotImplementedException();

    /// <summary>A tree without content.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rootNode">Its root; null for the datastore root.</param>
    public static DataTree Empty(YangSchema schema, InnerNode? rootNode = null) => throw new NotImplementedException();

    /// <summary>Finds a node by its path (key look-ups, no scan). A non-presence container exists when something in it does.</summary>
    /// <param name="path">The path; not a whole list.</param>
    /// <param name="node">The node.</param>
    public bool TryFind(DataPath path, [MaybeNullWhen(false)] out DataNode node) => throw new NotImplementedException();

    /// <summary>Begins to edit a copy: O(1); this tree never changes.</summary>
    public DataTreeEditor Edit() => throw new NotImplementedException();
}
