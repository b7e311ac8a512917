namespace Taiji.Yang.Data.Paging;

/// <summary>
/// A page of a B+tree of packed records. A page whose <see cref="Owner"/> is an editor's token may be changed in place by that editor; when the editor drops
/// its token, all its pages are frozen at once.
/// </summary>
internal abstract class Page(object? owner)
{
    /// <summary>Leaf pages are split beyond this many bytes.</summary>
    public const int LeafBytes = 1024;

    /// <summary>A leaf page below this many bytes looks for a neighbour to merge with.</summary>
    public const int SmallLeafBytes = LeafBytes / 4;

    /// <summary>Kids of an inner page at most.</summary>
    public const int FanOut = 32;

    /// <summary>The token of the editor that may change the page in place; null when none ever may.</summary>
    public object? Owner { get; } = owner;

    /// <summary>One more than the digest of its entries (<see cref="PageDigest"/>), or 0 while nobody has asked. Asked of frozen pages only; a change in place forgets it.</summary>
    public ulong Digest { get; set; }

    /// <summary>Entries of a leaf page, kids of an inner page.</summary>
    public int Count { get; protected set; }

    /// <summary>0 for a leaf page.</summary>
    public virtual int Height => 0;

    /// <summary>Entries in and below the page.</summary>
    public abstract long Total { get; }

    /// <summary>The sums that were asked for; null when none were. Only pages that don't change any more have any.</summary>
    public PageSum[]? Sums { get; private set; }

    /// <summary>Keeps a sum. When two do so at once one may be lost, and is found again.</summary>
    public void Keep(in PageSum sum) => Sums = Sums is { } sums ? [.. sums, sum] : [sum];

    /// <summary>Forgets the sums and the digest of a page that is changed in place.</summary>
    protected void Forget()
    {
        Sums = null;
        Digest = 0;
    }
}
