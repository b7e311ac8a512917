using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Paging;

/// <summary>All layouts of a schema, made once per schema when its first tree is.</summary>
internal sealed class LayoutSet
{
    private readonly NodeLayout?[] _nodes;
    private readonly Dictionary<InnerNode, Layout> _roots = [];

    private LayoutSet(YangSchema schema)
    {
        Schema = schema;
        _nodes = new NodeLayout?[schema.Nodes.Count];
        foreach (var node in schema.Nodes)
        {
            if (node is SchemaRoot or OperationDataNode or NotificationNode) AddRoot((InnerNode)node);
        }

        if (!_roots.ContainsKey(schema.Root)) AddRoot(schema.Root);
    }

    public YangSchema Schema { get; }

    /// <summary>The layouts of a schema.</summary>
    public static LayoutSet Of(YangSchema schema)
    {
        if (Volatile.Read(ref schema.DataLayouts) is LayoutSet known) return known;
        Interlocked.CompareExchange(ref schema.DataLayouts, new LayoutSet(schema), null);
        return (LayoutSet)schema.DataLayouts!;
    }

    /// <summary>The layout of a tree's root.</summary>
    public Layout Root(InnerNode root) => _roots.TryGetValue(root, out var layout)
        ? layout
        : throw new ArgumentException($"'{root.SchemaPath}' is not a root, input, output or notification of the schema", nameof(root));

    /// <summary>Where a data node lives.</summary>
    public NodeLayout this[SchemaNode node]
    {
        get
        {
            var found = (uint)node.Ordinal < (uint)_nodes.Length ? _nodes[node.Ordinal] : null;
            if (found is null || !ReferenceEquals(found.Node, node)) throw new ArgumentException($"'{node.SchemaPath}' is not a data node of the tree's schema", nameof(node));
            return found;
        }
    }

    private void AddRoot(InnerNode root)
    {
        var layout = new Layout(root, null);
        _roots.Add(root, layout);
        Fill(layout);
    }

    private void Fill(Layout layout)
    {
        var slots = new List<Slot>();
        var position = 1;
        layout.Children = Children(layout, layout.Node, slots, ref position, []);
        layout.Slots = [.. slots];
        layout.Positions = position;
        Exclude(layout, layout.Children, []);
        foreach (var slot in slots)
        {
            if (slot.Format?.Entry is { } entry) Fill(entry);
        }
    }

    private NodeLayout[] Children(Layout unit, InnerNode parent, List<Slot> slots, ref int position, int[] around)
    {
        var children = new List<NodeLayout>(parent.DataChildren.Count);
        var keys = parent is ListNode list ? list.Keys : [];
        foreach (var key in keys) children.Add(Register(new NodeLayout(key, parent, unit, position++) { KeyIndex = children.Count }));
        foreach (var node in parent.DataChildren)
        {
            if (node is LeafNode { IsKey: true } leaf && keys.Contains(leaf)) continue;
            var child = Register(new NodeLayout(node, parent, unit, position++) { First = slots.Count });
            children.Add(child);
            if (node is not ContainerNode { IsPresence: false })
            {
                child.Slot = MakeSlot(child, slots.Count);
                child.Slot.Around = around;
                slots.Add(child.Slot);
            }

            if (node is ContainerNode container)
                child.Children = Children(unit, container, slots, ref position, container.IsPresence ? [.. around, child.First] : around);
            child.End = slots.Count;
        }

        return [.. children];
    }

    private NodeLayout Register(NodeLayout node)
    {
        _nodes[node.Node.Ordinal] = node;
        return node;
    }

    private static Slot MakeSlot(NodeLayout at, int index)
    {
        switch (at.Node)
        {
            case LeafNode leaf:
                return new Slot(index, leaf, SlotKind.Leaf, leaf.Type.FixedSize);
            case ContainerNode container:
                return new Slot(index, container, SlotKind.Presence, 0);
            case LeafListNode leafList:
                // The same value may occur more than once only where it isn't configuration (RFC 7950 §7.7); then its order may mean something.
                return new Slot(index, leafList, SlotKind.LeafList, -1)
                {
                    Format = new ListFormat(leafList.Type.FixedSize, leafList.IsConfig, leafList.IsUserOrdered || !leafList.IsConfig, null),
                };
            case ListNode list:
                return new Slot(index, list, SlotKind.List, -1)
                {
                    Format = new ListFormat(KeySize(list), list.Keys.Count > 0, list.IsUserOrdered || list.Keys.Count == 0, new Layout(list, at)),
                };
            default:
                return new Slot(index, at.Node, SlotKind.Any, -1);
        }
    }

    private static int KeySize(ListNode list)
    {
        var size = 0;
        foreach (var key in list.Keys)
        {
            if (key.Type.FixedSize < 0) return -1;
            size += key.Type.FixedSize;
        }

        return size;
    }

    private static void Exclude(Layout layout, NodeLayout[] children, int[] inherited)
    {
        foreach (var child in children)
        {
            var excluded = new HashSet<int>(inherited);
            for (SchemaNode node = child.Node; node.Parent is ChoiceNode or CaseNode; node = node.Parent)
            {
                if (node.Parent is not CaseNode own) continue;
                foreach (var other in children)
                {
                    if (IsInOtherCase(other.Node, own)) excluded.UnionWith(Enumerable.Range(other.First, other.End - other.First));
                }
            }

            int[] all = [.. excluded.Order()];
            if (child.Slot is { } slot) slot.Excluded = all;
            Exclude(layout, child.Node is ContainerNode ? child.Children : [], all);
        }
    }

    private static bool IsInOtherCase(SchemaNode node, CaseNode own)
    {
        for (; node.Parent is ChoiceNode or CaseNode; node = node.Parent)
        {
            if (node.Parent is CaseNode other && other != own && other.Parent == own.Parent) return true;
        }

        return false;
    }
}
