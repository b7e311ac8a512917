using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Paging;

/// <summary>What a slot of a record stands for.</summary>
internal enum SlotKind
{
    Leaf,
    Presence,
    List,
    LeafList,
    Any,
}

/// <summary>
/// How the instances of one <i>unit</i> (a tree's root, or a list's entries) are packed. Non-presence containers are flattened into the unit; every other data node
/// but the list's keys has a slot, in document order. A record is <c>[bitmap of the slots][fields of those present]</c>.
/// </summary>
internal sealed class Layout
{
    public Layout(InnerNode node, NodeLayout? self)
    {
        Node = node;
        List = self;
    }

    /// <summary>The root or the list.</summary>
    public InnerNode Node { get; }

    /// <summary>For a list's entries: the list as a node of the unit around it.</summary>
    public NodeLayout? List { get; }

    public Slot[] Slots { get; set; } = [];

    /// <summary>The top-level children of the unit's node, keys first.</summary>
    public NodeLayout[] Children { get; set; } = [];

    /// <summary>Nodes in the unit: positions of <see cref="NodeLayout.Position"/> are below.</summary>
    public int Positions { get; set; }

    public int BitmapSize => (Slots.Length + 7) >> 3;

    /// <summary>A record without content.</summary>
    public RecordView EmptyRecord => new(Empty, 0, Empty.Length, null);

    /// <summary>How <see cref="ListScan"/> goes through a record.</summary>
    public ScanStep[] Steps => field ??= ScanStep.Program(this);

    private byte[] Empty => field ??= new byte[BitmapSize];
}

/// <summary>One slot of a <see cref="Layout"/>.</summary>
internal sealed class Slot(int index, SchemaNode node, SlotKind kind, int size)
{
    public int Index { get; } = index;

    public SchemaNode Node { get; } = node;

    public SlotKind Kind { get; } = kind;

    /// <summary>The field's size in bytes, or -1 when the field tells it.</summary>
    public int Size { get; } = size;

    /// <summary>The slots of other cases, which creating this one empties (RFC 7950 §7.9).</summary>
    public int[] Excluded { get; set; } = [];

    /// <summary>The slots of presence containers around it in the unit.</summary>
    public int[] Around { get; set; } = [];

    /// <summary>For a list or leaf-list: how its entries are kept; null for others.</summary>
    public ListFormat? Format { get; set; }
}

/// <summary>How a list's or leaf-list's entries are kept.</summary>
/// <param name="KeySize">The fixed size of encoded keys (of a leaf-list's values), or -1.</param>
/// <param name="HasKey">Whether entries are named by a key: not in a list without keys, nor where values may occur twice.</param>
/// <param name="IsOrdered">Whether entries stand in an order of their own instead of the keys'.</param>
/// <param name="Entry">The layout of a list's entries; null for a leaf-list.</param>
internal sealed record ListFormat(int KeySize, bool HasKey, bool IsOrdered, Layout? Entry)
{
    /// <summary>The size of an order label.</summary>
    public const int LabelSize = 8;

    /// <summary>The size of keys in the tree that holds the entries.</summary>
    public int TreeKeySize => IsOrdered ? LabelSize : KeySize;

    /// <summary>How many bytes stand before the entry in that tree, and are left out in an inline image.</summary>
    public int Prefix => IsOrdered ? LabelSize : 0;
}

/// <summary>Where a schema node lives in its unit's layout.</summary>
internal sealed class NodeLayout(SchemaNode node, InnerNode parent, Layout unit, int position)
{
    /// <summary>The parent data node, or root.</summary>
    public InnerNode Parent { get; } = parent;

    public SchemaNode Node { get; } = node;

    /// <summary>The unit whose record holds it: for a list the one around, not its entries'.</summary>
    public Layout Unit { get; } = unit;

    /// <summary>Document order within the unit, keys first.</summary>
    public int Position { get; } = position;

    /// <summary>Its slot; null for keys and non-presence containers.</summary>
    public Slot? Slot { get; set; }

    /// <summary>The first slot of what is in it, its own included.</summary>
    public int First { get; set; }

    /// <summary>The slot after the last one in it.</summary>
    public int End { get; set; }

    /// <summary>Its place among the list's keys, or -1.</summary>
    public int KeyIndex { get; set; } = -1;

    /// <summary>The data children of a container, or of a list's entries (keys first).</summary>
    public NodeLayout[] Children { get; set; } = [];
}
