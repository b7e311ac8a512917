using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>Gives <c>/ietf-restconf-monitoring:restconf-state/streams</c> (RFC 8040 §9.3): the streams and where they are.</summary>
/// <param name="operations">Knows the streams.</param>
/// <param name="options">For the root's place.</param>
public sealed class RestconfStreamsProvider(Operations operations, RestconfOptions options) : EntriesProvider<EventStreamStatus>(Path, "stream")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-restconf-monitoring:restconf-state/streams";

    /// <inheritdoc/>
    protected override IEnumerable<EventStreamStatus> Items => operations.Streams;

    /// <inheritdoc/>
    protected override string[] KeysOf(EventStreamStatus item) => [item.Stream.Name];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, EventStreamStatus item)
    {
        // A location must be a whole URI, also where the server knows no address to be reached at.
        var origin = options.Origin?.Invoke() ?? RequestOrigin.Current ?? "http://localhost";
        if (item.Stream.Description.Length > 0) state.SetText(entry.Child("description"), item.Stream.Description);
        state.SetText(entry.Child("replay-support"), item.Stream.HasReplay ? "true" : "false");
        SetIfAny(state, entry.Child("replay-log-creation-time"), item.LogCreated?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
        foreach (var (name, encoding) in new[] { ("xml", DataEncoding.Xml), ("json", DataEncoding.Json) })
            state.SetText(entry.Entry("access", name).Child("location"), origin + options.Root + StreamTarget.PathOf(item.Stream.Name, encoding));
    }
}
