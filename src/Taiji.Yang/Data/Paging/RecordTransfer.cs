namespace Taiji.Yang.Data.Paging;

/// <summary>Brings the content of one record into another one of the same layout, sharing whatever pages it can.</summary>
internal sealed class RecordTransfer(object owner)
{
    /// <summary>A source list this much smaller than its target is put in entry by entry; else both are merged in one pass.</summary>
    private const int Smaller = 8;

    private readonly Stack<RecordWriter> _writers = [];

    public RecordWriter Rent() => _writers.TryPop(out var writer) ? writer : new RecordWriter();

    public void Return(RecordWriter writer) => _writers.Push(writer);

    /// <summary>Transfers the slots from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    /// <param name="layout">Both records' layout.</param>
    /// <param name="target">The record to change.</param>
    /// <param name="source">The record to take from.</param>
    /// <param name="first">The first slot.</param>
    /// <param name="end">The slot after the last.</param>
    /// <param name="merge">Whether what only the target has stays.</param>
    public RecordView Transfer(Layout layout, in RecordView target, in RecordView source, int first, int end, bool merge)
    {
        if (target.Same(source)) return target;
        Consequences(layout, target, source, first, end, out var excluded, out var around);
        var writer = Rent();
        writer.Begin();
        writer.BeginRecord(layout);
        RecordCursor to = new(layout, target), from = new(layout, source);
        to.MoveNext();
        do from.MoveNext();
        while (from.Slot < first);
        var a = 0;
        while (true)
        {
            var incoming = from.Slot < end ? from.Slot : layout.Slots.Length;
            var presence = a < around.Count ? around[a] : layout.Slots.Length;
            var next = Math.Min(Math.Min(to.Slot, incoming), presence);
            if (next >= layout.Slots.Length) break;
            var slot = layout.Slots[next];
            if (next == incoming)
            {
                if (merge && next == to.Slot && slot.Format is not null) MergeList(layout, target, source, slot, writer);
                else writer.Copy(slot, source, from.Field);
            }
            else if (next == presence)
            {
                writer.Add(slot, default);
            }
            else if ((merge || next < first || next >= end) && !excluded.Contains(next))
            {
                writer.Copy(slot, target, to.Field);
            }

            if (next == to.Slot) to.MoveNext();
            if (next == incoming) from.MoveNext();
            if (next == presence) a++;
        }

        var result = writer.ToRecord(target);
        Return(writer);
        return result;
    }

    /// <summary>Merges one entry into a list.</summary>
    public void MergeEntry(ref ListPages pages, ReadOnlySpan<byte> key, in RecordView record)
    {
        var writer = Rent();
        if (!pages.Format.HasKey || !pages.View.TryGet(key, out var found, out var order))
        {
            pages.Put(key, record.Bytes, record.Refs, null, writer);
        }
        else if (pages.Format.Entry is { } layout)
        {
            var existing = found.Body(pages.Format.KeySize);
            var merged = Transfer(layout, existing, record, 0, layout.Slots.Length, true);
            if (!merged.Same(existing)) pages.Put(key, merged.Bytes, merged.Refs, order, writer);
        }

        Return(writer);
    }

    private void MergeList(Layout layout, in RecordView target, in RecordView source, Slot slot, RecordWriter writer)
    {
        var from = ListView.Of(layout, source, slot);
        var pages = new ListPages(layout, target, slot, owner);
        if (from.Main is null || !ReferenceEquals(from.Main, pages.View.Main))
        {
            if (!slot.Format!.IsOrdered && from.Count > Page.FanOut && from.Count > pages.View.Count / Smaller)
            {
                pages.Adopt(MergeSorted(slot.Format, pages.View, from), null);
            }
            else
            {
                var cursor = new ListCursor(from, 0);
                while (cursor.MoveNext()) MergeEntry(ref pages, cursor.Current.Key(slot.Format.KeySize), cursor.Current.Body(slot.Format.KeySize));
            }
        }

        pages.Store(writer, slot);
    }

    private Page? MergeSorted(ListFormat format, ListView target, ListView source)
    {
        var appender = new PageAppender(format.KeySize);
        ListCursor a = new(target, 0), b = new(source, 0);
        bool hasA = a.MoveNext(), hasB = b.MoveNext();
        while (hasA || hasB)
        {
            var c = !hasA ? 1 : !hasB ? -1 : a.Current.Key(format.KeySize).SequenceCompareTo(b.Current.Key(format.KeySize));
            if (c == 0) AppendMerged(appender, format, a.Current, b.Current);
            else appender.Append(c < 0 ? a.Current.Bytes : b.Current.Bytes, c < 0 ? a.Current.Refs : b.Current.Refs);
            if (c <= 0) hasA = a.MoveNext();
            if (c >= 0) hasB = b.MoveNext();
        }

        return appender.Finish();
    }

    private void AppendMerged(PageAppender appender, ListFormat format, in EntryView target, in EntryView source)
    {
        var existing = target.Body(format.KeySize);
        var merged = format.Entry is null ? existing : Transfer(format.Entry, existing, source.Body(format.KeySize), 0, format.Entry.Slots.Length, true);
        if (merged.Same(existing))
        {
            appender.Append(target.Bytes, target.Refs);
            return;
        }

        var writer = Rent();
        writer.Begin();
        writer.AddKey(target.Key(format.KeySize), format.KeySize);
        writer.AddRaw(merged.Bytes);
        appender.Append(writer.Bytes, merged.Refs);
        Return(writer);
    }

    /// <summary>The slots that must go because nodes of another case come, and the presence containers around what comes.</summary>
    private static void Consequences(Layout layout, in RecordView target, in RecordView source, int first, int end, out List<int> excluded, out List<int> around)
    {
        excluded = [];
        around = [];
        var from = new RecordCursor(layout, source);
        while (from.MoveNext())
        {
            if (from.Slot < first || from.Slot >= end) continue;
            var slot = layout.Slots[from.Slot];
            foreach (var i in slot.Around)
            {
                if (!around.Contains(i)) around.Add(i);
            }

            if (slot.Excluded.Length == 0 || RecordCursor.IsPresent(target, from.Slot)) continue;
            foreach (var i in slot.Excluded)
            {
                if (!RecordCursor.IsPresent(source, i) || i < first || i >= end) excluded.Add(i);
            }
        }

        around.Sort();
    }
}
