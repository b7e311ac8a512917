using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Packages;

/// <summary>Finds packages in folders.</summary>
internal static class PackageFolders
{
    /// <summary>The packages of a folder: itself, when it is one, or those of its folders that are.</summary>
    /// <param name="directory">The folder.</param>
    public static IEnumerable<string> In(string directory)
    {
        if (IsPackage(directory)) return [directory];
        return Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).Where(IsPackage).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>Reads the packages of folders.</summary>
    /// <param name="directories">The folders.</param>
    /// <param name="status">How far they are.</param>
    /// <param name="diagnostics">Get what is wrong.</param>
    public static List<Package> Read(IEnumerable<string> directories, PackageStatus status, ICollection<Diagnostic> diagnostics) =>
        [.. directories.SelectMany(In).Distinct().Select(d => (Directory: d, Metadata: PackageMetadataReader.Read(d, diagnostics)))
            .Where(p => p.Metadata is not null).Select(p => new Package(p.Metadata!, p.Directory, status))];

    private static bool IsPackage(string directory) => File.Exists(Path.Combine(directory, PackageMetadata.FileName));
}
