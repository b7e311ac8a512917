using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>Collects nodes of a tree, each with all below it, and makes a tree of them and their ancestors: in one pass in document order, sharing what is selected whole.</summary>
internal sealed class DataSelector(DataTree tree)
{
    private readonly List<DataNode> _nodes = [];
    private readonly List<(UnitHandle Unit, UnitBuild Build)> _open = [];
    private readonly Dictionary<Layout, Stack<UnitBuild>> _free = [];
    private readonly RecordWriter _entry = new();
    private readonly RecordWriter _scratch = new();
    private UnitHandle? _whole;
    private bool _isSorted = true;

    /// <summary>Told each node that is added.</summary>
    public Action<DataNode>? Selected { get; init; }

    /// <summary>Told each list that is added.</summary>
    public Action<DataNode, SchemaNode>? SelectedList { get; init; }

    /// <summary>Adds a node.</summary>
    public void Add(DataNode node)
    {
        Selected?.Invoke(node);
        Put(node);
    }

    /// <summary>Adds all entries of a list at once.</summary>
    public void AddList(DataNode parent, SchemaNode list)
    {
        SelectedList?.Invoke(parent, list);
        Put(new DataNode(parent.Unit, list));
    }

    private void Put(DataNode node)
    {
        if (_isSorted && _nodes.Count > 0) _isSorted = DataNode.CompareDocumentOrder(_nodes[^1], node) <= 0;
        _nodes.Add(node);
    }

    /// <summary>The tree; the source itself when that was selected whole.</summary>
    public DataTree ToTree()
    {
        if (!_isSorted) _nodes.Sort(DataNode.CompareDocumentOrder);
        var layout = tree.RootUnit.Layout!;
        var root = new UnitBuild(layout);
        _open.Add((tree.RootUnit, root));
        foreach (var node in _nodes)
        {
            if (node.IsRoot) return tree;
            Include(node);
        }

        CloseTo(0);
        _entry.Begin();
        root.Write(_entry);
        // Those of nodes that are not selected are in nobody's way.
        return new DataTree(tree.Layouts, layout, _entry.ToRecord(layout.EmptyRecord), tree.Attributes);
    }

    private void Include(DataNode node)
    {
        var isEntry = node.Unit.Slot is { } own && ReferenceEquals(own.Node, node.Schema);
        if (!OpenDownTo(isEntry ? node.Unit.Parent! : node.Unit)) return;
        var (unit, build) = _open[^1];
        if (isEntry)
        {
            IncludeEntry(node.Unit, build);
            return;
        }

        var at = tree.Layouts[node.Schema];
        var fields = new RecordCursor(at.Unit, unit.Record);
        while (fields.MoveNext() && fields.Slot < at.End)
        {
            if (fields.Slot >= at.First) build.Adopt(at.Unit.Slots[fields.Slot], unit.Record, fields.Field);
        }
    }

    private void IncludeEntry(UnitHandle entry, UnitBuild into)
    {
        if (into.IsAdopted(entry.Slot!)) return;
        var list = into.List(entry.Slot!);
        list.Begin(_entry, entry.Key);
        _entry.AddRaw(entry.Record.Bytes);
        if (list.TryAdd(_entry, entry.Key, entry.Record.Refs, _scratch)) _whole = entry;
    }

    /// <summary>Opens the way to a unit; false when something around it is selected whole.</summary>
    private bool OpenDownTo(UnitHandle unit)
    {
        if (_whole is not null && Above(unit, _whole.Depth).Same(_whole)) return false;
        while (_open.Count > 1 && (_open.Count - 1 > unit.Depth || !Above(unit, _open.Count - 1).Same(_open[^1].Unit))) CloseTo(_open.Count - 2);
        while (_open.Count - 1 < unit.Depth)
        {
            var next = Above(unit, _open.Count);
            if (_open[^1].Build.IsAdopted(next.Slot!)) return false;
            _open.Add((next, Rent(next.Layout!)));
        }

        return true;
    }

    /// <summary>The unit at a depth above another, or that one itself when it isn't as deep.</summary>
    private static UnitHandle Above(UnitHandle unit, int depth)
    {
        while (unit.Depth > depth) unit = unit.Parent!;
        return unit;
    }

    private void CloseTo(int depth)
    {
        for (; _open.Count - 1 > depth; _open.RemoveAt(_open.Count - 1))
        {
            var (unit, build) = _open[^1];
            var list = _open[^2].Build.List(unit.Slot!);
            list.Begin(_entry, unit.Key);
            build.Write(_entry);
            list.TryAdd(_entry, unit.Key, _entry.Refs(), _scratch);
            _free[build.Layout].Push(build);
        }
    }

    private UnitBuild Rent(Layout layout)
    {
        if (!_free.TryGetValue(layout, out var free)) _free.Add(layout, free = new Stack<UnitBuild>());
        if (!free.TryPop(out var build)) return new UnitBuild(layout);
        build.Clear();
        return build;
    }
}
