namespace Taiji.Yang.Tests.Corpus;

/// <summary>The shared corpora beside the project's root.</summary>
internal static class CorpusFiles
{
    public static string ProjectRoot { get; } = FindRoot();

    public static string Root { get; } = Path.GetFullPath(Path.Combine(ProjectRoot, "..", "shared"));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Taiji.slnx")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("Taiji.slnx is above no directory of the tests.");
        }

        return directory;
    }
}
