using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Paging;

/// <content>
/// What a view lets through. Entries of which a view says something of their own are found by their keys once, and the stretches in between gone through as if there were none: an entry
/// that no rule names costs nothing.
/// </content>
internal sealed partial class ListScan
{
    // In a list that isn't this much longer than what is said of single entries, each entry is looked up instead.
    private const int StretchFactor = 8;

    private readonly ListAccess? _access;
    private readonly (long Position, EntryAccess Access)[]? _marks;
    private Dictionary<Layout, bool[]?>? _omitted;
    private int _mark;
    private bool _isAside;

    /// <summary>After <see cref="ScanEvent.Aside"/>: the position of the entry.</summary>
    public long Aside { get; private set; }

    /// <summary>Where the exceptions stand, in order; null when each entry is looked up.</summary>
    private (long Position, EntryAccess Access)[]? MarksIn(ListView entries)
    {
        // Without unique keys, or an index of them, an entry isn't found by its key.
        if (_access is not { Exceptions: var exceptions } || !entries.Format.HasKey || (entries.Format.IsOrdered && !entries.HasIndex)
            || entries.Count < (long)exceptions.Count * StretchFactor) return null;
        var marks = new List<(long Position, EntryAccess Access)>(exceptions.Count);
        foreach (var (key, access) in exceptions)
        {
            if (entries.TryGet(key, out _, out var order)) marks.Add((entries.Rank(key, order), access));
        }

        marks.Sort();
        return [.. marks];
    }

    private bool NextEntry(ref Level level)
    {
        if (_access is null || _depth > 0) return level.NextEntry();
        while (true)
        {
            if (_marks is not null && _access.Otherwise == EntryAccess.None)
            {
                if (_mark == _marks.Length) return false;
                level.SkipTo(_marks[_mark].Position);
            }

            var position = level.Position;
            if (!level.NextEntry()) return false;
            var access = _marks is null ? _access.Of(level.Data.AsSpan(level.KeyStart, level.Record - level.KeyStart))
                : _mark < _marks.Length && _marks[_mark].Position == position ? _marks[_mark++].Access : _access.Otherwise;
            if (access == EntryAccess.Shown) return true;
            level.InEntry = false;
            if (access == EntryAccess.None) continue;
            Aside = position;
            _isAside = true;
            return false;
        }
    }

    private ScanEvent StandAside()
    {
        _isAside = false;
        return ScanEvent.Aside;
    }

    /// <summary>Which steps through a list's entries are left out; null for none.</summary>
    private bool[]? OmittedIn(Slot slot)
    {
        if (_access?.Omits is not { } omits || slot.Format!.Entry is not { } layout) return null;
        _omitted ??= [];
        if (!_omitted.TryGetValue(layout, out var omitted)) _omitted.Add(layout, omitted = Omitted(layout.Steps, omits));
        return omitted;
    }

    private static bool[]? Omitted(ScanStep[] steps, Func<SchemaNode, bool> omits)
    {
        var omitted = new bool[steps.Length];
        var isAny = false;
        for (var i = 0; i < steps.Length; i++)
        {
            if (omitted[i] || steps[i].Kind == ScanStepKind.ContainerEnd || !omits(steps[i].Node)) continue;
            isAny = true;
            // A container goes with all that is in it.
            omitted.AsSpan(i, steps[i].Kind == ScanStepKind.Container ? steps[i].Next - i : 1).Fill(true);
        }

        return isAny ? omitted : null;
    }
}
