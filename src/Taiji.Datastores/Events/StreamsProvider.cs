using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Events;

/// <summary>Gives <c>/nc-notifications:netconf</c> (RFC 5277 §3.4).</summary>
/// <param name="operations">Knows the streams.</param>
public sealed class StreamsProvider(Operations operations) : EntriesProvider<EventStreamStatus>(Path + "/streams", "stream")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/nc-notifications:netconf";

    /// <inheritdoc/>
    protected override IEnumerable<EventStreamStatus> Items => operations.Streams;

    /// <inheritdoc/>
    protected override string[] KeysOf(EventStreamStatus item) => [item.Stream.Name];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, EventStreamStatus item)
    {
        state.SetText(entry.Child("description"), item.Stream.Description);
        state.SetText(entry.Child("replaySupport"), item.Stream.HasReplay ? "true" : "false");
        SetIfAny(state, entry.Child("replayLogCreationTime"), Text(item.LogCreated));
        SetIfAny(state, entry.Child("replayLogAgedTime"), Text(item.LogAged));
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
