namespace Taiji.Yang.Types;

/// <summary>
/// How large a union is when the unions in it are written out. A value may have to be tried as each of the types, and a few lines of typedefs that name each other twice make 2^n of them.
/// </summary>
/// <param name="Types">How many types there are that are no unions.</param>
/// <param name="Depth">How deep unions lie in each other; 0 for a type that is none.</param>
internal readonly record struct UnionExtent(int Types, int Depth)
{
    /// <summary>The most types.</summary>
    public const int MaximumTypes = 4096;

    /// <summary>The greatest depth.</summary>
    public const int MaximumDepth = 64;

    /// <summary>A type that is no union.</summary>
    public static UnionExtent Single => new(1, 0);

    /// <summary>Whether it is more than a schema may have.</summary>
    public bool IsExcessive => Types > MaximumTypes || Depth > MaximumDepth;

    /// <summary>A union of such members.</summary>
    /// <param name="members">The members' extents.</param>
    public static UnionExtent Around(IEnumerable<UnionExtent> members)
    {
        var (types, depth) = (0L, 0);
        foreach (var member in members)
        {
            types += member.Types;
            depth = Math.Max(depth, member.Depth);
        }

        return new UnionExtent((int)Math.Min(types, int.MaxValue), depth + 1);
    }
}
