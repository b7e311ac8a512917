using Taiji.Datastores.Operational;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>Tells of state providers that fail and recover, when taiji-state-providers is implemented.</summary>
internal sealed class ProviderEvents
{
    private readonly NotificationHub _hub;
    private readonly YangSchema _schema;
    private readonly TimeProvider _time;
    private readonly NotificationNode? _failed, _recovered;

    /// <summary>Begins to watch providers.</summary>
    /// <param name="hub">Where to publish.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="providers">The providers.</param>
    /// <param name="time">The clock.</param>
    public ProviderEvents(NotificationHub hub, YangSchema schema, IEnumerable<ProviderCall> providers, TimeProvider time)
    {
        _hub = hub;
        _schema = schema;
        _time = time;
        if (schema.FindModule("taiji-state-providers") is not { IsImplemented: true } module) return;
        _failed = schema.Root.FindChild(module, "state-provider-failed") as NotificationNode;
        _recovered = schema.Root.FindChild(module, "state-provider-recovered") as NotificationNode;
        foreach (var provider in providers) provider.Turned += Tell;
    }

    private void Tell(ProviderHealth health)
    {
        var figures = health.Figures;
        if ((figures.IsFailing ? _failed : _recovered) is not { } notification || !_hub.IsListening) return;
        var (time, error) = (_time.GetUtcNow(), figures.IsFailing ? figures.LastError : null);
        _hub.Post(() => new NotificationRecord(
            time, new ContentBuilder(_schema, notification).Leaf("path", health.Node.SchemaPath).Leaf("name", health.Name).Leaf("error", error).Build()));
    }
}
