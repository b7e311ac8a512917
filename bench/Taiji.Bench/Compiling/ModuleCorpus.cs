namespace Taiji.Bench.Compiling;

/// <summary>A set of published modules that is compiled together: the corpora stand beside the project's root, as for the tests.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Directories">Where its modules and what they import are.</param>
/// <param name="Modules">The files to implement; submodules are not among them.</param>
internal sealed record ModuleCorpus(string Name, IReadOnlyList<string> Directories, IReadOnlyList<string> Modules)
{
    /// <summary>Modules that libyang has built in, in an older revision, and so doesn't take beside the others; here they are imported.</summary>
    private static readonly string[] BuiltIntoLibyang = ["ietf-inet-types", "ietf-yang-types"];

    /// <summary>The IETF's and IANA's modules that yanglint accepts.</summary>
    public static ModuleCorpus Ietf() => new(
        "IETF", [Folder], [.. Accepted(r => !r.File.StartsWith("openconfig/", StringComparison.Ordinal) && !BuiltIntoLibyang.Contains(r.Module))]);

    /// <summary>OpenConfig's release.</summary>
    public static ModuleCorpus OpenConfig() => new(
        "OpenConfig", [Path.Combine(Folder, "openconfig"), Folder], [.. Accepted(r => r.File.StartsWith("openconfig/", StringComparison.Ordinal))]);

    /// <summary>Whether the corpora are there.</summary>
    public static bool IsAvailable => File.Exists(Manifest);

    private static string Folder { get; } = Path.GetFullPath(Path.Combine(ProjectRoot.Directory, "..", "shared", "yang"));

    private static string Manifest => Path.Combine(Folder, "manifest.csv");

    private static IEnumerable<string> Accepted(Func<(string File, string Module), bool> isWanted)
    {
        var lines = File.ReadLines(Manifest).Select(l => l.Split(',')).ToList();
        var (kind, verdict) = (Array.IndexOf(lines[0], "kind"), Array.IndexOf(lines[0], "yanglint"));
        return from row in lines.Skip(1)
               where row[kind] == "module" && row[verdict] == "ok" && isWanted((row[0], row[1]))
               select Path.Combine(Folder, row[0]);
    }
}
