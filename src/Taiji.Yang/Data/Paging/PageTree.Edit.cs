namespace Taiji.Yang.Data.Paging;

/// <summary>An entry on its way into a tree, and what came of it.</summary>
internal ref struct PutRequest
{
    /// <summary>The editor's token.</summary>
    public required object Owner;

    /// <summary>The fixed size of keys, or -1.</summary>
    public required int KeySize;

    public required ReadOnlySpan<byte> Key;

    /// <summary>The whole entry: key length when it varies, key, body.</summary>
    public required ReadOnlySpan<byte> Entry;

    public object[]? Refs;

    /// <summary>Whether an entry that is there already stays.</summary>
    public bool IfAbsent;

    /// <summary>Set when one was.</summary>
    public bool Exists;

    /// <summary>Set when the page was split: what goes to its right.</summary>
    public Page? Right;

    /// <summary>The separator before <see cref="Right"/>.</summary>
    public byte[]? Separator;
}

internal static partial class PageTree
{
    /// <summary>Inserts or replaces an entry.</summary>
    /// <returns>The new root: <paramref name="root"/> itself when it was owned and stayed the root, or nothing changed.</returns>
    public static Page Put(Page? root, ref PutRequest request)
    {
        if (root is null)
        {
            var data = LeafPage.Allocate(1, request.Entry.Length, out var start);
            LeafPage.WriteOffset(data, 0, start);
            LeafPage.WriteOffset(data, 1, start + request.Entry.Length);
            request.Entry.CopyTo(data.AsSpan(start));
            return new LeafPage(request.Owner, data, 1, request.Refs is null ? null : [request.Refs]);
        }

        root = PutInto(root, ref request);
        if (request.Right is null) return root;
        return new InnerPage(request.Owner, [root, request.Right], [[], request.Separator!]);
    }

    /// <summary>Removes an entry.</summary>
    /// <returns>The new root; null when nothing is left.</returns>
    public static Page? Remove(Page root, ReadOnlySpan<byte> key, int keySize, object owner)
    {
        var rest = RemoveFrom(root, key, keySize, owner);
        while (rest is InnerPage { Count: 1 } single) rest = single.Kids[0];
        return rest;
    }

    private static Page PutInto(Page page, ref PutRequest request)
    {
        if (page is LeafPage leaf) return PutIntoLeaf(leaf, ref request);
        var inner = (InnerPage)page;
        var i = inner.KidFor(request.Key);
        var kid = inner.Kids[i];
        var total = kid.Total;
        var changed = PutInto(kid, ref request);
        if (ReferenceEquals(changed, kid) && request.Right is null && kid.Total == total) return inner;

        inner = inner.Own(request.Owner);
        inner.SetKid(i, changed, changed.Total - total);
        if (request.Right is null) return inner;
        inner.InsertKid(i + 1, request.Separator!, request.Right);
        request.Right = null;
        if (inner.Count <= Page.FanOut) return inner;
        // A page that grew at its end is probably being appended to: leave it nearly full.
        var at = i + 1 == inner.Count - 1 ? inner.Count - 4 : inner.Count / 2;
        request.Right = inner.CutOff(request.Owner, at, out var separator);
        request.Separator = separator;
        return inner;
    }

    private static LeafPage PutIntoLeaf(LeafPage leaf, ref PutRequest request)
    {
        var found = new LeafView(leaf).Search(request.Key, request.KeySize, out var index);
        request.Exists = found;
        if (found && request.IfAbsent) return leaf;
        leaf = leaf.Put(request.Owner, index, found, request.Entry, request.Refs);
        if (leaf.Data.Length <= Page.LeafBytes || leaf.Count == 1) return leaf;

        var view = new LeafView(leaf);
        var at = SplitPoint(view, index);
        request.Separator = Separator(view[at - 1].Key(request.KeySize), view[at].Key(request.KeySize));
        request.Right = leaf.Slice(request.Owner, at, leaf.Count);
        return leaf.Slice(request.Owner, 0, at);
    }

    private static int SplitPoint(in LeafView view, int index)
    {
        if (index == view.Count - 1) return index;
        var middle = (view.Offset(0) + view.Offset(view.Count)) / 2;
        var at = 1;
        while (at < view.Count - 1 && view.Offset(at) < middle) at++;
        return at;
    }

    private static Page? RemoveFrom(Page page, ReadOnlySpan<byte> key, int keySize, object owner)
    {
        if (page is LeafPage leaf)
        {
            if (!new LeafView(leaf).Search(key, keySize, out var index)) return leaf;
            return leaf.Count == 1 ? null : leaf.RemoveAt(owner, index);
        }

        var inner = (InnerPage)page;
        var i = inner.KidFor(key);
        var kid = inner.Kids[i];
        var total = kid.Total;
        var rest = RemoveFrom(kid, key, keySize, owner);
        if (ReferenceEquals(rest, kid) && kid.Total == total) return inner;
        if (rest is null && inner.Count == 1) return null;

        inner = inner.Own(owner);
        if (rest is null)
        {
            inner.RemoveKid(i);
            return inner;
        }

        inner.SetKid(i, rest, rest.Total - total);
        if (!TryMerge(inner, i - 1, owner)) TryMerge(inner, i, owner);
        return inner;
    }

    /// <summary>Merges kids i and i+1 when one is small and both fit into one page.</summary>
    private static bool TryMerge(InnerPage inner, int i, object owner)
    {
        if (i < 0 || i + 1 >= inner.Count) return false;
        Page merged;
        switch (inner.Kids[i], inner.Kids[i + 1])
        {
            case (LeafPage a, LeafPage b):
                if (Math.Min(a.Data.Length, b.Data.Length) > Page.SmallLeafBytes || a.Data.Length + b.Data.Length > Page.LeafBytes) return false;
                merged = LeafPage.Concat(owner, a, b);
                break;
            case (InnerPage a, InnerPage b):
                if (Math.Min(a.Count, b.Count) > Page.FanOut / 4 || a.Count + b.Count > Page.FanOut) return false;
                merged = InnerPage.Concat(owner, a, b, inner.Separators[i + 1]);
                break;
            default:
                return false;
        }

        inner.RemoveKid(i + 1);
        inner.SetKid(i, merged, merged.Total - inner.Kids[i].Total);
        return true;
    }
}
