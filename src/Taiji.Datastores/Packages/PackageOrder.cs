using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>Puts packages after those that they need.</summary>
/// <param name="packages">All of them.</param>
/// <param name="diagnostics">Get what is wrong.</param>
internal sealed class PackageOrder(IReadOnlyList<Package> packages, ICollection<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, Package> _byName = new(StringComparer.Ordinal);
    private readonly List<Package> _ordered = [];
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <summary>The packages in order.</summary>
    public IReadOnlyList<Package> Find()
    {
        foreach (var package in packages)
        {
            if (!_byName.TryAdd(package.Metadata.Name, package))
                diagnostics.Add(new Diagnostic(PackageDiagnostics.DuplicatePackage, package.Metadata.Place, [package.Metadata.Name, _byName[package.Metadata.Name].Directory]));
        }

        foreach (var package in _byName.Values) Add(package, []);
        return _ordered;
    }

    private void Add(Package package, IReadOnlyList<string> waiting)
    {
        var metadata = package.Metadata;
        if (!_begun.Add(metadata.Name)) return;
        foreach (var (name, minimum) in metadata.Requires)
        {
            if (!_byName.TryGetValue(name, out var needed)) Report(metadata, name, ", which is not there");
            else if (minimum is not null && needed.Metadata.Version < minimum) Report(metadata, name, $" in version {minimum} or newer; it is {needed.Metadata.Version}");
            else if (waiting.Contains(name) || name == metadata.Name) Report(metadata, name, $", which needs it in turn: {string.Join(" → ", [.. waiting, metadata.Name, name])}");
            else Add(needed, [.. waiting, metadata.Name]);
        }

        _ordered.Add(package);
    }

    private void Report(PackageMetadata metadata, string needed, string problem) =>
        diagnostics.Add(new Diagnostic(PackageDiagnostics.MissingRequirement, metadata.Place, [metadata.Name, needed, problem]));
}
