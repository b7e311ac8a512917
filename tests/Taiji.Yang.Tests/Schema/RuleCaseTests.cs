using System.Text.RegularExpressions;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Tests.Corpus;

namespace Taiji.Yang.Tests.Schema;

/// <summary>
/// The rules of RFC 7950 and RFC 6020 as a table: small modules, and the exact diagnostics with their places. <c>Rules/*.cases</c> hold them: a case begins with
/// <c>== name | id line:column, …</c> (nothing after the bar when the modules are right; <c>file:line:column</c> outside module <c>m</c>); a line <c>--</c> parts its modules.
/// A text that starts with no module statement is the body, from line 2 on, of module <c>m</c> of YANG 1.1, or of YANG 1.0 after <c>1.0:</c>.
/// </summary>
public sealed partial class RuleCaseTests
{
    private static readonly string Folder = Path.Combine(CorpusFiles.ProjectRoot, "tests", "Taiji.Yang.Tests", "Schema", "Rules");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.cases").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_case_gets_exactly_its_diagnostics(string file)
    {
        var wrong = new List<string>();
        var cases = Read(file).ToList();
        foreach (var (name, expected, texts) in cases)
        {
            var compiler = MakeCompiler(texts);
            var found = string.Join(", ", compiler.Compile().Diagnostics.Select(Describe));
            if (found != expected) wrong.Add($"{name}: expected '{expected}', found '{found}'");
        }

        cases.ShouldNotBeEmpty();
        string.Join("\n", wrong).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_order_of_a_cases_modules_changes_nothing(string file)
    {
        foreach (var (name, _, texts) in Read(file))
        {
            if (texts.Count == 1) continue;
            var forward = MakeCompiler(texts).Compile();
            var backward = MakeCompiler(texts.AsEnumerable().Reverse()).Compile();
            backward.Diagnostics.Select(d => d.ToString()).ShouldBe(forward.Diagnostics.Select(d => d.ToString()), name);
            backward.Schema?.Nodes.Select(n => n.SchemaPath).ShouldBe(forward.Schema?.Nodes.Select(n => n.SchemaPath), name);
        }
    }

    private static SchemaCompiler MakeCompiler(IEnumerable<string> texts)
    {
        var compiler = new SchemaCompiler(CorpusFiles.PathOf("yang"));
        foreach (var text in texts)
        {
            var path = ModuleName().Match(text).Groups[1].Value + ".yang";
            if (text.Contains("// only imported", StringComparison.Ordinal)) compiler.AddModuleText(text, path);
            else compiler.ImplementText(text, path);
        }

        return compiler;
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var (file, line, column) = (diagnostic.Location.File, diagnostic.Location.Line, diagnostic.Location.Column);
        return file == "m.yang" ? $"{diagnostic.Id} {line}:{column}" : $"{diagnostic.Id} {Path.GetFileName(file)}:{line}:{column}";
    }

    private static IEnumerable<(string Name, string Expected, List<string> Texts)> Read(string file)
    {
        foreach (var block in File.ReadAllText(Path.Combine(Folder, file + ".cases")).Split("\n== ").Skip(1))
        {
            var end = block.IndexOf('\n');
            var bar = block.LastIndexOf('|', end);
            var texts = block[(end + 1)..].Split("\n--\n").Select(t => Module(t.TrimEnd('\n'))).ToList();
            yield return (block[..bar].Trim(), block[(bar + 1)..end].Trim(), texts);
        }
    }

    private static string Module(string text)
    {
        if (ModuleName().Match(text) is { Success: true, Index: 0 }) return text;
        var version = text.StartsWith("1.0:", StringComparison.Ordinal) ? "1" : "1.1";
        return $"module m {{ yang-version {version}; namespace urn:m; prefix m;\n{(version == "1" ? text[4..].TrimStart() : text)}\n}}";
    }

    [GeneratedRegex(@"(?:sub)?module\s+([\w.-]+)")]
    private static partial Regex ModuleName();
}
