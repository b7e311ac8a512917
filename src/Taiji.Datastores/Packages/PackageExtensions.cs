using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.Hosting;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>Adds packages to a host.</summary>
public static class PackageExtensions
{
    /// <summary>
    /// Loads packages: their modules, their configuration templates, and their code, each in a load context of its own, which plugs in what it brings. Call it once.
    /// </summary>
    /// <param name="taiji">The host.</param>
    /// <param name="directories">Folders of packages, or packages.</param>
    /// <param name="repositories">Folders of packages that could be installed: they are listed, not loaded. Null for none.</param>
    /// <exception cref="HostStartException">Something is wrong with a package; with every finding.</exception>
    public static TaijiBuilder AddPackages(this TaijiBuilder taiji, IReadOnlyList<string> directories, IReadOnlyList<string>? repositories = null)
    {
        ArgumentNullException.ThrowIfNull(taiji);
        ArgumentNullException.ThrowIfNull(directories);
        var diagnostics = new List<Diagnostic>();
        foreach (var directory in directories.Where(d => !PackageFolders.In(d).Any())) diagnostics.Add(new Diagnostic(PackageDiagnostics.NoPackage, new SourceLocation(directory, 1, 1), []));
        var packages = new PackageOrder(PackageFolders.Read(directories, PackageStatus.Loaded, diagnostics), diagnostics).Find();
        if (diagnostics.Count > 0) throw new HostStartException(diagnostics);

        var loader = new PackageLoader(taiji, diagnostics);
        foreach (var package in packages) loader.Load(package);
        if (diagnostics.Count > 0) throw new HostStartException(diagnostics);

        taiji.Services.AddSingleton(new PackageTable(packages, directories, repositories ?? []));
        return taiji.AddModule("taiji-packages")
            .AddStateProvider<PackagesProvider>(PackagesProvider.Path)
            .AddOperationHandler<ApplyTemplate>("taiji-packages:apply-template");
    }

    /// <summary>Adds a folder of configuration templates: its files <c>*.xml</c>, subfolders included.</summary>
    /// <param name="taiji">The host.</param>
    /// <param name="directory">The folder.</param>
    public static TaijiBuilder AddTemplates(this TaijiBuilder taiji, string directory)
    {
        ArgumentNullException.ThrowIfNull(taiji);
        taiji.Services.AddSingleton(new Templates.TemplateSource(directory));
        return taiji;
    }
}
