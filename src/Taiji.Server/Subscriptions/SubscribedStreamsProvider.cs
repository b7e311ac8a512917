using Taiji.Datastores;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>Gives <c>/ietf-subscribed-notifications:streams</c> (RFC 8639 §3.1).</summary>
/// <param name="operations">Knows the streams.</param>
public sealed class SubscribedStreamsProvider(Operations operations) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-subscribed-notifications:streams";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var streams = new DataPath(context.Running.Schema).Child(Path[1..]);
        foreach (var (stream, created, aged) in operations.Streams)
        {
            var entry = streams.Entry("stream", stream.Name);
            state.SetText(entry.Child("description"), stream.Description);
            if (!stream.HasReplay) continue;
            state.SetText(entry.Child("replay-support"), "");
            if (created is { } since) state.SetText(entry.Child("replay-log-creation-time"), SubscriptionTermsWriter.Text(since));
            if (aged is { } newest) state.SetText(entry.Child("replay-log-aged-time"), SubscriptionTermsWriter.Text(newest));
        }

        return ValueTask.CompletedTask;
    }
}
