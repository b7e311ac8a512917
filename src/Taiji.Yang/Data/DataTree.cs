using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Data.Attributes;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// A persistent (copy-on-write) tree of instance data: a snapshot is this one reference, valid and unchanged for ever. Holds explicit values only; defaults are a view.
/// Rooted at a datastore's root, or at an operation's input or output, or at a notification.
/// </summary>
public sealed class DataTree
{
    /// <summary>The indexes of the first <see cref="Indexing.IndexCatalog"/> that made any: they live as long as the tree.</summary>
    internal Indexing.TreeIndexes? Indexes;

    internal DataTree(LayoutSet layouts, Layout layout, RecordView record, NodeAttributes? attributes = null)
    {
        Layouts = layouts;
        Attributes = attributes ?? NodeAttributes.None;
        RootUnit = new UnitHandle(this, layout, record);
    }

    /// <summary>The schema.</summary>
    public YangSchema Schema => Layouts.Schema;

    /// <summary>The schema node of the root: <see cref="YangSchema.Root"/>, input, output or notification.</summary>
    public InnerNode RootNode => RootUnit.Layout!.Node;

    /// <summary>The root.</summary>
    public DataNode Root => new(RootUnit, RootNode);

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => !RecordCursor.AnyPresent(RootUnit.Layout!, RootUnit.Record, 0, RootUnit.Layout!.Slots.Length);

    internal LayoutSet Layouts { get; }

    /// <summary>The attributes of its nodes.</summary>
    internal NodeAttributes Attributes { get; }

    internal UnitHandle RootUnit { get; }

    /// <summary>A tree without content.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rootNode">Its root; null for the datastore root.</param>
    public static DataTree Empty(YangSchema schema, InnerNode? rootNode = null)
    {
        var layouts = LayoutSet.Of(schema);
        var layout = layouts.Root(rootNode ?? schema.Root);
        return new DataTree(layouts, layout, layout.EmptyRecord);
    }

    /// <summary>Finds a node by its path (key look-ups, no scan). A non-presence container exists when something in it does.</summary>
    /// <param name="path">The path; not a whole list.</param>
    /// <param name="node">The node.</param>
    public bool TryFind(DataPath path, [MaybeNullWhen(false)] out DataNode node)
    {
        node = Root;
        var unit = RootUnit;
        var steps = path.Steps;
        for (var i = 0; i < steps.Length; i++)
        {
            ref readonly var step = ref steps[i];
            if (step.Node is ListNode or LeafListNode)
            {
                if (!TryEnter(unit, step, out var entry)) return false;
                unit = entry;
                node = new DataNode(entry, step.Node);
            }
            else if (i == steps.Length - 1 && !new DataNode(unit, RootNode).TryGetInUnit(step.Node, out node))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether any node has attributes.</summary>
    public bool HasAttributes => !Attributes.IsEmpty;

    /// <summary>The attributes of a node (metadata, RFC 7952), by <c>module:name</c>: canonical texts. Whatever keeps the tree keeps them; they go with their node.</summary>
    /// <param name="path">Its path.</param>
    public IReadOnlyDictionary<string, string> AttributesOf(DataPath path) => Attributes.At(path.Steps).Own;

    /// <summary>All nodes at and below a path that have attributes.</summary>
    /// <param name="path">The path; not a whole list.</param>
    public IEnumerable<(DataPath Path, IReadOnlyDictionary<string, string> Attributes)> AttributesBelow(DataPath path) => Attributes.At(path.Steps).Walk(path);

    /// <summary>The same content with other attributes.</summary>
    internal DataTree With(NodeAttributes attributes) =>
        ReferenceEquals(attributes, Attributes) ? this : new DataTree(Layouts, RootUnit.Layout!, RootUnit.Record, attributes);

    /// <summary>Begins to edit a copy: O(1); this tree never changes.</summary>
    public DataTreeEditor Edit() => new(this);

    /// <summary>The entry that a path's step names.</summary>
    internal bool TryEnter(UnitHandle unit, in DataPathStep step, [NotNullWhen(true)] out UnitHandle? entry)
    {
        entry = null;
        var slot = Layouts[step.Node].Slot!;
        var list = ListView.Of(unit.Layout!, unit.Record, slot);
        if (step.Position is { } position)
        {
            if (position >= list.Count) return false;
            entry = new UnitHandle(unit, slot, list.At(position, out var at), at);
            return true;
        }

        if (step.Key is not { } key || !list.TryGet(key.Span, out var found, out var order)) return false;
        entry = new UnitHandle(unit, slot, found, order);
        return true;
    }

    /// <summary>The unit that holds the last step's node (for an entry: the unit around its list), if there is one.</summary>
    internal UnitHandle? FindUnit(DataPath path)
    {
        var unit = RootUnit;
        foreach (ref readonly var step in path.IsRoot ? default : path.Steps[..^1])
        {
            if (step.Node is not (ListNode or LeafListNode)) continue;
            if (!TryEnter(unit, step, out var entry)) return null;
            unit = entry;
        }

        return unit;
    }
}
