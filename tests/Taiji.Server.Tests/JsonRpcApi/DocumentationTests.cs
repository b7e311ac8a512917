using System.Text.RegularExpressions;
using Taiji.Server.JsonRpcApi;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed partial class DocumentationTests
{
    [Fact]
    public void The_documentation_has_a_row_for_every_method_with_a_test_class_that_calls_it()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Root(), "docs/json-rpc.md"))).Select(m => (Method: m.Groups[1].Value, Tests: m.Groups[2].Value)).ToList();
        rows.Select(r => r.Method).Order(StringComparer.Ordinal).ShouldBe(MethodTable.All.Select(m => m.Name).Order(StringComparer.Ordinal));
        var sources = Directory.EnumerateFiles(Path.Combine(Root(), "tests/Taiji.Server.Tests/JsonRpcApi"), "*.cs").Select(File.ReadAllText).ToList();
        foreach (var (method, tests) in rows)
            sources.ShouldContain(s => s.Contains("class " + tests, StringComparison.Ordinal) && s.Contains('"' + method + '"', StringComparison.Ordinal), $"{method} in {tests}");
    }

    [Fact]
    public void Every_parameter_has_its_name_once()
    {
        foreach (var method in MethodTable.All) method.Parameters.Select(p => p.Name).ShouldBeUnique(method.Name);
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        return directory.FullName;
    }

    [GeneratedRegex(@"^\| `(\w+)` \| [\d.]+ \| (\w+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
