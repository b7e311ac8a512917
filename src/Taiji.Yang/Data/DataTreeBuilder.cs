using System.Buffers;
using System.Globalization;
using Taiji.Yang.Data.Attributes;
using Taiji.Yang.Data.Paging;
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
public sealed class DataTreeBuilder
{
    private readonly LayoutSet _layouts;
    private readonly List<Open> _open = [];
    private readonly Dictionary<Layout, Stack<UnitBuild>> _free = [];
    private readonly RecordWriter _entry = new();
    private readonly RecordWriter _scratch = new();
    private readonly ArrayBufferWriter<byte> _key = new();
    private UnitBuild _unit;
    private UnitBuild? _spare;

    // Those of what is open and of what was in it, as far as anything was annotated; the keys of what is open may not have come yet.
    private List<NodeAttributes>? _attributes;

    /// <summary>Begins an empty tree.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rootNode">The root's schema node; null for the datastore root.</param>
    public DataTreeBuilder(YangSchema schema, InnerNode? rootNode = null)
    {
        _layouts = LayoutSet.Of(schema);
        Current = rootNode ?? schema.Root;
        _unit = new UnitBuild(_layouts.Root(Current));
        _open.Add(new Open(Current, _unit));
    }

    /// <summary>The schema node of what is open.</summary>
    public InnerNode Current { get; private set; }

    /// <summary>The path of what is open, for messages; entries whose keys have not come yet are named by their position (1-based).</summary>
    public string CurrentPath => PathText().ToString();

    /// <summary>The key leaf that the entry just closed lacked.</summary>
    public LeafNode? MissingKey { get; private set; }

    /// <summary>The path of the entry that came last of those that were <see cref="BuildStatus.DuplicateEntry"/>, with its key or value.</summary>
    public string? DuplicateEntry { get; private set; }

    /// <summary>Opens a container (again, when a document names it twice: <see cref="BuildStatus.Duplicate"/>, and it is open all the same).</summary>
    /// <param name="container">A child of <see cref="Current"/>.</param>
    public BuildStatus OpenContainer(ContainerNode container)
    {
        var fresh = _unit.Open(At(container));
        _open.Add(new Open(container, _unit));
        Current = container;
        return fresh ? BuildStatus.Ok : BuildStatus.Duplicate;
    }

    /// <summary>Opens a new entry; its key leaves come as leaves, in any order, before <see cref="Close"/>.</summary>
    /// <param name="list">A child of <see cref="Current"/>.</param>
    public void OpenEntry(ListNode list)
    {
        var layout = At(list).Slot!.Format!.Entry!;
        var unit = _unit = Rent(layout);
        _open.Add(new Open(list, unit));
        Current = list;
    }

    /// <summary>Adds a leaf.</summary>
    /// <param name="leaf">A child of <see cref="Current"/>.</param>
    /// <param name="stored">Its stored value; copied.</param>
    public BuildStatus AddLeaf(LeafNode leaf, ReadOnlySpan<byte> stored) => _unit.Set(At(leaf), stored) ? BuildStatus.Ok : BuildStatus.Duplicate;

    /// <summary>Adds a leaf-list entry at the end (its place when the system orders).</summary>
    /// <param name="leafList">A child of <see cref="Current"/>.</param>
    /// <param name="stored">Its stored value; copied.</param>
    public BuildStatus AddLeafListEntry(LeafListNode leafList, ReadOnlySpan<byte> stored)
    {
        var list = _unit.List(At(leafList).Slot!);
        list.Begin(_entry, stored);
        if (list.TryAdd(_entry, stored, null, _scratch)) return BuildStatus.Ok;
        var path = PathText();
        path.Name(leafList);
        path.Value(leafList, stored);
        DuplicateEntry = path.ToString();
        return BuildStatus.DuplicateEntry;
    }

    /// <summary>Adds an anydata or anyxml.</summary>
    /// <param name="any">A child of <see cref="Current"/>.</param>
    /// <param name="content">Its content, see <see cref="AnyContent"/>; copied.</param>
    public BuildStatus AddAny(AnyNode any, ReadOnlySpan<byte> content) => _unit.Set(At(any), content) ? BuildStatus.Ok : BuildStatus.Duplicate;

    /// <summary>Gives what is open an attribute (metadata, RFC 7952).</summary>
    /// <param name="name"><c>module:name</c>.</param>
    /// <param name="value">Its canonical text.</param>
    internal void Annotate(string name, string value) => Annotate([], name, value);

    /// <summary>Gives a leaf, leaf-list entry or anydata in what is open an attribute.</summary>
    /// <param name="child">A child of <see cref="Current"/>.</param>
    /// <param name="key">A leaf-list entry's stored value; null for the others.</param>
    /// <param name="name"><c>module:name</c>.</param>
    /// <param name="value">Its canonical text.</param>
    internal void Annotate(SchemaNode child, ReadOnlyMemory<byte>? key, string name, string value) => Annotate([new DataPathStep(child, key)], name, value);

