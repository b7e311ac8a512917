using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// The rest of a list of which the tree that is written holds the first entries only: it comes part by part while it is written, so that a list of any length takes the memory of a few
/// parts. Entries of all parts are of one list, each there once.
/// </summary>
/// <param name="list">The list.</param>
public abstract class ListRemainder(ListNode list)
{
    /// <summary>The list; no list is around it.</summary>
    public ListNode List { get; } = list;

    /// <summary>The next part; null when there is none.</summary>
    /// <param name="cancellationToken">The reader gives up.</param>
    public abstract ValueTask<ListPart?> NextAsync(CancellationToken cancellationToken);
}

/// <summary>Some entries of a list that comes in parts.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="AtLast">What is said with the last of them; null for nothing.</param>
public sealed record ListPart(DataEntries Entries, ListAnnotation? AtLast = null);
