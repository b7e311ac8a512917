using Taiji.Datastores.Hosting;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>What a package's <c>package-meta-data.xml</c> says.</summary>
public sealed record PackageMetadata
{
    /// <summary>The file in a package's folder.</summary>
    public const string FileName = "package-meta-data.xml";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version: numbers separated by dots.</summary>
    public required Version Version { get; init; }

    /// <summary>What it is for; null when it doesn't say.</summary>
    public string? Description { get; init; }

    /// <summary>The oldest Taiji that it works with; null for any.</summary>
    public Version? MinimumTaiji { get; init; }

    /// <summary>The packages that it needs, with the oldest version of each; null for any. They are loaded before it.</summary>
    public IReadOnlyList<(string Name, Version? MinimumVersion)> Requires { get; init; } = [];

    /// <summary>The modules that it implements; null for all in its folder <c>yang</c>.</summary>
    public IReadOnlyList<ModuleSelection>? Modules { get; init; }

    /// <summary>Its assembly, a path in its folder; null when it has no code.</summary>
    public string? Assembly { get; init; }

    /// <summary>The class in the assembly that is a <see cref="IPackageStartup"/>.</summary>
    public string? StartupClass { get; init; }

    /// <summary>Where it is written.</summary>
    public required SourceLocation Place { get; init; }
}
