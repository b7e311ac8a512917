namespace Taiji.Yang.Tests;

/// <summary>The folder of facts beside the project's root.</summary>
internal static class SharedFiles
{
    public static readonly string Directory = Find();

    public static string At(params string[] parts) => Path.Combine([Directory, .. parts]);

    private static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props"))) root = root.Parent;
        return Path.GetFullPath(Path.Combine(root!.FullName, "..", "shared"));
    }
}
