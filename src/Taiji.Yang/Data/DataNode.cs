using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// A data node of one snapshot: a light handle that carries its way from the root (values have no parent). Two handles are equal when they name the same instance of the same tree.
/// </summary>
public readonly partial struct DataNode : IEquatable<DataNode>
{
    private const int Stored = 0;
    private const int Defaulted = -1;

    private readonly UnitHandle _unit;
    private readonly SchemaNode _schema;
    private readonly int _start;
    private readonly int _length;

    internal DataNode(UnitHandle unit, SchemaNode schema, int start = Stored, int length = 0)
    {
        _unit = unit;
        _schema = schema;
        _start = start;
        _length = length;
    }

    /// <summary>The snapshot.</summary>
    public DataTree Tree => _unit.Tree;

    /// <summary>The schema node.</summary>
    public SchemaNode Schema => _schema;

    /// <summary>Whether it is the tree's root.</summary>
    public bool IsRoot => _unit.Parent is null && ReferenceEquals(_schema, _unit.Layout!.Node);

    /// <summary>Whether it stands for a default of the schema that is in use, not for stored data.</summary>
    public bool IsDefault => _start == Defaulted;

    /// <summary>The parent data node; must not be asked of the root.</summary>
    public DataNode Parent
    {
        get
        {
            var parent = _schema.DataParent!;
            return IsUnit ? new DataNode(_unit.Parent!, parent) : new DataNode(_unit, parent);
        }
    }

    /// <summary>The stored form of a leaf's or leaf-list entry's value (<see cref="Types.YangType"/>); the content of an anydata (see <see cref="AnyContent"/>).</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            if (_start > 0) return _unit.Record.Data.AsSpan(_start, _length);
            if (_schema is LeafListNode && !IsDefault) return _unit.Key;
            return _start == Defaulted ? DefaultValue() : FindValue();
        }
    }

    /// <summary>The encoded key of a list entry (<see cref="KeyCodec"/>); the stored value of a leaf-list entry.</summary>
    public ReadOnlySpan<byte> Key => _unit.Key;

    /// <summary>The position (0-based) of a list or leaf-list entry in its list's order.</summary>
    public long Position => _unit.Position;

    /// <summary>The instance path.</summary>
    public DataPath Path
    {
        get
        {
            var steps = new List<DataPathStep>();
            for (var node = this; !node.IsRoot; node = node.Parent)
            {
                if (!node.IsUnit) steps.Add(new DataPathStep(node._schema));
                else if (node._unit.Slot!.Format!.HasKey) steps.Add(new DataPathStep(node._schema, node._unit.Key.ToArray()));
                else steps.Add(new DataPathStep(node._schema) { Position = node._unit.Position });
            }

            steps.Reverse();
            return new DataPath(Tree.Schema, Tree.RootNode, [.. steps]);
        }
    }

    /// <summary>
    /// The child nodes that exist, in schema order, list and leaf-list entries each in their order, key leaves first. Explicit data only.
    /// </summary>
    public DataChildren Children => new(_unit, Layouts(this));

    internal UnitHandle Unit => _unit;

    /// <summary>Whether it is a root or an entry: a unit of its own.</summary>
    internal bool IsUnit => ReferenceEquals(_schema, _unit.Slot?.Node) || ReferenceEquals(_schema, _unit.Layout?.Node);

    /// <summary>Whether it stands for all entries of a list or leaf-list (never handed out but by <see cref="DataChildren.GetEnumeratorOfWholeLists"/>).</summary>
    internal bool IsWholeList => _schema is ListNode or LeafListNode && !IsUnit;

    /// <summary>The entries of a whole list.</summary>
    internal DataEntries WholeEntries => new(_unit, Tree.Layouts[_schema].Slot!);

    /// <summary>A container, leaf or anydata child that exists (a non-presence container exists when something in it does).</summary>
    /// <param name="child">The child's schema node.</param>
    /// <param name="node">The child.</param>
    public bool TryGetChild(SchemaNode child, [MaybeNullWhen(false)] out DataNode node) => TryGetInUnit(child, out node);

    /// <summary>As <see cref="TryGetChild"/>, but also a leaf's default in use (its case chosen or default; whens not looked at) and an empty non-presence container.</summary>
    /// <param name="child">The child's schema node.</param>
    /// <param name="node">The child; <see cref="IsDefault"/> tells.</param>
    public bool TryGetChildOrDefault(SchemaNode child, [MaybeNullWhen(false)] out DataNode node)
    {
        if (TryGetInUnit(child, out node)) return true;
        if (child is not (ContainerNode { IsPresence: false } or LeafNode { Defaults.Count: > 0, IsKey: false })) return false;
        if (!IsCaseInUse(child)) return false;
        node = new DataNode(_unit, child, Defaulted);
        return true;
    }

    /// <summary>The entries of a list or leaf-list child.</summary>
    /// <param name="list">The <see cref="ListNode"/> or <see cref="LeafListNode"/>.</param>
    public DataEntries Entries(SchemaNode list) => new(_unit, Tree.Layouts[list].Slot
        ?? throw new ArgumentException($"'{list.SchemaPath}' is neither a list nor a leaf-list", nameof(list)));

    /// <summary>Document order of two nodes of one tree: negative when <paramref name="a"/> comes first; an ancestor before its descendants.</summary>
    /// <param name="a">A node.</param>
    /// <param name="b">Another.</param>
    public static int CompareDocumentOrder(DataNode a, DataNode b)
    {
        UnitHandle ua = a._unit, ub = b._unit;
        SchemaNode sa = a._schema, sb = b._schema;
        var tie = 0;
        for (; ua.Depth > ub.Depth; ua = ua.Parent!) (sa, tie) = (ua.Slot!.Node, 1);
        for (; ub.Depth > ua.Depth; ub = ub.Parent!) (sb, tie) = (ub.Slot!.Node, -1);
        while (!ua.Same(ub))
        {
            (sa, sb) = (ua.Slot!.Node, ub.Slot!.Node);
            if (ReferenceEquals(sa, sb) && ua.Parent!.Same(ub.Parent!)) return ua.CompareInList(ub);
            (ua, ub) = (ua.Parent!, ub.Parent!);
        }

        var c = PositionIn(ua, sa).CompareTo(PositionIn(ub, sb));
        return c != 0 ? c : tie;
    }

    /// <inheritdoc/>
    public bool Equals(DataNode other) => ReferenceEquals(_schema, other._schema)
        && (_unit is null || other._unit is null ? ReferenceEquals(_unit, other._unit) : _unit.Same(other._unit));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataNode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_unit is null) return 0;
        var hash = default(HashCode);
        hash.Add(_schema.Ordinal);
        if (_unit.Parent is not null) hash.AddBytes(_unit.Key);
        hash.Add(_unit.Order);
        return hash.ToHashCode();
    }

    /// <summary>Whether both are the same node.</summary>
    public static bool operator ==(DataNode left, DataNode right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(DataNode left, DataNode right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => _unit is null ? "" : Path.ToString();

    /// <summary>The data children of the node, as its layout has them.</summary>
    private static NodeLayout[] Layouts(in DataNode node)
    {
        if (node._unit.Layout is { } layout && ReferenceEquals(layout.Node, node._schema)) return layout.Children;
        return node._schema is ContainerNode ? node.Tree.Layouts[node._schema].Children : [];
    }

    // A unit's own node comes before all in it.
    private static int PositionIn(UnitHandle unit, SchemaNode node) =>
        ReferenceEquals(node, unit.Layout?.Node) || unit.Layout is null ? 0 : unit.Tree.Layouts[node].Position;
}
