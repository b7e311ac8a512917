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
                if (c == 0 && Before.Bytes.SequenceEqual(After.Bytes) && RecordView.SameRefs(Before.Refs, After.Refs))
                {
                    Passed++;
                    Leave();
                    continue;
                }
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
                Passed++;
                _a.Skip();
                _b.Skip();
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
