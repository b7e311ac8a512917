using Taiji.Datastores.Hosting;

namespace Taiji.Datastores.Tests.Hosting;

public sealed class HostingPageTests
{
    [Fact]
    public void The_page_on_hosting_lists_every_diagnostic_as_it_is()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Taiji.slnx"))) directory = directory.Parent;
        var rows = File.ReadLines(Path.Combine(directory.FullName, "docs/hosting.md")).Where(l => l.StartsWith("| TJ", StringComparison.Ordinal));
#pragma warning disable CA1308 // The page writes severities in lower case.
        rows.ShouldBe(HostingDiagnostics.All.Select(d => $"| {d.Id} | {d.Severity.ToString().ToLowerInvariant()}: {d.Format} ({d.Section}) |"));
#pragma warning restore CA1308
    }
}
