using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;

namespace Taiji.Yang.Tests.Data;

/// <summary>Walks a tree's pages and checks what must always hold of them.</summary>
internal static class TreeInvariants
{
    public static void Check(DataTree tree) => Record(tree.RootUnit.Layout!, tree.RootUnit.Record);

    private static void Record(Layout layout, RecordView record)
    {
        var end = record.Start + layout.BitmapSize;
        var fields = new RecordCursor(layout, record);
        var refs = 0;
        while (fields.MoveNext())
        {
            var slot = layout.Slots[fields.Slot];
            foreach (var around in slot.Around) RecordCursor.IsPresent(record, around).ShouldBeTrue("a presence container around something must be there");
            if (fields.Field.Reference is null) end = fields.Field.Start + fields.Field.Length;
            else refs++;
            if (fields.Field.Reference is not null) end++;
            if (slot.Format is { } format) List(format, record, fields.Field);
            else if (slot.Size < 0) (fields.Field.Reference is byte[] { Length: > RecordWriter.InlineValueBytes } || fields.Field is { Reference: null, Length: <= RecordWriter.InlineValueBytes }).ShouldBeTrue();
            else fields.Field.Length.ShouldBe(slot.Size);
        }

        end.ShouldBe(record.Start + record.Length);
        (record.Refs?.Length ?? 0).ShouldBe(refs);
        if (record.Refs is not null) record.Refs.Length.ShouldBePositive();
    }

    private static void List(ListFormat format, RecordView record, Field field)
    {
        var view = new ListView(format, record.Data, field);
        view.Count.ShouldBePositive("a list without entries must not be there");
        var cursor = new ListCursor(view, 0);
        var bytes = 2;
        var hasRefs = false;
        var count = 0L;
        byte[]? last = null;
        while (cursor.MoveNext())
        {
            var entry = cursor.Current;
            bytes = Math.Min(bytes + 2 + entry.Bytes.Length, 1 << 20);
            hasRefs |= entry.Refs is not null;
            count++;
            var key = entry.Key(format.KeySize).ToArray();
            if (!format.IsOrdered && last is not null) last.AsSpan().SequenceCompareTo(key).ShouldBeNegative();
            last = key;
            view.Rank(key, cursor.Order).ShouldBe(count - 1);
            if (format.HasKey)
            {
                view.TryGet(key, out var found, out var order).ShouldBeTrue();
                order.ShouldBe(cursor.Order);
                found.Bytes.SequenceEqual(entry.Bytes).ShouldBeTrue();
            }

            if (format.Entry is { } layout) Record(layout, entry.Body(format.KeySize));
        }

        count.ShouldBe(view.Count);
        (field.Reference is null).ShouldBe(bytes <= RecordWriter.InlineListBytes && !hasRefs, "a list is inline exactly when it is small");
        if (field.Reference is null) field.Length.ShouldBe(bytes);
        if (field.Reference is OrderedPages ordered) Ordered(format, ordered);
        if (view.Main is not null) Page(view.Main, format.TreeKeySize, null, null, true);
    }

    private static void Ordered(ListFormat format, OrderedPages pages)
    {
        (pages.Labels is not null).ShouldBe(format.HasKey);
        if (pages.Labels is null) return;
        pages.Labels.Total.ShouldBe(pages.Main.Total);
        Page(pages.Labels, format.KeySize, null, null, true);
    }

    private static void Page(Page page, int keySize, byte[]? atLeast, byte[]? below, bool isRoot)
    {
        page.Count.ShouldBePositive();
        if (page is LeafPage leaf)
        {
            var view = new LeafView(leaf);
            (leaf.Data.Length <= Taiji.Yang.Data.Paging.Page.LeafBytes || leaf.Count == 1 || HasLongEntry(view)).ShouldBeTrue("a leaf page is too long");
            if (leaf.Refs is not null) leaf.Refs.Length.ShouldBe(leaf.Count);
            for (var i = 0; i < leaf.Count; i++)
            {
                var key = view[i].Key(keySize);
                if (atLeast is not null) key.SequenceCompareTo(atLeast).ShouldBeGreaterThanOrEqualTo(0);
                if (below is not null) key.SequenceCompareTo(below).ShouldBeNegative();
            }

            return;
        }

        var inner = (InnerPage)page;
        inner.Count.ShouldBeLessThanOrEqualTo(Taiji.Yang.Data.Paging.Page.FanOut);
        if (isRoot) inner.Count.ShouldBeGreaterThan(1);
        long total = 0;
        for (var i = 0; i < inner.Count; i++)
        {
            inner.Kids[i].Height.ShouldBe(inner.Height - 1);
            total += inner.Kids[i].Total;
            Page(inner.Kids[i], keySize, i == 0 ? atLeast : inner.Separators[i], i + 1 < inner.Count ? inner.Separators[i + 1] : below, false);
        }

        inner.Total.ShouldBe(total);
    }

    private static bool HasLongEntry(LeafView view)
    {
        for (var i = 0; i < view.Count; i++)
        {
            if (view[i].Bytes.Length > Taiji.Yang.Data.Paging.Page.LeafBytes / 4) return true;
        }

        return false;
    }
}
