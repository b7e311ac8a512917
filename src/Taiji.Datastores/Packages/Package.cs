using Taiji.Datastores.Hosting;

namespace Taiji.Datastores.Packages;

/// <summary>How far a package has come.</summary>
public enum PackageStatus
{
    /// <summary>It is in a repository, and could be put among the packages.</summary>
    Installable,

    /// <summary>It is among the packages; the next start loads it.</summary>
    Installed,

    /// <summary>The server works with it.</summary>
    Loaded,
}

/// <summary>A package: a folder with metadata, and with modules (<c>yang</c>), configuration templates (<c>templates</c>) and an assembly as far as it has them.</summary>
/// <param name="Metadata">What its metadata say.</param>
/// <param name="Directory">The folder.</param>
/// <param name="Status">How far it has come.</param>
public sealed record Package(PackageMetadata Metadata, string Directory, PackageStatus Status)
{
    /// <summary>The folder of its modules, which need not be there.</summary>
    public string YangDirectory => Path.Combine(Directory, "yang");

    /// <summary>The folder of its templates, which need not be there.</summary>
    public string TemplateDirectory => Path.Combine(Directory, "templates");
}

/// <summary>What a package's code is entered by: its class has a constructor without parameters, and is made once, before the host is.</summary>
public interface IPackageStartup
{
    /// <summary>Plugs in what the package brings: the same registration that a host has. The package's modules and templates are there already.</summary>
    /// <param name="taiji">The host.</param>
    /// <param name="package">The package.</param>
    void Configure(TaijiBuilder taiji, Package package);
}
