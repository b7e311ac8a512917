namespace Taiji.Yang.Data.Paging;

/// <summary>Walks a tree of pages and can step over a whole page without looking into it. Stands on a page, on an entry, or at the end.</summary>
internal sealed class PageWalk
{
    private readonly Stack<(InnerPage Page, int Index)> _above = [];
    private LeafView _leaf;
    private int _index;

    public PageWalk(Page? root) => Whole = root;

    /// <summary>The page stood on, not looked into yet; null on an entry and at the end.</summary>
    public Page? Whole { get; private set; }

    /// <summary>Whether it stands on an entry.</summary>
    public bool OnEntry { get; private set; }

    public bool AtEnd => Whole is null && !OnEntry;

    /// <summary>The entry stood on.</summary>
    public EntryView Current => _leaf[_index];

    /// <summary>Steps over the page or the entry.</summary>
    public void Skip()
    {
        if (OnEntry && ++_index < _leaf.Count) return;
        OnEntry = false;
        Whole = null;
        while (_above.TryPop(out var above))
        {
            if (++above.Index == above.Page.Count) continue;
            _above.Push(above);
            Whole = above.Page.Kids[above.Index];
            return;
        }
    }

    /// <summary>Steps two walks that stand on the same page over it, and over those behind it that they share too, as far as the pages around them go.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <returns>How many.</returns>
    public static int SkipSharedPages(PageWalk a, PageWalk b)
    {
        var count = 1;
        if (a._above.TryPeek(out var x) && b._above.TryPeek(out var y))
        {
            ReadOnlySpan<Page> kidsA = x.Page.Kids[x.Index..], kidsB = y.Page.Kids[y.Index..];
            var most = Math.Min(kidsA.Length, kidsB.Length);
            while (count < most && ReferenceEquals(kidsA[count], kidsB[count])) count++;
        }

        a.SkipPages(count);
        b.SkipPages(count);
        return count;
    }

    /// <summary>Steps two walks that stand on entries over those that both have, the same bytes and references at the same place, as far as their leaves go.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <returns>How many.</returns>
    public static int SkipSharedEntries(PageWalk a, PageWalk b)
    {
        LeafView x = a._leaf, y = b._leaf;
        int fromA = x.Offset(a._index), fromB = y.Offset(b._index);
        var common = x.Data.AsSpan(fromA, x.Offset(x.Count) - fromA).CommonPrefixLength(y.Data.AsSpan(fromB, y.Offset(y.Count) - fromB));
        var most = Math.Min(x.Count - a._index, y.Count - b._index);
        var count = 0;
        for (; count < most; count++)
        {
            var end = x.Offset(a._index + count + 1) - fromA;
            if (end > common || end != y.Offset(b._index + count + 1) - fromB) break;
            if (!RecordView.SameRefs(x.Refs?[a._index + count], y.Refs?[b._index + count])) break;
        }

        if (count == 0) return 0;
        a._index += count - 1;
        b._index += count - 1;
        a.Skip();
        b.Skip();
        return count;
    }

    /// <summary>Goes into the page, to its first kid or entry.</summary>
    public void Enter()
    {
        if (Whole is InnerPage inner)
        {
            _above.Push((inner, 0));
            Whole = inner.Kids[0];
            return;
        }

        _leaf = new LeafView((LeafPage)Whole!);
        Whole = null;
        _index = 0;
        OnEntry = true;
    }

    private void SkipPages(int count)
    {
        if (count > 1)
        {
            var (page, index) = _above.Pop();
            _above.Push((page, index + count - 1));
        }

        Skip();
    }
}

/// <summary>Merges two trees by key and stops where they differ; pages they share are stepped over by reference.</summary>
internal sealed class TreeComparison(Page? before, Page? after, int keySize)
{
    private readonly PageWalk _a = new(before);
    private readonly PageWalk _b = new(after);
    private bool _started;

    public bool HasBefore { get; private set; }

    public bool HasAfter { get; private set; }

    public EntryView Before { get; private set; }

    public EntryView After { get; private set; }

    /// <summary>Grows whenever something that both have, the same key at the same place, is passed.</summary>
    public long Passed { get; private set; }

    /// <summary>Pages and entries stepped on or over.</summary>
    public long Steps { get; private set; }

    /// <summary>Goes on to the next key that only one has, or whose entries aren't the very same bytes and references.</summary>
    public bool MoveNext()
    {
        if (_started) Leave();
        _started = true;
        while (true)
        {
            Align();
            if (_a.OnEntry && _b.OnEntry && PageWalk.SkipSharedEntries(_a, _b) is > 0 and var shared)
            {
                Passed += shared;
                Steps += shared;
                continue;
            }

            HasBefore = _a.OnEntry;
            HasAfter = _b.OnEntry;
            if (!HasBefore && !HasAfter) return false;
            Steps++;
            if (HasBefore) Before = _a.Current;
            if (HasAfter) After = _b.Current;
            if (HasBefore && HasAfter)
            {
                var c = Before.Key(keySize).SequenceCompareTo(After.Key(keySize));
                HasBefore = c <= 0;
                HasAfter = c >= 0;
            }

            return true;
        }
    }

    /// <summary>Tells that what is stood on counts as passed.</summary>
    public void Pass() => Passed++;

    private void Leave()
    {
        if (HasBefore) _a.Skip();
        if (HasAfter) _b.Skip();
    }

    /// <summary>Brings both onto entries, or to their ends, past what they share.</summary>
    private void Align()
    {
        while (_a.Whole is { } a && _b.Whole is { } b)
        {
            Steps++;
            if (ReferenceEquals(a, b))
            {
                var shared = PageWalk.SkipSharedPages(_a, _b);
                Passed += shared;
                Steps += shared - 1;
                continue;
            }

            int heightA = a.Height, heightB = b.Height;
            if (heightA >= heightB) _a.Enter();
            if (heightB >= heightA) _b.Enter();
        }

        while (_a.Whole is not null) _a.Enter();
        while (_b.Whole is not null) _b.Enter();
    }
}
