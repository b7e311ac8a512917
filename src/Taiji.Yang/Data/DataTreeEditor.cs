using Taiji.Yang.Data.Attributes;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>
/// Edits a copy of a tree in place: costs grow with the edits, not with the tree; the base is never touched. Not thread-safe. Missing ancestors are made.
/// Creating a node of one case removes the nodes of the choice's other cases (RFC 7950 §7.9).
/// </summary>
public sealed partial class DataTreeEditor
{
    private readonly DataTree _base;
    private readonly Layout _layout;
    private readonly List<EditFrame> _frames = [];
    private RecordTransfer _transfer;
    private object _owner = new();
    private RecordView _root;
    private NodeAttributes _attributes;

    internal DataTreeEditor(DataTree tree)
    {
        _base = tree;
        _layout = tree.RootUnit.Layout!;
        _root = tree.RootUnit.Record;
        _attributes = tree.Attributes;
        _transfer = new RecordTransfer(_owner);
    }

    private LayoutSet Layouts => _base.Layouts;

    /// <summary>What it looks like now: O(1); later edits don't change it.</summary>
    public DataTree Snapshot()
    {
        // Pages made so far belong to nobody from here on.
        _owner = new object();
        _transfer = new RecordTransfer(_owner);
        return _root.Same(_base.RootUnit.Record) && ReferenceEquals(_attributes, _base.Attributes) ? _base : Peek();
    }

    /// <summary>Ends the editing and returns the tree; the base itself when nothing was really changed.</summary>
    public DataTree Seal() => Seal(out _);

    /// <summary>As the other one, telling what is different: that is found once.</summary>
    /// <param name="change">From the base to the result; null when nothing was really changed.</param>
    public DataTree Seal(out DataDiff? change)
    {
        var tree = Snapshot();
        change = ReferenceEquals(tree, _base) ? null : new DataDiff(_base, tree);
        if (change is not null && !tree.Attributes.IsEmpty)
        {
            var kept = AttributePruning.Prune(change);
            if (!ReferenceEquals(kept, tree.Attributes)) change = new DataDiff(_base, tree = tree.With(kept));
        }

        if (change is { IsEmpty: false }) return tree;
        change = null;
        return _base;
    }

    /// <summary>Sets a leaf (not a key) or an anydata.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="stored">The stored value, or an anydata's content.</param>
    public void SetValue(DataPath path, ReadOnlySpan<byte> stored)
    {
        var node = Layouts[path.Node];
        if (node.Slot is not { Kind: SlotKind.Leaf or SlotKind.Any } slot) throw new ArgumentException($"{path} has no value that could be set", nameof(path));
        var frame = Open(path, true)!;
        var writer = _transfer.Rent();
        Update(frame, RecordEdit.Set(frame.Layout, frame.Record, slot, stored, writer));
        _transfer.Return(writer);
        Commit();
    }

    /// <summary>Makes a presence container, list entry or leaf-list entry if it isn't there.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="insert">Where in a user-ordered list; null for the end. Moves an entry that is there already when given.</param>
    public void Create(DataPath path, InsertPosition? insert = null)
    {
        if (path.IsRoot) return;
        var node = Layouts[path.Node];
        var frame = Open(path, true)!;
        if (node.Slot is { Format: not null })
        {
            PutEntry(frame, node.Slot, path.Steps[^1], null, insert, true);
        }
        else if (node.Slot is { Kind: SlotKind.Presence } slot)
        {
            var writer = _transfer.Rent();
            Update(frame, RecordEdit.Set(frame.Layout, frame.Record, slot, default, writer));
            _transfer.Return(writer);
        }
        else if (path.Node is not ContainerNode)
        {
            throw new ArgumentException($"{path} can't be made without a value", nameof(path));
        }

        Commit();
    }

