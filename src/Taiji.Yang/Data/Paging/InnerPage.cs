using System.Buffers.Binary;

namespace Taiji.Yang.Data.Paging;

/// <summary>
/// An inner page. Separator i is a lower bound of kid i's keys and above all of kid i-1's; the first is not looked at. Eight bytes of each separator after the part
/// all have in common are kept beside them, so that most searches touch one array. Separators are shared between copies of a page.
/// </summary>
internal sealed class InnerPage : Page
{
    private byte[][] _separators;
    private ulong[] _prefixes;
    private Page[] _kids;
    private int _skip;
    private long _total;

    public InnerPage(object? owner, Page[] kids, byte[][] separators)
        : base(owner)
    {
        _kids = kids;
        _separators = separators;
        _prefixes = [];
        Count = kids.Length;
        Height = kids[0].Height + 1;
        Index();
        foreach (var kid in kids) _total += kid.Total;
    }

    private InnerPage(object owner, InnerPage other)
        : base(owner)
    {
        _kids = (Page[])other._kids.Clone();
        _separators = other._separators;
        _prefixes = other._prefixes;
        _skip = other._skip;
        _total = other._total;
        Count = other.Count;
        Height = other.Height;
    }

    public override long Total => _total;

    public override int Height { get; }

    public ReadOnlySpan<Page> Kids => _kids;

    public ReadOnlySpan<byte[]> Separators => _separators;

    /// <summary>The page itself when owned, else a copy that is.</summary>
    public InnerPage Own(object owner) => ReferenceEquals(owner, Owner) ? this : new InnerPage(owner, this);

    /// <summary>Which kid may hold the key.</summary>
    public int KidFor(ReadOnlySpan<byte> key)
    {
        if (_skip > 0)
        {
            var c = key[..Math.Min(_skip, key.Length)].SequenceCompareTo(_separators[1].AsSpan(0, _skip));
            if (c != 0) return c < 0 ? 0 : Count - 1;
        }

        var prefix = PrefixOf(key, _skip);
        var lo = 1;
        var hi = Count;
        while (lo < hi)
        {
            var mid = (lo + hi) >>> 1;
            var p = _prefixes[mid];
            if (p > prefix || (p == prefix && _separators[mid].AsSpan().SequenceCompareTo(key) > 0)) hi = mid;
            else lo = mid + 1;
        }

        return lo - 1;
    }

    /// <summary>Exchanges a kid of an owned page. Totals are told because a kid changed in place has forgotten its former one.</summary>
    public void SetKid(int i, Page kid, long change)
    {
        _kids[i] = kid;
        _total += change;
        Forget();
    }

    /// <summary>Inserts a kid into an owned page.</summary>
    public void InsertKid(int i, byte[] separator, Page kid)
    {
        var kids = new Page[Count + 1];
        var separators = new byte[Count + 1][];
        _kids.AsSpan(0, i).CopyTo(kids);
        _kids.AsSpan(i).CopyTo(kids.AsSpan(i + 1));
        _separators.AsSpan(0, i).CopyTo(separators);
        _separators.AsSpan(i).CopyTo(separators.AsSpan(i + 1));
        kids[i] = kid;
        separators[i] = separator;
        Adopt(kids, separators);
    }

    /// <summary>Removes a kid from an owned page.</summary>
    public void RemoveKid(int i)
    {
        var kids = new Page[Count - 1];
        var separators = new byte[Count - 1][];
        _kids.AsSpan(0, i).CopyTo(kids);
        _kids.AsSpan(i + 1).CopyTo(kids.AsSpan(i));
        _separators.AsSpan(0, i).CopyTo(separators);
        _separators.AsSpan(i + 1).CopyTo(separators.AsSpan(i));
        Adopt(kids, separators);
    }

    /// <summary>Cuts an owned page's kids from <paramref name="at"/> on off into a page of their own.</summary>
    public InnerPage CutOff(object owner, int at, out byte[] separator)
    {
        var right = new InnerPage(owner, _kids[at..], _separators[at..]);
        separator = _separators[at];
        Adopt(_kids[..at], _separators[..at]);
        return right;
    }

    /// <summary>Both pages' kids in one.</summary>
    /// <param name="owner">The new page's owner.</param>
    /// <param name="a">The left page.</param>
    /// <param name="b">The right page.</param>
    /// <param name="separator">The separator that stands before <paramref name="b"/>.</param>
    public static InnerPage Concat(object owner, InnerPage a, InnerPage b, byte[] separator)
    {
        byte[][] separators = [.. a._separators, .. b._separators];
        separators[a.Count] = separator;
        return new InnerPage(owner, [.. a._kids, .. b._kids], separators);
    }

    private void Adopt(Page[] kids, byte[][] separators)
    {
        _kids = kids;
        _separators = separators;
        Count = kids.Length;
        Forget();
        _total = 0;
        foreach (var k in kids) _total += k.Total;
        Index();
    }

    private void Index()
    {
        _skip = Count > 2 ? _separators[1].AsSpan().CommonPrefixLength(_separators[Count - 1]) : 0;
        _prefixes = new ulong[Count];
        for (var i = 1; i < Count; i++) _prefixes[i] = PrefixOf(_separators[i], _skip);
    }

    private static ulong PrefixOf(ReadOnlySpan<byte> key, int skip)
    {
        if (key.Length >= skip + 8) return BinaryPrimitives.ReadUInt64BigEndian(key[skip..]);
        ulong prefix = 0;
        for (var i = skip; i < key.Length; i++) prefix |= (ulong)key[i] << (56 - (i - skip) * 8);
        return prefix;
    }
}
