using System.Text.RegularExpressions;

namespace Taiji.Conformance.AccessControl;

/// <summary>The unit that is installed, under a real systemd.</summary>
public sealed partial class SystemdTests
{
    [Fact]
    public async Task The_unit_starts_serves_in_its_sandbox_stops_and_starts_again_with_its_data()
    {
        var output = Directory.CreateTempSubdirectory("taiji-test-").FullName;
        try
        {
            var script = Path.Combine(Client.RepositoryRoot, "tests/Taiji.Conformance/AccessControl/systemd.sh");
            var run = await Client.RunAsync("bash", [script, Client.RepositoryRoot, output]);
            if (run.Status == 77)
            {
                // A systemd of one's own takes root, and namespaces: what the runtime can't start without is at least asked of the unit's text.
                var unit = await File.ReadAllLinesAsync(Path.Combine(Client.RepositoryRoot, "packaging/taiji.service"));
                unit.ShouldContain("SystemCallFilter=sched_setaffinity");
                unit.ShouldContain("SystemCallErrorNumber=EPERM");
                unit.ShouldNotContain("MemoryDenyWriteExecute=yes");
                return;
            }

            run.Status.ShouldBe(0, run.Error);
            var seen = await File.ReadAllTextAsync(Path.Combine(output, "probe.log"));
            Lines(seen).Where(l => l is "start 0" or "active").ShouldBe(["start 0", "active", "start 0", "active"], seen);
            seen.ShouldContain("ready http://127.0.0.1:8080 netconf-ssh://127.0.0.1:8830 unix:/run/taiji/taiji.sock");
            seen.ShouldContain("put 201");
            seen.ShouldContain("""get {"ietf-system:hostname":"sandboxed"}""");
            seen.ShouldContain("Result=success\nExecMainStatus=0");

            // Nobody's rights, none to be had, and a filter of system calls.
            Uid().Match(seen).Groups[1].Value.Split('\t').Distinct().ShouldHaveSingleItem().ShouldNotBe("0", seen);
            foreach (var line in new[] { "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2" }) Lines(seen).ShouldContain(line);
            // Nothing to write, nothing to see of users and devices.
            foreach (var place in new[] { "/usr", "/etc", "/var/lib" }) seen.ShouldContain($"touch: cannot touch '{place}/probe': Read-only file system");
            seen.ShouldMatch(@"/dev: [a-z ]*null [a-z ]* /home:  /root: ");
            Lines(seen).ShouldContain("data 700");
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static string[] Lines(string text) => text.Split('\n');

    [GeneratedRegex("^Uid:\t(.*)$", RegexOptions.Multiline)]
    private static partial Regex Uid();
}
