using System.Text.RegularExpressions;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Tests.Corpus;

namespace Taiji.Yang.Tests.Diagnostics;

public sealed class DiagnosticsPageTests
{
    [Fact]
    public void The_page_in_docs_is_the_table()
    {
        var path = Path.Combine(CorpusFiles.ProjectRoot, "docs", "diagnostics.md");
        var expected = DiagnosticsPage.Write();
        if (Environment.GetEnvironmentVariable("TAIJI_WRITE_DOCS") == "1") File.WriteAllText(path, expected);

        File.ReadAllText(path).ShouldBe(expected, "run the tests once with TAIJI_WRITE_DOCS=1 to write the page anew");
    }

    [Fact]
    public void Ids_are_unique_and_messages_have_sections()
    {
        var all = DiagnosticDescriptors.All;

        all.Select(d => d.Id).ShouldBeUnique();
        foreach (var descriptor in all)
        {
            descriptor.Id.ShouldMatch(@"^TJ1\d{3}$");
            Regex.IsMatch(descriptor.Section, @"^RFC \d{4} §\d").ShouldBeTrue(descriptor.Id);
            Should.NotThrow(() => string.Format(null, descriptor.Format, "a", "b", "c", "d", "e"));
        }
    }
}
