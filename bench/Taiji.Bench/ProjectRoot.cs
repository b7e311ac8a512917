namespace Taiji.Bench;

/// <summary>Where the project is.</summary>
internal static class ProjectRoot
{
    /// <summary>The folder with the solution, and the built <c>taiji</c>.</summary>
    public static string Directory { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        return directory.FullName;
    }
}
