using System.Reflection;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Templates;
using Taiji.Yang.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Taiji.Datastores.Packages;

/// <summary>Plugs packages into a host.</summary>
/// <param name="taiji">The host.</param>
/// <param name="diagnostics">Get what is wrong.</param>
internal sealed class PackageLoader(TaijiBuilder taiji, ICollection<Diagnostic> diagnostics)
{
    private static readonly Version Current = typeof(PackageLoader).Assembly.GetName().Version!;

    /// <summary>Plugs one in: its modules, its templates, its code.</summary>
    /// <param name="package">The package; those that it needs are plugged in already.</param>
    public void Load(Package package)
    {
        var metadata = package.Metadata;
        if (metadata.MinimumTaiji is { } minimum && Comparable(Current) < Comparable(minimum))
        {
            Report(PackageDiagnostics.TooNew, package, metadata.Name, minimum, Current.ToString(3));
            return;
        }

        if (Directory.Exists(package.YangDirectory)) taiji.AddModules(package.YangDirectory);
        taiji.Configure(o =>
        {
            foreach (var module in metadata.Modules ?? PackageModules.In(package.YangDirectory)) o.Modules.Add(module);
        });
        taiji.Services.AddSingleton(new TemplateSource(package.TemplateDirectory));
        if (metadata.Assembly is not null) Start(package);
    }

    private void Start(Package package)
    {
        var path = Path.GetFullPath(Path.Combine(package.Directory, package.Metadata.Assembly!));
        if (!File.Exists(path))
        {
            Refuse(package, path, "there is no such file");
            return;
        }

        try
        {
            var type = new PackageLoadContext(package.Metadata.Name, path).LoadFromAssemblyPath(path).GetType(package.Metadata.StartupClass!);
            if (type is null) Refuse(package, path, $"it has no class '{package.Metadata.StartupClass}'");
            else if (!typeof(IPackageStartup).IsAssignableFrom(type)) Refuse(package, path, $"{type} is no {typeof(IPackageStartup)}");
            else if (type.GetConstructor([]) is null || type.IsAbstract) Refuse(package, path, $"{type} can't be made: it needs a public constructor without parameters");
            else ((IPackageStartup)Activator.CreateInstance(type)!).Configure(taiji, package);
        }
#pragma warning disable CA1031 // Somebody else's code and files: whatever they do is told, with the package it is about.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            Refuse(package, path, $"{cause.GetType().Name}: {cause.Message}");
        }
    }

    private void Refuse(Package package, string path, string problem) => Report(PackageDiagnostics.WrongAssembly, package, package.Metadata.Name, path, problem);

    private void Report(DiagnosticDescriptor descriptor, Package package, params object?[] arguments) =>
        diagnostics.Add(new Diagnostic(descriptor, package.Metadata.Place, arguments));

    // 1.2 and 1.2.0.0 are one version.
    private static Version Comparable(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0), Math.Max(version.Revision, 0));
}
