namespace Taiji.Yang.Data.Paging;

/// <summary>A unit of one snapshot: the root, a list entry, or (without a record) a leaf-list entry. Knows its way up.</summary>
internal sealed class UnitHandle
{
    /// <summary>The root.</summary>
    public UnitHandle(DataTree tree, Layout layout, RecordView record)
    {
        Tree = tree;
        Layout = layout;
        Record = record;
    }

    /// <summary>An entry.</summary>
    public UnitHandle(UnitHandle parent, Slot slot, in EntryView entry, ulong order)
    {
        Tree = parent.Tree;
        Parent = parent;
        Slot = slot;
        Depth = parent.Depth + 1;
        Layout = slot.Format!.Entry;
        Order = order;
        var key = EntryView.KeyAt(entry.Data, entry.Start, slot.Format.KeySize, out var body);
        _keyStart = body - key.Length;
        Record = new RecordView(entry.Data, body, entry.End - body, entry.Refs);
    }

    private readonly int _keyStart;

    public DataTree Tree { get; }

    public UnitHandle? Parent { get; }

    /// <summary>Its list's or leaf-list's slot in the parent; null for the root.</summary>
    public Slot? Slot { get; }

    /// <summary>The layout of the record; null for a leaf-list entry.</summary>
    public Layout? Layout { get; }

    public RecordView Record { get; }

    public ulong Order { get; }

    public int Depth { get; }

    public ReadOnlySpan<byte> Key => Record.Data.AsSpan(_keyStart, Record.Start - _keyStart);

    public int KeyStart => _keyStart;

    /// <summary>Its position among the entries of its list.</summary>
    public long Position => ListView.Of(Parent!.Layout!, Parent.Record, Slot!).Rank(Key, Order);

    /// <summary>Whether both are the same instance of the same tree.</summary>
    public bool Same(UnitHandle other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (!ReferenceEquals(Tree, other.Tree) || !ReferenceEquals(Slot, other.Slot) || Parent is null || other.Parent is null) return false;
        return Order == other.Order && Key.SequenceEqual(other.Key) && Parent.Same(other.Parent);
    }

    /// <summary>Document order of two units at the same depth below the same parent and in the same list.</summary>
    public int CompareInList(UnitHandle other) => Slot!.Format!.IsOrdered ? Order.CompareTo(other.Order) : Key.SequenceCompareTo(other.Key);
}
