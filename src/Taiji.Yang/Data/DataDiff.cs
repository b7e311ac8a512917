using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>What happened to a node between two trees.</summary>
public enum DataChangeKind
{
    /// <summary>It and all below it are new.</summary>
    Created,

    /// <summary>It and all below it are gone.</summary>
    Deleted,

    /// <summary>A leaf's or anydata's value changed.</summary>
    ValueChanged,

    /// <summary>An entry of a user-ordered list or leaf-list stands elsewhere (its content may have changed too: told apart).</summary>
    Moved,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">The node in the old tree; default when created.</param>
/// <param name="After">The node in the new tree; default when deleted.</param>
public readonly record struct DataChange(DataChangeKind Kind, DataNode Before, DataNode After)
{
    /// <summary>The node that there is: after, or before when deleted.</summary>
    public DataNode Node => Kind == DataChangeKind.Deleted ? Before : After;

    /// <summary>Its schema node.</summary>
    public SchemaNode Schema => Node.Schema;
}

/// <summary>
/// The ordered differences between two trees of one schema. Shared pages are skipped by reference: the cost is that of the difference. Only the topmost node of a
/// created or deleted subtree is named; non-presence containers are never named themselves.
/// </summary>
public sealed class DataDiff
{
    // A change is looked at by everybody on its way: what is small is found once.
    private const int Few = 16;
    private IReadOnlyList<DataChange>? _few;
    private bool _isBig;

    /// <summary>Compares lazily.</summary>
    /// <param name="before">The old tree.</param>
    /// <param name="after">The new tree: with the same schema and root.</param>
    public DataDiff(DataTree before, DataTree after)
    {
        if (!ReferenceEquals(before.RootUnit.Layout, after.RootUnit.Layout)) throw new ArgumentException("both trees need the same schema and root", nameof(after));
        Before = before;
        After = after;
    }

    /// <summary>The old tree.</summary>
    public DataTree Before { get; }

    /// <summary>The new tree.</summary>
    public DataTree After { get; }

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => FindFew() is { Count: 0 } && !AttributeChanges.Any();

    /// <summary>The attributes that differ (metadata, RFC 7952), those of nodes that came or went included.</summary>
    public IEnumerable<AttributeChange> AttributeChanges =>
        ReferenceEquals(Before.Attributes, After.Attributes) ? [] : Attributes.NodeAttributes.Compare(new DataPath(After.Schema), Before.Attributes, After.Attributes);

    /// <summary>
    /// The differences in document order; of a user-ordered list first the entries deleted, then in their new order those created, moved or with changes in them (a moved
    /// entry before what changed in it), so that replaying them one by one, each after its new predecessor, makes the new order.
    /// </summary>
    public IEnumerable<DataChange> Changes => FindFew() ?? Units(Before.RootUnit, After.RootUnit);

    /// <summary>The same difference the other way round. What was found of it needn't be found again.</summary>
    public DataDiff Reverse()
    {
        var reversed = new DataDiff(After, Before);
        // Entries of user-ordered lists come in the order of the new tree, which is another one the other way round.
        if (_few is null || _few.Any(c => InUserOrder(c.Schema))) return reversed;
        reversed._few = [.. _few.Select(c => new DataChange(Reverse(c.Kind), c.After, c.Before))];
        return reversed;
    }

    /// <summary>Whether two trees differ in some of what stands at their root or in its containers. The rest isn't compared, however much it differs.</summary>
    /// <param name="before">The old tree.</param>
    /// <param name="after">The new tree: with the same schema and root.</param>
    /// <param name="concerns">Whether a leaf, list or presence container, which is in no list, is looked at.</param>
    public static bool Touches(DataTree before, DataTree after, Predicate<SchemaNode> concerns) => FindTouched(before, after, concerns).MoveNext();

