using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Hosting;

namespace Plugins;

/// <summary>One plug-in of each kind, and how a host takes them: <c>builder.Services.AddTaiji().AddDoors()</c>.</summary>
public static class DoorPlugins
{
    public static TaijiBuilder AddDoors(this TaijiBuilder taiji)
    {
        taiji.Services.AddSingleton<Doors>();
        return taiji
            .AddModules(Path.Combine(AppContext.BaseDirectory, "yang"))
            .AddModule("acme-door")
            .AddStateProvider<DoorState>("/acme-door:doors/door/is-open")
            .AddOperationHandler<OpenDoor>("/acme-door:doors/door/open")
            .AddCommitParticipant<DoorInstaller>("/acme-door:doors/door")
            .AddValidator<DoorRegulations>("/acme-door:doors/door")
            .AddNotificationSource<ForcedDoors>()
            .AddLifecyclePlugin<DoorKeeper>()
            .AddMigration("acme-door", "2026-01-01", "2026-06-01", DoorMigration.MinutesToSeconds);
    }

    /// <summary>An authenticator is asked beside the server's own.</summary>
    public static TaijiBuilder AddBadges(this TaijiBuilder taiji) => taiji.AddAuthenticator<BadgeAuthenticator>();

    /// <summary>An authenticator takes the place of the one that knows the users of ietf-system.</summary>
    public static TaijiBuilder AddGuests(this TaijiBuilder taiji)
    {
        taiji.Services.AddSingleton<IUserAuthenticator, GuestAuthenticator>();
        return taiji;
    }
}
