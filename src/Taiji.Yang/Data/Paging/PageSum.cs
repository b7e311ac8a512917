using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Paging;

/// <summary>The sum of an integer leaf's values in all entries of a page, or below it.</summary>
/// <param name="Slot">The leaf's slot in the entries' layout.</param>
/// <param name="Value">The sum.</param>
/// <param name="Magnitude">The sum of the values without their signs: no partial sum in any order is further from zero.</param>
internal readonly record struct PageSum(int Slot, long Value, long Magnitude)
{
    /// <summary>
    /// The sum over the entries of a page and below. Each page keeps what it was asked for; since trees share the pages that an edit leaves alone, the next tree's sum takes the pages
    /// that the edit made.
    /// </summary>
    /// <param name="page">A page of a tree that is sealed: it doesn't change any more.</param>
    /// <param name="list">The list it belongs to.</param>
    /// <param name="slot">The leaf's slot; its type is an integer of at most 32 bits.</param>
    /// <param name="read">Grows by the pages that had to be added up.</param>
    public static PageSum Of(Page page, ListFormat list, Slot slot, ref int read)
    {
        foreach (var kept in page.Sums ?? [])
        {
            if (kept.Slot == slot.Index) return kept;
        }

        read++;
        var sum = new PageSum(slot.Index, 0, 0);
        if (page is InnerPage inner)
        {
            foreach (var kid in inner.Kids) sum = sum.With(Of(kid, list, slot, ref read));
        }
        else
        {
            sum = Of(new LeafView((LeafPage)page), list, slot, list.Prefix);
        }

        page.Keep(sum);
        return sum;
    }

    /// <summary>The sum over entries that lie together.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="list">The list they belong to.</param>
    /// <param name="slot">The leaf's slot.</param>
    /// <param name="prefix">How many bytes stand before each.</param>
    public static PageSum Of(in LeafView entries, ListFormat list, Slot slot, int prefix)
    {
        var type = (IntegerType)((Schema.TypedNode)slot.Node).Type;
        long value = 0, magnitude = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var record = new EntryView(entry.Data, entry.Start + prefix, entry.End, entry.Refs).Body(list.KeySize);
            if (!RecordCursor.TryFind(list.Entry!, record, slot.Index, out var field)) continue;
            var one = (long)type.GetValue(record.Data.AsSpan(field.Start, field.Length));
            value += one;
            magnitude += Math.Abs(one);
        }

        return new PageSum(slot.Index, value, magnitude);
    }

    private PageSum With(in PageSum other) => new(Slot, Value + other.Value, Magnitude + other.Magnitude);
}
