using System.Text.RegularExpressions;

namespace Taiji.Architecture.Tests;

/// <summary>Which folder may use which inside a project.</summary>
public sealed partial class FolderTests
{
    // Diagnostics ← Syntax ← Schema, Types, XPath ← Data ← Encodings. Parsing and binding of XPath serve the schema; its evaluation works over data.
    private static readonly Dictionary<string, int> YangFloors = new()
    {
        ["Diagnostics"] = 0, ["Syntax"] = 1, ["Schema"] = 2, ["Types"] = 2, ["XPath"] = 2, ["XPath/Evaluation"] = 3, ["Data"] = 3, ["Encodings"] = 4,
    };

    [Fact]
    public void Inside_Taiji_Yang_dependencies_go_down_only()
    {
        var breaches = new List<string>();
        foreach (var file in SourceTree.Files("src/Taiji.Yang"))
        {
            var folder = FloorOf(Path.GetRelativePath(Path.Combine(SourceTree.Root, "src/Taiji.Yang"), file));
            if (folder is null) continue;
            foreach (Match use in UsingYang().Matches(File.ReadAllText(file)))
            {
                var used = use.Groups[1].Value.Replace('.', '/');
                var floor = YangFloors.GetValueOrDefault(used, YangFloors.GetValueOrDefault(used.Split('/')[0], -1));
                if (floor > YangFloors[folder]) breaches.Add($"{Path.GetFileName(file)} in {folder} uses {use.Groups[1].Value}");
            }
        }

        breaches.ShouldBeEmpty();
    }

    [Fact]
    public void No_protocol_folder_names_another()
    {
        string[] protocols = ["RestconfApi", "NetconfServer", "JsonRpcApi", "WebUi"];
        var breaches =
            from protocol in protocols
            where Directory.Exists(Path.Combine(SourceTree.Root, "src/Taiji.Server", protocol))
            from file in SourceTree.Files("src/Taiji.Server/" + protocol)
            from other in protocols
            where other != protocol && File.ReadAllText(file).Contains("Taiji.Server." + other, StringComparison.Ordinal)
            select $"{file} names {other}";
        breaches.ShouldBeEmpty();
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var breaches = new List<string>();
        foreach (var file in SourceTree.Files("src"))
        {
            var folder = Path.GetRelativePath(Path.Combine(SourceTree.Root, "src"), Path.GetDirectoryName(file)!).Replace('/', '.');
            if (Namespace().Match(File.ReadAllText(file)) is { Success: true } match && match.Groups[1].Value != folder) breaches.Add($"{file}: {match.Groups[1].Value}");
        }

        breaches.ShouldBeEmpty();
    }

    [GeneratedRegex(@"Taiji\.Yang\.((?:Diagnostics|Syntax|Schema|Types|XPath(?:\.Evaluation)?|Data|Encodings))\b")]
    private static partial Regex UsingYang();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    private static string? FloorOf(string relative)
    {
        var folder = Path.GetDirectoryName(relative)!;
        return YangFloors.ContainsKey(folder) ? folder : YangFloors.ContainsKey(folder.Split('/')[0]) ? folder.Split('/')[0] : null;
    }
}
