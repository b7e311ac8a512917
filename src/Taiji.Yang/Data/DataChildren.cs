using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

/// <summary>The children of a <see cref="DataNode"/>; for <c>foreach</c> without allocation but of one handle for each entry.</summary>
public readonly struct DataChildren
{
    private readonly UnitHandle _unit;
    private readonly NodeLayout[] _children;

    internal DataChildren(UnitHandle unit, NodeLayout[] children)
    {
        _unit = unit;
        _children = children;
    }

    /// <summary>Begins at the first child.</summary>
    public Enumerator GetEnumerator() => new(_unit, _children);

    /// <summary>Begins a walk that stands on each list and leaf-list once (<see cref="DataNode.IsWholeList"/>), not on its entries.</summary>
    /// <param name="keepsWhole">Whether it stands on that one so; null for all.</param>
    internal Enumerator GetEnumeratorOfWholeLists(Func<SchemaNode, bool>? keepsWhole = null) => new(_unit, _children, keepsListsWhole: true, keepsWhole);

    /// <summary>Walks the children.</summary>
    public struct Enumerator
    {
        private readonly UnitHandle _unit;
        private readonly NodeLayout[] _children;
        private readonly bool _keepsListsWhole;
        private readonly Func<SchemaNode, bool>? _keepsWhole;
        private RecordCursor _fields;
        private ListCursor _entries;
        private Slot? _list;
        private int _next;

        internal Enumerator(UnitHandle unit, NodeLayout[] children, bool keepsListsWhole = false, Func<SchemaNode, bool>? keepsWhole = null)
        {
            _unit = unit;
            _keepsListsWhole = keepsListsWhole;
            _keepsWhole = keepsWhole;
            _children = children;
            if (children.Length > 0) _fields = new RecordCursor(unit.Layout!, unit.Record);
        }

        /// <summary>The child.</summary>
        public DataNode Current { get; private set; }

        /// <summary>Passes over the rest of the list or leaf-list whose entry it is at.</summary>
        internal void LeaveList() => _list = null;

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext()
        {
            while (true)
            {
                if (_list is not null)
                {
                    if (_entries.MoveNext())
                    {
                        Current = new DataNode(new UnitHandle(_unit, _list, _entries.Current, _entries.Order), _list.Node);
                        return true;
                    }

                    _list = null;
                }

                if (_next == _children.Length) return false;
                var child = _children[_next++];
                if (Enter(child)) return true;
            }
        }

        /// <summary>Stands on a child that exists; a list's entries come after.</summary>
        private bool Enter(NodeLayout child)
        {
            if (child.Slot is not { } slot)
            {
                if (child.KeyIndex < 0 && !RecordCursor.AnyPresent(child.Unit, _unit.Record, child.First, child.End)) return false;
                Current = new DataNode(_unit, child.Node);
                return true;
            }

            if (!_fields.MoveTo(slot.Index)) return false;
            if (slot.Format is null || (_keepsListsWhole && _keepsWhole?.Invoke(child.Node) != false))
            {
                Current = slot.Format is not null || slot.Kind == SlotKind.Presence ? new DataNode(_unit, child.Node) : DataNode.OfField(_unit, child.Node, _fields.Field);
                return true;
            }

            _list = slot;
            _entries = new ListCursor(new ListView(slot.Format, _unit.Record.Data, _fields.Field), 0);
            return false;
        }
    }
}

/// <summary>The entries of one list or leaf-list: counted, looked up and walked without a scan.</summary>
public readonly struct DataEntries
{
    private readonly UnitHandle _unit;
    private readonly Slot _slot;
    private readonly ListView _list;

    internal DataEntries(UnitHandle unit, Slot slot)
    {
        _unit = unit;
        _slot = slot;
        _list = ListView.Of(unit.Layout!, unit.Record, slot);
    }

    /// <summary>How many.</summary>
    public long Count => _list.Count;

    /// <summary>Looks an entry up.</summary>
    /// <param name="key">The encoded key of a list entry, or a leaf-list entry's stored value.</param>
    /// <param name="entry">The entry (the first of those with the same value, where there may be several).</param>
    public bool TryGet(ReadOnlySpan<byte> key, out DataNode entry)
    {
        if (!_list.TryGet(key, out var found, out var order))
        {
            entry = default;
            return false;
        }

        entry = new DataNode(new UnitHandle(_unit, _slot, found, order), _slot.Node);
        return true;
    }

    /// <summary>The entry at a 0-based position in the list's order: O(log n).</summary>
    /// <param name="position">Less than <see cref="Count"/>.</param>
    public DataNode At(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);
        var entry = _list.At(position, out var order);
        return new DataNode(new UnitHandle(_unit, _slot, entry, order), _slot.Node);
    }

    /// <summary>
    /// The sum of a leaf's stored values in all entries, where floating point would give the same in any order. What an edit left alone has been added up before: the next sum costs what
    /// the edit did.
    /// </summary>
    /// <param name="leaf">A leaf of the list, no key.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="read">How many pages had to be added up for it.</param>
    internal bool TrySum(LeafNode leaf, out long sum, out int read)
    {
        (sum, read) = (0, 0);
        if (leaf is not { IsKey: false, Type: IntegerType { FixedSize: <= 4 } }) return false;
        foreach (var child in _slot.Format?.Entry?.Children ?? [])
        {
            if (child.Node != leaf || child.Slot is null) continue;
            var found = _list.Sum(child.Slot, out read);
            sum = found.Value;
            return found.Magnitude <= 1L << 53;
        }

        return false;
    }

    /// <summary>Begins at the first entry.</summary>
    public Enumerator GetEnumerator() => new(_unit, _slot, _list);

    /// <summary>Goes through all entries that may be read, and what is in them, without a handle for each.</summary>
    internal ListScan Scan(ListAccess access) => new(_slot, _list, access);

    /// <summary>Walks the entries in order: key order when the system orders, the user's order else.</summary>
    public struct Enumerator
    {
        private readonly UnitHandle _unit;
        private readonly Slot _slot;
        private ListCursor _cursor;

        internal Enumerator(UnitHandle unit, Slot slot, ListView list)
        {
            _unit = unit;
            _slot = slot;
            _cursor = new ListCursor(list, 0);
        }

        /// <summary>The entry.</summary>
        public readonly DataNode Current => new(new UnitHandle(_unit, _slot, _cursor.Current, _cursor.Order), _slot.Node);

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext() => _cursor.MoveNext();
    }
}

/// <summary>The content of an anydata or anyxml: <see cref="DataNode.Value"/> is one byte that tells the form, then the UTF-8 text.</summary>
public static class AnyContent
{
    /// <summary>The text is the XML content of the element (with the namespace declarations it needs).</summary>
    public const byte Xml = (byte)'<';

    /// <summary>The text is a JSON value.</summary>
    public const byte Json = (byte)'{';
}
