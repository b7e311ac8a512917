namespace Taiji.Clients.DeviceSchemas;

/// <summary>A module or submodule that a device has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Its revision, or null.</param>
/// <param name="IsImplemented">Whether its nodes exist on the device; otherwise others import it.</param>
/// <param name="Features">The features that the device supports.</param>
/// <param name="IsSubmodule">Whether it is a part of another module.</param>
public sealed record ModuleEntry(string Name, string? Revision, bool IsImplemented, IReadOnlyList<string> Features, bool IsSubmodule = false)
{
    /// <summary>As files of modules are named (RFC 7950 §5.2).</summary>
    public string FileName => Revision is null ? $"{Name}.yang" : $"{Name}@{Revision}.yang";
}
