using System.Text.Json.Nodes;
using Taiji.Datastores.Upgrades;

namespace Plugins;

/// <summary>A migration: revision 2026-01-01 had minutes (<c>max-open</c>), 2026-06-01 has seconds.</summary>
public static class DoorMigration
{
    public static void MinutesToSeconds(MigrationDocument document)
    {
        var content = JsonNode.Parse(document.Content)!;
        foreach (var door in content["acme-door:doors"]?["door"]?.AsArray() ?? [])
        {
            if (door!["max-open"] is not { } minutes) continue;
            door["max-open-seconds"] = minutes.GetValue<int>() * 60;
            door.AsObject().Remove("max-open");
        }

        document.Content = content.ToJsonString();
    }
}
