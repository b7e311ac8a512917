namespace Taiji.Datastores.Tests.Support;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A copy as it is on disk now: what a crash would leave.</summary>
    public TempDirectory Copy()
    {
        var copy = new TempDirectory();
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            // The lock file is held by the living server.
            if (System.IO.Path.GetFileName(file) != "lock") File.Copy(file, copy[System.IO.Path.GetFileName(file)]);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
