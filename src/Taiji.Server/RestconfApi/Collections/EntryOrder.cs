using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi.Collections;

/// <summary>The entries of a list or leaf-list in some order.</summary>
internal abstract class EntryOrder
{
    /// <summary>How many.</summary>
    public abstract long Count { get; }

    /// <summary>The entry at a position.</summary>
    /// <param name="position">From 0.</param>
    public abstract DataNode At(long position);

    /// <summary>The position of an entry.</summary>
    /// <param name="entry">One of them.</param>
    public abstract long PositionOf(DataNode entry);

    /// <summary>The other way round.</summary>
    public EntryOrder Reversed() => new ReversedOrder(this);

    private sealed class ReversedOrder(EntryOrder order) : EntryOrder
    {
        public override long Count => order.Count;

        public override DataNode At(long position) => order.At(order.Count - 1 - position);

        public override long PositionOf(DataNode entry) => order.Count - 1 - order.PositionOf(entry);
    }
}

/// <summary>The list's own order: an entry and a position are found without a scan.</summary>
/// <param name="entries">The entries.</param>
internal sealed class ListOrder(DataEntries entries) : EntryOrder
{
    public override long Count => entries.Count;

    public override DataNode At(long position) => entries.At(position);

    public override long PositionOf(DataNode entry) => entry.Position;
}
