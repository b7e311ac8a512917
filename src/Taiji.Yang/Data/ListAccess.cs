namespace Taiji.Yang.Data;

/// <summary>Whether an entry may be read.</summary>
/// <param name="key">Its encoded key (<see cref="KeyCodec"/>); a leaf-list entry's stored value.</param>
public delegate bool EntryFilter(ReadOnlySpan<byte> key);

/// <summary>What a view says of a list or leaf-list at once, so that nobody need ask about each node: all of it may be read, or the entries whose keys a filter lets through, each whole.</summary>
/// <param name="Filter">Null when all of it may be read.</param>
public sealed record ListAccess(EntryFilter? Filter)
{
    /// <summary>All entries, with all that is in them.</summary>
    public static ListAccess Whole { get; } = new((EntryFilter?)null);
}