    /// <summary>Which leaves, lists and presence containers that are in no list differ, they or what is in the lists: no more of a list is looked at than tells that.</summary>
    /// <param name="before">The old tree.</param>
    /// <param name="after">The new tree: with the same schema and root.</param>
    public static IEnumerable<SchemaNode> Touched(DataTree before, DataTree after)
    {
        for (var found = FindTouched(before, after, static _ => true); found.MoveNext();) yield return found.Current;
    }

    private static IEnumerator<SchemaNode> FindTouched(DataTree before, DataTree after, Predicate<SchemaNode> concerns)
    {
        var (unitA, unitB) = (before.RootUnit, after.RootUnit);
        if (!ReferenceEquals(unitA.Layout, unitB.Layout)) throw new ArgumentException("both trees need the same schema and root", nameof(after));
        if (unitA.Record.Same(unitB.Record)) yield break;
        RecordCursor a = new(unitA.Layout!, unitA.Record), b = new(unitA.Layout!, unitB.Record);
        a.MoveNext();
        b.MoveNext();
        while (true)
        {
            var next = Math.Min(a.Slot, b.Slot);
            if (next >= unitA.Layout!.Slots.Length) yield break;
            var slot = unitA.Layout.Slots[next];
            if (concerns(slot.Node) && (a.Slot != b.Slot || IsTouched(unitA, unitB, slot, a.Field, b.Field))) yield return slot.Node;
            if (a.Slot == next) a.MoveNext();
            if (b.Slot == next) b.MoveNext();
        }
    }

    private static bool IsTouched(UnitHandle before, UnitHandle after, Slot slot, Field a, Field b) =>
        slot.Format is null ? !SameValue(before.Record, a, after.Record, b) : Lists(before, after, slot, a, b).Any();

    private static DataChangeKind Reverse(DataChangeKind kind) => kind switch
    {
        DataChangeKind.Created => DataChangeKind.Deleted,
        DataChangeKind.Deleted => DataChangeKind.Created,
        _ => kind,
    };

    private static bool InUserOrder(SchemaNode schema)
    {
        for (var node = schema; node is not null; node = node.DataParent)
        {
            if (node is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true }) return true;
        }

        return false;
    }

    /// <summary>The differences when they are few; null when they are many.</summary>
    private IReadOnlyList<DataChange>? FindFew()
    {
        if (_few is not null || _isBig) return _few;
        var found = new List<DataChange>();
        foreach (var change in Units(Before.RootUnit, After.RootUnit))
        {
            if (found.Count == Few)
            {
                _isBig = true;
                return null;
            }

            found.Add(change);
        }

        return _few = found;
    }

    private static IEnumerable<DataChange> Units(UnitHandle before, UnitHandle after)
    {
        if (before.Layout is not { } layout || before.Record.Same(after.Record)) yield break;
        RecordCursor a = new(layout, before.Record), b = new(layout, after.Record);
        a.MoveNext();
        b.MoveNext();
        while (true)
        {
            var next = Math.Min(a.Slot, b.Slot);
            if (next >= layout.Slots.Length) yield break;
            var slot = layout.Slots[next];
            bool inA = a.Slot == next, inB = b.Slot == next;
            if (inA && inB)
            {
                if (slot.Format is not null)
                {
                    foreach (var change in Lists(before, after, slot, a.Field, b.Field)) yield return change;
                }
                else if (!SameValue(before.Record, a.Field, after.Record, b.Field))
                {
                    yield return new DataChange(DataChangeKind.ValueChanged, DataNode.OfField(before, slot.Node, a.Field), DataNode.OfField(after, slot.Node, b.Field));
                }
            }
            else if (slot.Format is not null)
            {
                foreach (var change in inA ? All(before, slot, DataChangeKind.Deleted) : All(after, slot, DataChangeKind.Created)) yield return change;
            }
            else
            {
                yield return inA
                    ? new DataChange(DataChangeKind.Deleted, new DataNode(before, slot.Node), default)
                    : new DataChange(DataChangeKind.Created, default, new DataNode(after, slot.Node));
            }

            // What came or went with a presence container isn't named again.
            var end = slot.Kind == SlotKind.Presence && inA != inB ? before.Tree.Layouts[slot.Node].End : next + 1;
            while (a.Slot < end) a.MoveNext();
            while (b.Slot < end) b.MoveNext();
        }
    }

