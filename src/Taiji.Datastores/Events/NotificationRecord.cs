using Taiji.Yang.Data;

namespace Taiji.Datastores.Events;

/// <summary>A notification that happened.</summary>
/// <param name="EventTime">When.</param>
/// <param name="Content">A tree rooted at the <see cref="Yang.Schema.NotificationNode"/>.</param>
/// <param name="Target">The data node that a nested notification belongs to; null for a top-level one.</param>
public sealed record NotificationRecord(DateTimeOffset EventTime, DataTree Content, DataPath? Target = null)
{
    /// <summary>How many notifications this subscriber lost right before this one, because it had fallen too far behind.</summary>
    public long LostBefore { get; init; }
}
