using System.Buffers;
using Taiji.Datastores;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>What a path names in a tree that was read: one node, or the entries of a whole list or leaf-list.</summary>
internal readonly record struct FoundData
{
    private static FoundData Nothing => default;

    /// <summary>How many nodes it names that the reader may see.</summary>
    public long Count { get; private init; }

    /// <summary>The node, or the first entry.</summary>
    public DataNode First { get; private init; }

    /// <summary>The parent whose list it is; null for a single node.</summary>
    public DataNode? ListParent { get; private init; }

    /// <summary>Whether it is entries that a leaf-list has by default.</summary>
    public bool IsDefault { get; private init; }

    /// <summary>Finds a path's data.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="path">The path; it may end in a whole list.</param>
    /// <param name="mode">A container whose content is only defaults is found when they are reported.</param>
    /// <param name="findsDefaults">Whether a leaf or leaf-list that isn't there is found by its default.</param>
    public static FoundData Locate(ReadResult read, DataPath path, WithDefaults mode, bool findsDefaults)
    {
        var reportsDefaults = mode is WithDefaults.ReportAll or WithDefaults.ReportAllTagged;
        if (path.IsWholeList) return LocateList(read.Tree, read, path, findsDefaults);
        if (read.Tree.TryFind(path, out var node)) return MayRead(read, node) ? Single(node) : Nothing;
        if (!TryWalk(read.Tree, path.Parent, out var parent) || !MayRead(read, parent)) return Nothing;
        return path.Node switch
        {
            LeafNode { IsKey: false } leaf when findsDefaults && parent.TryGetChildOrDefault(leaf, out var value) && IsReadable(read, value) && IsInUse(value) => Single(value),
            ContainerNode { IsPresence: false } when reportsDefaults && TryWalk(read.Tree, path, out var container)
                && HasDefaults(container) && IsReadable(read, container) => Single(container),
            LeafListNode { Defaults.Count: > 0 } leafList when findsDefaults => LocateDefaultEntry(read, path, leafList, parent),
            _ => Nothing,
        };
    }

    /// <summary>Walks to a node as if every non-presence container existed (RFC 7950 §7.5.1).</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="path">A path without whole lists.</param>
    /// <param name="node">The node.</param>
    public static bool TryWalk(DataTree tree, DataPath path, out DataNode node)
    {
        node = tree.Root;
        foreach (var step in path.Steps)
        {
            var child = default(DataNode);
            var found = step switch
            {
                { Node: ListNode or LeafListNode, Key: { } key } => node.Entries(step.Node).TryGet(key.Span, out child),
                { Node: ContainerNode { IsPresence: false } } => node.TryGetChildOrDefault(step.Node, out child),
                _ => node.TryGetChild(step.Node, out child),
            };
            if (!found) return false;
            node = child;
        }

        return true;
    }

    private static FoundData LocateList(DataTree tree, ReadResult read, DataPath path, bool findsDefaults)
    {
        if (!TryWalk(tree, path.Parent, out var parent) || !MayRead(read, parent)) return Nothing;
        var entries = parent.Entries(path.Node);
        if (entries.Count > 0)
        {
            long readable = 0;
            var first = default(DataNode);
            if (read.Readable is null)
            {
                readable = entries.Count;
                first = entries.At(0);
            }
            else
            {
                foreach (var entry in entries)
                {
                    if (read.Readable(entry) && readable++ == 0) first = entry;
                }
            }

            return readable == 0 ? Nothing : new FoundData { Count = readable, First = first, ListParent = parent };
        }

        if (!findsDefaults || path.Node is not LeafListNode leafList || !LeafListDefaults.AreInUse(parent, leafList)) return Nothing;
        return LocateList(WithDefaultEntries(tree, path.Parent, leafList), read, path, findsDefaults) with { IsDefault = true };
    }

    private static FoundData LocateDefaultEntry(ReadResult read, DataPath path, LeafListNode leafList, DataNode parent)
    {
        if (!LeafListDefaults.AreInUse(parent, leafList)) return Nothing;
        return WithDefaultEntries(read.Tree, path.Parent, leafList).TryFind(path, out var entry) && IsReadable(read, entry) ? Single(entry) with { IsDefault = true } : Nothing;
    }

    /// <summary>The parent of a leaf-list with the entries that this has by default, in a tree for that; null when it has none so.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="list">The leaf-list; any other list has none.</param>
    public static DataNode? InDefault(DataNode parent, SchemaNode list)
    {
        if (list is not LeafListNode leafList || !LeafListDefaults.AreInUse(parent, leafList)) return null;
        var tree = WithDefaultEntries(parent.Tree, parent.Path, leafList);
        return tree.TryFind(parent.Path, out var filled) ? filled : null;
    }

    private static DataTree WithDefaultEntries(DataTree tree, DataPath parent, LeafListNode leafList)
    {
        var editor = tree.Edit();
        foreach (var value in leafList.Defaults) editor.Create(parent.Append(leafList, value));
        return editor.Seal();
    }

    private static bool HasDefaults(DataNode container)
    {
        foreach (var child in ((InnerNode)container.Schema).DataChildren)
        {
            if (child is LeafNode or ContainerNode { IsPresence: false } && container.TryGetChildOrDefault(child, out var node)
                && (child is LeafNode || HasDefaults(node))) return true;
        }

        return false;
    }

    private static bool MayRead(ReadResult read, DataNode node)
    {
        if (read.Readable is null) return true;
        for (; !node.IsRoot; node = node.Parent)
        {
            if (!read.Readable(node)) return false;
        }

        return true;
    }

    private static bool IsReadable(ReadResult read, DataNode node) => read.Readable is null || read.Readable(node);

    /// <summary>Whether a default's whens hold: the writers know, and leave out what isn't in use.</summary>
    private static bool IsInUse(DataNode leaf)
    {
        if (leaf.Schema.Whens.Count == 0) return true;
        var probe = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(probe, leaf, new DataWriteOptions { WithDefaults = WithDefaults.ReportAll });
        return probe.WrittenCount > "{}".Length;
    }

    private static FoundData Single(DataNode node) => new() { Count = 1, First = node };
}
