using Taiji.Datastores.Events;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Plugins;

/// <summary>A notification source: runs while the host does.</summary>
public sealed class ForcedDoors(Doors doors, YangSchema schema, TimeProvider time) : INotificationSource
{
    public async Task RunAsync(INotificationPublisher publisher, CancellationToken cancellationToken)
    {
        var notification = schema.FindModule("acme-door") is { } module ? schema.Root.Notifications.Single(n => n.Module == module && n.Name == "forced") : throw new InvalidOperationException();
        await foreach (var door in doors.ReadForcedAsync(cancellationToken))
        {
            var content = DataTree.Empty(schema, notification).Edit();
            content.SetText(new DataPath(schema, notification).Child("door"), door);
            publisher.Publish(new NotificationRecord(time.GetUtcNow(), content.Seal()));
        }
    }
}
