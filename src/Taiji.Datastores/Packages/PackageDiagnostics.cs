using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>What can be wrong with packages; each stops the start.</summary>
public static class PackageDiagnostics
{
    /// <summary>A folder without packages.</summary>
    public static readonly DiagnosticDescriptor NoPackage =
        new("TJ3201", DiagnosticSeverity.Error, "there is no package here: neither the folder nor a folder in it has package-meta-data.xml", "packages.md");

    /// <summary>The metadata.</summary>
    public static readonly DiagnosticDescriptor WrongMetadata = new("TJ3202", DiagnosticSeverity.Error, "the package's metadata is wrong: {0}", "packages.md");

    /// <summary>Two of one name.</summary>
    public static readonly DiagnosticDescriptor DuplicatePackage = new("TJ3203", DiagnosticSeverity.Error, "there are two packages '{0}': the other one is in {1}", "packages.md");

    /// <summary>Another package that it needs.</summary>
    public static readonly DiagnosticDescriptor MissingRequirement = new("TJ3204", DiagnosticSeverity.Error, "package '{0}' needs package '{1}'{2}", "packages.md");

    /// <summary>A newer Taiji that it needs.</summary>
    public static readonly DiagnosticDescriptor TooNew = new("TJ3205", DiagnosticSeverity.Error, "package '{0}' needs Taiji {1} or newer; this is {2}", "packages.md");

    /// <summary>Its code.</summary>
    public static readonly DiagnosticDescriptor WrongAssembly = new("TJ3206", DiagnosticSeverity.Error, "package '{0}': the assembly {1} can't be used: {2}", "packages.md");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [NoPackage, WrongMetadata, DuplicatePackage, MissingRequirement, TooNew, WrongAssembly];
}
