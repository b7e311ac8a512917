namespace Taiji.Conformance.YangCommands;

/// <summary>A directory for one test's files.</summary>
public sealed class TempFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("taiji-yang-");

    /// <summary>The directory.</summary>
    public string Root => _directory.FullName;

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its path below the directory.</param>
    /// <param name="text">Its content.</param>
    /// <returns>Its full path.</returns>
    public string Add(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