    /// <summary>Removes the node and all below it, or all entries of a whole list.</summary>
    /// <param name="path">Its path; not a key leaf's.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(DataPath path)
    {
        if (path.IsRoot)
        {
            var had = !Peek().IsEmpty;
            _root = _layout.EmptyRecord;
            _attributes = NodeAttributes.None;
            return had;
        }

        var node = Layouts[path.Node];
        if (node.KeyIndex >= 0) throw new ArgumentException($"{path} is a key: it can't be removed without its entry", nameof(path));
        if (Open(path, false) is not { } frame) return false;
        if (node.Slot is { Format: not null } list && !path.IsWholeList)
        {
            if (!RemoveEntry(frame, list, path.Steps[^1])) return false;
        }
        else
        {
            if (!RecordCursor.AnyPresent(frame.Layout, frame.Record, node.First, node.End)) return false;
            var writer = _transfer.Rent();
            Update(frame, RecordEdit.Clear(frame.Layout, frame.Record, node.First, node.End, writer));
            _transfer.Return(writer);
        }

        Commit();
        if (!_attributes.IsEmpty) _attributes = _attributes.Without(path);
        return true;
    }

    /// <summary>Sets or takes away an attribute of a node (metadata, RFC 7952).</summary>
    /// <param name="path">The node; not the root, and no whole list. When it isn't there at the end, neither is the attribute.</param>
    /// <param name="name">The attribute: <c>module:name</c>.</param>
    /// <param name="value">Its canonical text; null takes it away.</param>
    public void SetAttribute(DataPath path, string name, string? value)
    {
        if (path.IsRoot || path.IsWholeList || path.Steps[^1].Position is not null) throw new ArgumentException($"{path} can't have attributes: it names no single node for good", nameof(path));
        _attributes = _attributes.With(path.Steps, _attributes.At(path.Steps).WithOwn(name, value));
    }

    /// <summary>Makes the node at <paramref name="path"/> equal to <paramref name="source"/>, sharing its pages where it can.</summary>
    /// <param name="path">Its path; the root allowed.</param>
    /// <param name="source">A node of the same schema node, of any tree with the same schema.</param>
    public void Replace(DataPath path, DataNode source) => Transfer(path, source, false);

    /// <summary>Merges all below <paramref name="source"/> into the node at <paramref name="path"/> (RFC 6241 §7.2 merge); big sorted lists merge in linear time.</summary>
    /// <param name="path">Its path; the root allowed.</param>
    /// <param name="source">A node of the same schema node, of any tree with the same schema.</param>
    public void Merge(DataPath path, DataNode source) => Transfer(path, source, true);

    private void Transfer(DataPath path, DataNode source, bool merge)
    {
        if (!ReferenceEquals(source.Tree.Layouts, Layouts)) throw new ArgumentException("the source has another schema", nameof(source));
        var target = path.IsRoot ? _layout.Node : path.Node;
        if (source.Schema != target) throw new ArgumentException($"a {source.Schema} can't become {path}", nameof(source));
        TransferFrom(path, source.Unit, merge, null);
        if (source.Tree.Attributes is { IsEmpty: false } theirs && !path.IsWholeList) TransferAttributes(path, theirs.At(source.Path.Steps), merge);
        else if (path.IsRoot && !merge) _attributes = NodeAttributes.None;
    }

    /// <summary>The root takes all over as it is; elsewhere a node that stays keeps what it has, unless it comes with something else.</summary>
    private void TransferAttributes(DataPath path, NodeAttributes theirs, bool merge)
    {
        if (path.IsRoot && !merge) _attributes = NodeAttributes.None.Merge(theirs);
        else if (!theirs.IsEmpty) _attributes = _attributes.With(path.Steps, _attributes.At(path.Steps).Merge(theirs));
    }

    /// <summary>Takes over what a unit (the entry itself, or the unit that holds the node) has at the path; null when it has nothing.</summary>
    private void TransferFrom(DataPath path, UnitHandle? source, bool merge, InsertPosition? insert)
    {
        if (path.IsRoot)
        {
            _root = merge ? _transfer.Transfer(_layout, _root, source!.Record, 0, _layout.Slots.Length, true) : source!.Record;
            return;
        }

        var node = Layouts[path.Node];
        var frame = Open(path, true)!;
        if (node.Slot is { Format: not null } list && !path.IsWholeList)
        {
            PutEntry(frame, list, path.Steps[^1], source?.Record, insert, merge);
        }
        else if (node.KeyIndex < 0)
        {
            Update(frame, _transfer.Transfer(frame.Layout, frame.Record, source?.Record ?? frame.Layout.EmptyRecord, node.First, node.End, merge));
        }

        Commit();
    }

    /// <summary>A tree to look at until the next edit.</summary>
    private DataTree Peek() => new(Layouts, _layout, _root, _attributes);
}
