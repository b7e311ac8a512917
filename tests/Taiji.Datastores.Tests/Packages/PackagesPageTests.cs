using Taiji.Datastores.Packages;
using Taiji.Datastores.Templates;

namespace Taiji.Datastores.Tests.Packages;

public sealed class PackagesPageTests
{
    [Fact]
    public void The_page_on_packages_lists_every_diagnostic_as_it_is()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        var rows = File.ReadLines(Path.Combine(directory.FullName, "docs/packages.md")).Where(l => l.StartsWith("| TJ", StringComparison.Ordinal));
        rows.ShouldBe(PackageDiagnostics.All.Concat(TemplateDiagnostics.All).Select(d => $"| {d.Id} | {d.Format} ({d.Section}) |"));
    }
}
