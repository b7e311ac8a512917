using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

public sealed partial class DataTreeEditor
{
    /// <summary>A unit on the way down to what is edited.</summary>
    private sealed class EditFrame
    {
        public required Layout Layout { get; init; }

        public required RecordView Record { get; set; }

        /// <summary>Whether it is new or its record is.</summary>
        public bool IsChanged { get; set; }

        /// <summary>Its list's slot in the frame above; null for the root.</summary>
        public Slot? Slot { get; init; }

        public ReadOnlyMemory<byte> Key { get; init; }

        /// <summary>Its order label; null while it is new.</summary>
        public ulong? Order { get; init; }

        /// <summary>Its list's entries.</summary>
        public ListPages Pages;
    }

    /// <summary>Opens the units down to the one that holds the path's last node; null when one is missing and isn't to be made.</summary>
    private EditFrame? Open(DataPath path, bool create)
    {
        _frames.Clear();
        var frame = new EditFrame { Layout = _layout, Record = _root };
        _frames.Add(frame);
        foreach (ref readonly var step in path.IsRoot ? default : path.Steps[..^1])
        {
            if (step.Node is not ListNode) continue;
            var slot = Layouts[step.Node].Slot!;
            var pages = new ListPages(frame.Layout, frame.Record, slot, _owner);
            if (TryFind(pages.View, step, out var entry, out var order))
            {
                frame = new EditFrame
                {
                    Layout = slot.Format!.Entry!, Slot = slot, Pages = pages, Key = KeyOf(entry, slot.Format.KeySize), Order = order, Record = entry.Body(slot.Format.KeySize),
                };
            }
            else
            {
                if (!create) return null;
                var layout = slot.Format!.Entry!;
                frame = new EditFrame { Layout = layout, Slot = slot, Pages = pages, Key = step.Key ?? default, Record = layout.EmptyRecord, IsChanged = true };
            }

            _frames.Add(frame);
        }

        return frame;
    }

    /// <summary>Carries what changed up to the root; stops where pages changed in place hang already.</summary>
    private void Commit()
    {
        var writer = _transfer.Rent();
        for (var i = _frames.Count - 1; i > 0 && _frames[i].IsChanged; i--)
        {
            var frame = _frames[i];
            frame.Pages.Put(frame.Key.Span, frame.Record.Bytes, frame.Record.Refs, frame.Order, writer);
            if (frame.Pages.IsStored) break;
            var above = _frames[i - 1];
            Update(above, RecordEdit.SetList(above.Layout, above.Record, frame.Slot!, ref frame.Pages, writer));
        }

        _transfer.Return(writer);
        _root = _frames[0].Record;
        _frames.Clear();
    }

    private static void Update(EditFrame frame, in RecordView record)
    {
        if (frame.Record.Same(record)) return;
        frame.Record = record;
        frame.IsChanged = true;
    }

    /// <summary>Puts an entry into a list of the frame.</summary>
    /// <param name="frame">The unit around the list.</param>
    /// <param name="slot">The list's slot.</param>
    /// <param name="step">Names the entry.</param>
    /// <param name="source">Its record; null for none but its key.</param>
    /// <param name="insert">Where; null to leave it or to append it.</param>
    /// <param name="merge">Whether an existing record stays and takes the source in.</param>
    private void PutEntry(EditFrame frame, Slot slot, in DataPathStep step, RecordView? source, InsertPosition? insert, bool merge)
    {
        var format = slot.Format!;
        var pages = new ListPages(frame.Layout, frame.Record, slot, _owner);
        var exists = TryFind(pages.View, step, out var entry, out var order);
        var record = source ?? (format.Entry?.EmptyRecord ?? new RecordView([], 0, 0, null));
        if (exists && format.Entry is { } layout)
        {
            var existing = entry.Body(format.KeySize);
            if (merge) record = source is null ? existing : _transfer.Transfer(layout, existing, record, 0, layout.Slots.Length, true);
        }

        var key = exists ? KeyOf(entry, format.KeySize) : step.Key ?? default;
        var writer = _transfer.Rent();
        if (insert is null || !format.IsOrdered) pages.Put(key.Span, record.Bytes, record.Refs, exists ? order : null, writer);
        else Place(ref pages, key.Span, record, insert, exists ? order : null, writer);
        if (!pages.IsStored) Update(frame, RecordEdit.SetList(frame.Layout, frame.Record, slot, ref pages, writer));
        _transfer.Return(writer);
    }

    /// <summary>Puts an entry where an insert attribute says; one that stands there already keeps its label.</summary>
    private static void Place(ref ListPages pages, ReadOnlySpan<byte> key, in RecordView record, InsertPosition insert, ulong? order, RecordWriter writer)
    {
        var view = pages.View;
        var own = order is { } label ? view.Rank(key, label) : -1;
        var position = insert.Place switch
        {
            InsertPlace.First => 0,
            InsertPlace.Last => view.Count,
            var place => AnchorRank(view, insert.Anchor) + (place == InsertPlace.After ? 1 : 0),
        };
        if (own >= 0 && (position == own || position == own + 1))
        {
            pages.Put(key, record.Bytes, record.Refs, order, writer);
            return;
        }

        if (own >= 0)
        {
            pages.Remove(key, order!.Value);
            if (position > own) position--;
        }

        pages.InsertAt(position, key, record.Bytes, record.Refs, writer);
    }

    private static long AnchorRank(in ListView view, ReadOnlyMemory<byte>? anchor)
    {
        if (anchor is not { } key || !view.TryGet(key.Span, out _, out var order)) throw new ArgumentException("the anchor of an insert is not in the list");
        return view.Rank(key.Span, order);
    }

    private bool RemoveEntry(EditFrame frame, Slot slot, in DataPathStep step)
    {
        var pages = new ListPages(frame.Layout, frame.Record, slot, _owner);
        if (!TryFind(pages.View, step, out var entry, out var order)) return false;
        pages.Remove(entry.Key(slot.Format!.KeySize), order);
        if (pages.IsStored) return true;
        var writer = _transfer.Rent();
        Update(frame, RecordEdit.SetList(frame.Layout, frame.Record, slot, ref pages, writer));
        _transfer.Return(writer);
        return true;
    }

    private static bool TryFind(in ListView view, in DataPathStep step, out EntryView entry, out ulong order)
    {
        if (step.Position is { } position)
        {
            entry = default;
            order = 0;
            if (position >= view.Count) return false;
            entry = view.At(position, out order);
            return true;
        }

        if (step.Key is { } key && view.Format.HasKey) return view.TryGet(key.Span, out entry, out order);
        entry = default;
        order = 0;
        return false;
    }

    private static ReadOnlyMemory<byte> KeyOf(in EntryView entry, int keySize)
    {
        var key = EntryView.KeyAt(entry.Data, entry.Start, keySize, out var body);
        return entry.Data.AsMemory(body - key.Length, key.Length);
    }
}
