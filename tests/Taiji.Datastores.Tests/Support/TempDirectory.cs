namespace Taiji.Datastores.Tests.Support;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A copy as it is on disk now: what a crash would leave.</summary>
    public TempDirectory Copy()
    {
        while (true)
        {
            var copy = new TempDirectory();
            var names = Names();
            if (names.All(n => TryCopy(this[n], copy[n])) && Names().SequenceEqual(names)) return copy;
            // A snapshot was finished meanwhile: half of it before and half after is nothing a crash could leave.
            copy.Dispose();
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>The files' names; the lock file is held by the living server.</summary>
    private List<string> Names() =>
        [.. Directory.EnumerateFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Where(n => n != "lock").Order(StringComparer.Ordinal)];

    private static bool TryCopy(string from, string to)
    {
        try
        {
            File.Copy(from, to);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
