using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>Lists that come in parts: the walk stops at the end of each and is given the next.</content>
internal sealed partial class DataWalk<TEmitter>
{
    private IReadOnlyList<ListRemainder> _remainders = [];
    private PartialList? _parts;

    /// <summary>Where the next part comes from that the walk stopped for; null when it stopped for the buffer to be flushed.</summary>
    public ListRemainder? Awaits => _parts is { IsAwaiting: true } parts ? parts.Remainder : null;

    /// <summary>Goes on with the list whose part it stopped for.</summary>
    /// <param name="part">The part; null when there is none.</param>
    public void Continue(ListPart? part)
    {
        if (part is null) _parts = null;
        else BeginPart(_parts!, part);
    }

    /// <summary>Begins a list that comes in parts with those of its entries that are in the tree.</summary>
    /// <param name="list">The list.</param>
    /// <param name="entries">Those.</param>
    /// <returns>Whether it is such a list.</returns>
    private bool BeginParts(SchemaNode list, DataEntries entries)
    {
        if (_remainders.Count == 0 || _parts?.Remainder.List == list || _remainders.FirstOrDefault(r => r.List == list) is not { } remainder) return false;
        _parts = new PartialList(remainder, _count);
        BeginPart(_parts, new ListPart(entries));
        return true;
    }

    private void BeginPart(PartialList parts, ListPart part)
    {
        // What is said with an entry is said where it is gone through node by node.
        if (part.AtLast is null && AccessOf(parts.Remainder.List) is { } access) BeginScan(part.Entries, parts.Remainder.List, access);
        else parts.Begin(part);
        parts.IsAwaiting = false;
    }

    /// <summary>Goes on to the next entry of the part.</summary>
    /// <returns>False at the end of the part.</returns>
    private bool AdvanceParts(PartialList parts)
    {
        if (!parts.MoveNext(out var entry))
        {
            parts.IsAwaiting = true;
            return false;
        }

        if (parts.Left == 0 && parts.AtLast is { } said) _annotation = said;
        Visit(entry);
        return true;
    }

    private sealed class PartialList(ListRemainder remainder, int level)
    {
        private DataEntries.Enumerator _entries;

        public ListRemainder Remainder { get; } = remainder;

        /// <summary>How deep the walk is among the list's entries.</summary>
        public int Level { get; } = level;

        public bool IsAwaiting { get; set; }

        public ListAnnotation? AtLast { get; private set; }

        /// <summary>How many entries of the part come after the present one.</summary>
        public long Left { get; private set; }

        public void Begin(ListPart part)
        {
            _entries = part.Entries.GetEnumerator();
            Left = part.Entries.Count;
            AtLast = part.AtLast;
        }

        public bool MoveNext(out DataNode entry)
        {
            var isThere = Left > 0 && _entries.MoveNext();
            entry = isThere ? _entries.Current : default;
            if (isThere) Left--;
            return isThere;
        }
    }
}
