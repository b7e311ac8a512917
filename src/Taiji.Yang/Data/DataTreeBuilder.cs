using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>How a step of <see cref="DataTreeBuilder"/> went.</summary>
public enum BuildStatus
{
    /// <summary>Taken.</summary>
    Ok,

    /// <summary>The leaf or container is there already.</summary>
    Duplicate,

    /// <summary>An entry with the same key is there already; the new one was dropped.</summary>
    DuplicateEntry,

    /// <summary>The entry lacks a key leaf (<see cref="DataTreeBuilder.MissingKey"/>); it was dropped.</summary>
    MissingKey,
}

/// <summary>Builds a tree from a stream of opens, values and closes, as a reader meets them: nothing is looked up, entries in key order are appended.</summary>
public sealed partial class DataTreeBuilder
{
    /// <summary>Begins an empty tree.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rootNode">The root's schema node; null for the datastore root.</param>
    public DataTreeBuilder(YangSchema schema, InnerNode? rootNode = null) => throw new NotImplementedException();

    /// <summary>The schema node of what is open.</summary>
    public InnerNode Current => throw new NotImplementedException();

    /// <summary>The path of what is open, for messages; entries whose keys have not come yet are named by their position.</summary>
    public string CurrentPath => throw new NotImplementedException();

    /// <summary>The key leaf that the entry just closed lacked.</summary>
    public LeafNode? MissingKey => throw new NotImplementedException();

    /// <summary>Opens a container (again, when a document names it twice: <see cref="BuildStatus.Duplicate"/>, and it is open all the same).</summary>
    /// <param name="container">A child of <see cref="Current"/>.</param>
    public BuildStatus OpenContainer(ContainerNode container) => throw new NotImplementedException();

    /// <summary>Opens a new entry; its key leaves come as leaves, in any order, before <see cref="Close"/>.</summary>
    /// <param name="list">A child of <see cref="Current"/>.</param>
    public void OpenEntry(ListNode list) => throw new NotImplementedException();

    /// <summary>Adds a leaf.</summary>
    /// <param name="leaf">A child of <see cref="Current"/>.</param>
    /// <param name="stored">Its stored value; copied.</param>
    public BuildStatus AddLeaf(LeafNode leaf, ReadOnlySpan<byte> stored) => throw new NotImplementedException();

    /// <summary>Adds a leaf-list entry at the end (its place when the system orders).</summary>
    /// <param name="leafList">A child of <see cref="Current"/>.</param>
    /// <param name="stored">Its stored value; copied.</param>
    public BuildStatus AddLeafListEntry(LeafListNode leafList, ReadOnlySpan<byte> stored) => throw new NotImplementedException();

    /// <summary>Adds an anydata or anyxml.</summary>
    /// <param name="any">A child of <see cref="Current"/>.</param>
    /// <param name="content">Its content, see <see cref="AnyContent"/>; copied.</param>
    public BuildStatus AddAny(AnyNode any, ReadOnlySpan<byte> content) => throw new NotImplementedException();

    /// <summary>Closes the container or entry that is open.</summary>
    public BuildStatus Close() => throw new NotImplementedException();

    /// <summary>Ends: everything must be closed.</summary>
    public DataTree Seal() => throw new NotImplementedException();
}