    private static bool SameValue(RecordView before, Field a, RecordView after, Field b)
    {
        if (a.Reference is byte[] longA && b.Reference is byte[] longB) return longA.AsSpan().SequenceEqual(longB);
        if (a.Reference is not null || b.Reference is not null) return false;
        return before.Data.AsSpan(a.Start, a.Length).SequenceEqual(after.Data.AsSpan(b.Start, b.Length));
    }

    private static IEnumerable<DataChange> All(UnitHandle unit, Slot slot, DataChangeKind kind)
    {
        foreach (var entry in new DataEntries(unit, slot))
            yield return kind == DataChangeKind.Deleted ? new DataChange(kind, entry, default) : new DataChange(kind, default, entry);
    }

    private static IEnumerable<DataChange> Lists(UnitHandle before, UnitHandle after, Slot slot, Field a, Field b)
    {
        // The same pages, or a few entries that stand in the record itself.
        if (a.Reference is null && b.Reference is null ? SameValue(before.Record, a, after.Record, b) : ReferenceEquals(a.Reference, b.Reference)) return [];
        ListView viewA = new(slot.Format!, before.Record.Data, a), viewB = new(slot.Format!, after.Record.Data, b);
        return slot.Format!.IsOrdered ? Ordered(before, after, slot, viewA, viewB) : Sorted(before, after, slot, viewA.AsPage(), viewB.AsPage());
    }

    private static IEnumerable<DataChange> Sorted(UnitHandle before, UnitHandle after, Slot slot, Page pageA, Page pageB)
    {
        var comparison = new TreeComparison(pageA, pageB, slot.Format!.KeySize);
        while (comparison.MoveNext())
        {
            var unitA = comparison.HasBefore ? new UnitHandle(before, slot, comparison.Before, 0) : null;
            var unitB = comparison.HasAfter ? new UnitHandle(after, slot, comparison.After, 0) : null;
            if (unitA is not null && unitB is not null)
            {
                foreach (var change in Units(unitA, unitB)) yield return change;
            }
            else if (unitA is not null)
            {
                yield return new DataChange(DataChangeKind.Deleted, new DataNode(unitA, slot.Node), default);
            }
            else
            {
                yield return new DataChange(DataChangeKind.Created, default, new DataNode(unitB!, slot.Node));
            }
        }
    }

    private static bool SameContent(UnitHandle before, UnitHandle after, Slot slot, EntryView a, EntryView b)
    {
        if (a.Bytes.SequenceEqual(b.Bytes) && RecordView.SameRefs(a.Refs, b.Refs)) return true;
        if (slot.Format!.Entry is null) return false;
        foreach (var _ in Units(new UnitHandle(before, slot, a, 0), new UnitHandle(after, slot, b, 0))) return false;
        return true;
    }

    private static IEnumerable<DataChange> Ordered(UnitHandle before, UnitHandle after, Slot slot, ListView viewA, ListView viewB)
    {
        foreach (var entry in OrderedComparison.Compare(viewA, viewB, (a, b) => SameContent(before, after, slot, a, b)))
        {
            var unitA = entry.Before is { } old ? new UnitHandle(before, slot, old, entry.BeforeOrder) : null;
            var unitB = entry.After is { } current ? new UnitHandle(after, slot, current, entry.AfterOrder) : null;
            if (unitB is null)
            {
                yield return new DataChange(DataChangeKind.Deleted, new DataNode(unitA!, slot.Node), default);
                continue;
            }

            if (unitA is null)
            {
                yield return new DataChange(DataChangeKind.Created, default, new DataNode(unitB, slot.Node));
                continue;
            }

            if (entry.Moved) yield return new DataChange(DataChangeKind.Moved, new DataNode(unitA, slot.Node), new DataNode(unitB, slot.Node));
            foreach (var change in Units(unitA, unitB)) yield return change;
        }
    }
}
