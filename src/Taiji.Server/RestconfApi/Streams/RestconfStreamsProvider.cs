using Taiji.Datastores;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi.Streams;

/// <summary>Gives <c>/ietf-restconf-monitoring:restconf-state/streams</c> (RFC 8040 §9.3): the streams and where they are.</summary>
public sealed class RestconfStreamsProvider : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-restconf-monitoring:restconf-state/streams";

    private readonly Operations _operations;
    private readonly RestconfOptions _options;

    /// <summary>Makes the provider.</summary>
    /// <param name="operations">Knows the streams.</param>
    /// <param name="options">For the root's place.</param>
    public RestconfStreamsProvider(Operations operations, RestconfOptions options)
    {
        _operations = operations;
        _options = options;
    }

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var streams = new DataPath(context.Running.Schema).Child("ietf-restconf-monitoring:restconf-state").Child("streams");
        // A location must be a whole URI, also where the server knows no address to be reached at.
        var origin = _options.Origin?.Invoke() ?? RequestOrigin.Current ?? "http://localhost";
        foreach (var status in _operations.Streams)
        {
            var stream = streams.Entry("stream", status.Stream.Name);
            state.Create(stream);
            if (status.Stream.Description.Length > 0) state.SetText(stream.Child("description"), status.Stream.Description);
            state.SetText(stream.Child("replay-support"), status.Stream.HasReplay ? "true" : "false");
            if (status.LogCreated is { } created) state.SetText(stream.Child("replay-log-creation-time"), created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
            foreach (var (name, encoding) in new[] { ("xml", DataEncoding.Xml), ("json", DataEncoding.Json) })
            {
                state.SetText(stream.Entry("access", name).Child("location"), origin + _options.Root + StreamTarget.PathOf(status.Stream.Name, encoding));
            }
        }

        return ValueTask.CompletedTask;
    }
}
