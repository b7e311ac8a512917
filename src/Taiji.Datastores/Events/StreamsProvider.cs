using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Events;

/// <summary>Gives <c>/nc-notifications:netconf</c> (RFC 5277 §3.4).</summary>
/// <param name="operations">Knows the streams.</param>
public sealed class StreamsProvider(Operations operations) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/nc-notifications:netconf";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var streams = new DataPath(context.Running.Schema).Child(Path[1..]).Child("streams");
        foreach (var (stream, created, aged) in operations.Streams)
        {
            var entry = streams.Entry("stream", stream.Name);
            state.SetText(entry.Child("description"), stream.Description);
            state.SetText(entry.Child("replaySupport"), stream.HasReplay ? "true" : "false");
            if (created is { } since) state.SetText(entry.Child("replayLogCreationTime"), Text(since));
            if (aged is { } newest) state.SetText(entry.Child("replayLogAgedTime"), Text(newest));
        }

        return ValueTask.CompletedTask;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
