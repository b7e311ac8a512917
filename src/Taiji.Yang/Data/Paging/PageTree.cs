namespace Taiji.Yang.Data.Paging;

/// <summary>Looks into a B+tree of pages.</summary>
internal static partial class PageTree
{
    /// <summary>Finds an entry by its key.</summary>
    public static bool Find(Page root, ReadOnlySpan<byte> key, int keySize, out EntryView entry)
    {
        while (root is InnerPage inner) root = inner.Kids[inner.KidFor(key)];
        var leaf = new LeafView((LeafPage)root);
        if (!leaf.Search(key, keySize, out var index))
        {
            entry = default;
            return false;
        }

        entry = leaf[index];
        return true;
    }

    /// <summary>The leaf page with the entry at a position, and which one of it that is.</summary>
    public static LeafPage Seek(Page root, long position, out int index)
    {
        while (root is InnerPage inner)
        {
            var i = 0;
            for (; ; i++)
            {
                var total = inner.Kids[i].Total;
                if (position < total) break;
                position -= total;
            }

            root = inner.Kids[i];
        }

        index = (int)position;
        return (LeafPage)root;
    }

    /// <summary>How many entries stand before the key.</summary>
    public static long Rank(Page root, ReadOnlySpan<byte> key, int keySize)
    {
        long rank = 0;
        while (root is InnerPage inner)
        {
            var i = inner.KidFor(key);
            for (var k = 0; k < i; k++) rank += inner.Kids[k].Total;
            root = inner.Kids[i];
        }

        new LeafView((LeafPage)root).Search(key, keySize, out var index);
        return rank + index;
    }

    /// <summary>The shortest bytes above <paramref name="left"/> and not above <paramref name="right"/>.</summary>
    public static byte[] Separator(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        right[..Math.Min(right.Length, left.CommonPrefixLength(right) + 1)].ToArray();
}
