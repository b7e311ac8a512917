using Taiji.Datastores;

namespace Taiji.Server.NetconfServer;

/// <summary>The names of what becomes of conflicts (draft-ietf-netconf-privcand, in its earlier words and its later ones).</summary>
internal static class ResolutionModes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<(string Name, ConflictResolution Meaning)> All { get; } =
    [
        ("revert-on-conflict", ConflictResolution.RevertOnConflict),
        ("ignore", ConflictResolution.Ignore),
        ("overwrite", ConflictResolution.Overwrite),
        ("prefer-candidate", ConflictResolution.Ignore),
        ("prefer-running", ConflictResolution.Overwrite),
    ];

    /// <summary>What a name means; null when it is none.</summary>
    /// <param name="name">The name.</param>
    public static ConflictResolution? Find(string name)
    {
        foreach (var mode in All)
        {
            if (mode.Name == name) return mode.Meaning;
        }

        return null;
    }
}
