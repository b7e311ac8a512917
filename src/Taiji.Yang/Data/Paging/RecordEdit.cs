namespace Taiji.Yang.Data.Paging;

/// <summary>Makes changed copies of records; a copy that came out the same is the record itself.</summary>
internal static class RecordEdit
{
    /// <summary>With a value, or a presence container's bit, set: presence containers around come to be, nodes of other cases go.</summary>
    public static RecordView Set(Layout layout, in RecordView record, Slot slot, ReadOnlySpan<byte> value, RecordWriter writer)
    {
        ListPages none = default;
        return Rewrite(layout, record, slot, value, ref none, writer);
    }

    /// <summary>With a list's entries set, or the list gone when there are none.</summary>
    public static RecordView SetList(Layout layout, in RecordView record, Slot slot, ref ListPages pages, RecordWriter writer) => pages.IsEmpty
        ? Clear(layout, record, slot.Index, slot.Index + 1, writer)
        : Rewrite(layout, record, slot, default, ref pages, writer);

    /// <summary>Without the slots from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public static RecordView Clear(Layout layout, in RecordView record, int first, int end, RecordWriter writer)
    {
        if (!RecordCursor.AnyPresent(layout, record, first, end)) return record;
        writer.Begin();
        writer.BeginRecord(layout);
        var fields = new RecordCursor(layout, record);
        while (fields.MoveNext())
        {
            if (fields.Slot < first || fields.Slot >= end) writer.Copy(layout.Slots[fields.Slot], record, fields.Field);
        }

        return writer.ToRecord(record);
    }

    private static RecordView Rewrite(Layout layout, in RecordView record, Slot slot, ReadOnlySpan<byte> value, ref ListPages pages, RecordWriter writer)
    {
        var fresh = !RecordCursor.IsPresent(record, slot.Index);
        int[] excluded = fresh ? slot.Excluded : [], around = fresh ? slot.Around : [];
        writer.Begin();
        writer.BeginRecord(layout);
        var fields = new RecordCursor(layout, record);
        fields.MoveNext();
        for (var i = 0; i <= around.Length; i++)
        {
            var next = i < around.Length ? around[i] : slot.Index;
            CopyUntil(layout, record, ref fields, next, excluded, writer);
            var isThere = fields.Slot == next;
            if (i < around.Length) writer.Add(layout.Slots[next], default);
            else if (slot.Format is null) writer.Add(slot, value);
            else pages.Store(writer, slot);
            if (isThere) fields.MoveNext();
        }

        CopyUntil(layout, record, ref fields, layout.Slots.Length, excluded, writer);
        return writer.ToRecord(record);
    }

    private static void CopyUntil(Layout layout, in RecordView record, ref RecordCursor fields, int end, int[] excluded, RecordWriter writer)
    {
        for (; fields.Slot < end; fields.MoveNext())
        {
            if (Array.BinarySearch(excluded, fields.Slot) < 0) writer.Copy(layout.Slots[fields.Slot], record, fields.Field);
        }
    }
}
