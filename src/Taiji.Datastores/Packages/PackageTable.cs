using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>The packages of a host: those that it has loaded, and what there is beside them now.</summary>
public sealed class PackageTable
{
    private readonly IReadOnlyList<string> _directories;
    private readonly IReadOnlyList<string> _repositories;

    internal PackageTable(IReadOnlyList<Package> loaded, IReadOnlyList<string> directories, IReadOnlyList<string> repositories) =>
        (Loaded, _directories, _repositories) = (loaded, directories, repositories);

    /// <summary>Those that the server works with, each after those that it needs.</summary>
    public IReadOnlyList<Package> Loaded { get; }

    /// <summary>
    /// All that there are: the loaded ones; the installed ones, which came to the packages' folders since the start or in another version; and those of the repositories of which no
    /// such version is among the packages. Looks at the folders as they are now; what is wrong in them is left out.
    /// </summary>
    public IReadOnlyList<Package> List()
    {
        var ignored = new List<Diagnostic>();
        var known = Loaded.Select(Identity).ToHashSet();
        var all = Loaded.ToList();
        foreach (var package in PackageFolders.Read(_directories, PackageStatus.Installed, ignored).Concat(PackageFolders.Read(_repositories, PackageStatus.Installable, ignored)))
        {
            if (known.Add(Identity(package))) all.Add(package);
        }

        return all;
    }

    private static (string, Version) Identity(Package package) => (package.Metadata.Name, package.Metadata.Version);
}
