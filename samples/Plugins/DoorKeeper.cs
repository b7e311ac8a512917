using Taiji.Datastores;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;

namespace Plugins;

/// <summary>A lifecycle plug-in: unlocks the doors that are configured before anybody is served, says so, and locks them at the end.</summary>
public sealed class DoorKeeper(Doors doors) : ILifecyclePlugin
{
    /// <summary>What has happened, in order.</summary>
    public List<string> Told { get; } = [];

    public ValueTask StartAsync(Operations operations, CancellationToken cancellationToken)
    {
        // What is configured already is told by no commit: it is read here.
        using var session = operations.Sessions.Open(new SessionIdentity("door-keeper", "internal") { IsRecovery = true });
        var path = new DataPath(operations.Schema).Child("acme-door:doors");
        if (operations.Begin(session).Content.TryFind(path, out var all))
        {
            foreach (var door in all.Entries(path.Child("door").Node)) doors.Install(door.ChildText("name")!);
        }

        Told.Add("start");
        return ValueTask.CompletedTask;
    }

    public ValueTask ReadyAsync(Operations operations, CancellationToken cancellationToken)
    {
        Told.Add("ready");
        return ValueTask.CompletedTask;
    }

    public ValueTask ExitAsync(Operations operations, CancellationToken cancellationToken)
    {
        Told.Add("exit");
        return ValueTask.CompletedTask;
    }
}
