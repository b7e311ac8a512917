using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>Lists of which only the first entries are written.</content>
internal sealed partial class DataWalk<TEmitter>
{
    /// <summary>Counts an entry that may be read; once there are as many as are wanted, the rest of its list is passed over without being looked at.</summary>
    private bool IsWithinLimit(DataNode entry, SchemaNode list)
    {
        ref var frame = ref _frames[_count - 1];
        // What was asked for by name is no list further down.
        if (IsTop && frame.IsSingle) return true;
        if (frame.Counted != list) (frame.Counted, frame.Count) = (list, 0);
        if (frame.Count == _sublistLimit)
        {
            frame.LeaveList();
            return false;
        }

        if (frame.Count++ == 0 && Remaining(entry.Parent.Entries(list)) is > 0 and var remaining) _annotation = new ListAnnotation { Remaining = remaining };
        return true;
    }

    /// <summary>How many entries are too many, of those that may be read.</summary>
    private long Remaining(DataEntries entries)
    {
        if (_readable is null || entries.Count <= _sublistLimit) return entries.Count - _sublistLimit;
        var readable = 0L;
        foreach (var entry in entries)
        {
            if (IsReadable(entry, entry.Schema)) readable++;
        }

        return readable - _sublistLimit;
    }
}