    private void Annotate(ReadOnlySpan<DataPathStep> steps, string name, string value)
    {
        _attributes ??= [];
        while (_attributes.Count < _open.Count) _attributes.Add(NodeAttributes.None);
        _attributes[^1] = _attributes[^1].With(steps, _attributes[^1].At(steps).WithOwn(name, value));
    }

    /// <summary>What was closed goes with its attributes into what it is in.</summary>
    private void CarryAttributes(SchemaNode node, ReadOnlyMemory<byte>? key, BuildStatus status)
    {
        if (_attributes is null || _attributes.Count <= _open.Count) return;
        var closed = _attributes[^1];
        _attributes.RemoveAt(_attributes.Count - 1);
        if (status != BuildStatus.Ok) return;
        _attributes[^1] = _attributes[^1].With([new DataPathStep(node, key)], closed);
    }

    /// <summary>Closes the container or entry that is open.</summary>
    public BuildStatus Close()
    {
        if (_open.Count == 1) throw new InvalidOperationException("nothing is open but the root");
        var (node, unit) = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        Current = _open[^1].Node;
        _unit = _open[^1].Unit;
        if (node is ListNode list) return CloseEntry(list, unit);
        CarryAttributes(node, null, BuildStatus.Ok);
        return BuildStatus.Ok;
    }

    /// <summary>Ends: everything must be closed.</summary>
    public DataTree Seal()
    {
        if (_open.Count > 1) throw new InvalidOperationException($"{CurrentPath} is still open");
        _entry.Begin();
        _unit.Write(_entry);
        return new DataTree(_layouts, _unit.Layout, _entry.ToRecord(_unit.Layout.EmptyRecord), _attributes?[0]);
    }

    private BuildStatus CloseEntry(ListNode list, UnitBuild unit)
    {
        MissingKey = null;
        if (!unit.TryGetPlainKey(out var key))
        {
            _key.ResetWrittenCount();
            MissingKey = unit.WriteKey(list, _key);
            key = _key.WrittenSpan;
        }

        var status = BuildStatus.MissingKey;
        if (MissingKey is null)
        {
            var entries = _unit.List(unit.Layout.List!.Slot!);
            entries.Begin(_entry, key);
            unit.Write(_entry);
            status = entries.TryAdd(_entry, key, _entry.Refs(), _scratch) ? BuildStatus.Ok : BuildStatus.DuplicateEntry;
            if (status == BuildStatus.DuplicateEntry) DuplicateEntry = PathOf(list, key.ToArray());
        }

        if (_attributes is not null) CarryAttributes(list, key.ToArray(), status);

        Return(unit);
        return status;
    }

    private string PathOf(ListNode list, ReadOnlySpan<byte> key)
    {
        var path = PathText();
        path.Name(list);
        path.Keys(list, key);
        return path.ToString();
    }

    private DataPathText PathText()
    {
        var path = new DataPathText(_layouts.Schema);
        for (var i = 1; i < _open.Count; i++)
        {
            var (node, unit) = _open[i];
            path.Name(node);
            if (node is not ListNode list) continue;
            _key.ResetWrittenCount();
            if (list.Keys.Count > 0 && unit.WriteKey(list, _key) is null) path.Keys(list, _key.WrittenSpan);
            else path.Predicate((_open[i - 1].Unit.List(_layouts[list].Slot!).Count + 1).ToString(CultureInfo.InvariantCulture));
        }

        return path;
    }

    /// <summary>A unit to build an entry in: mostly the one that its list's last entry was built in.</summary>
    private UnitBuild Rent(Layout layout)
    {
        UnitBuild? unit = null;
        if (ReferenceEquals(_spare?.Layout, layout)) (unit, _spare) = (_spare, null);
        else if (_free.TryGetValue(layout, out var free)) free.TryPop(out unit);
        if (unit is null) return new UnitBuild(layout);
        unit.Clear();
        return unit;
    }

    private void Return(UnitBuild unit)
    {
        var former = _spare;
        _spare = unit;
        if (former is null) return;
        if (!_free.TryGetValue(former.Layout, out var free)) _free.Add(former.Layout, free = new Stack<UnitBuild>());
        free.Push(former);
    }

    private NodeLayout At(SchemaNode child)
    {
        var at = _layouts[child];
        return ReferenceEquals(at.Parent, Current) ? at : throw new ArgumentException($"{child} is not a child of {Current}", nameof(child));
    }

    private readonly record struct Open(InnerNode Node, UnitBuild Unit);
}
