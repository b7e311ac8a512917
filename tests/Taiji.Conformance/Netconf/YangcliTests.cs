using System.Text.RegularExpressions;

namespace Taiji.Conformance.Netconf;

/// <summary>yuma123's client, yangcli, in its batch mode. It ends a script at the first error.</summary>
public sealed partial class YangcliTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Eth = "/interfaces/interface[name='cli0']";

    [Fact]
    public async Task Yangcli_edits_the_candidate_under_a_lock_and_commits_it()
    {
        var output = await RunAsync(
            "lock target=candidate",
            $"create {Eth}/type value=\"ianaift:ethernetCsmacd\"",
            $"merge {Eth}/description value=\"by yangcli\"",
            "validate source=candidate",
            "commit",
            "unlock target=candidate",
            $"replace {Eth}/description value=\"replaced\"",
            "commit");
        Replies(output).ShouldBe(["OK", "OK", "OK", "OK", "OK", "OK", "OK", "OK"], customMessage: output);
        (await Ncclient.RunAsync("print(names())")).ShouldBe("cli0");
        (await Server.RunningAsync()).ShouldContain("replaced");
    }

    [Fact]
    public async Task Yangcli_reads_by_subtree_by_xpath_and_with_defaults()
    {
        await Server.ConfigureAsync("""{"ietf-interfaces:interfaces":{"interface":[{"name":"cli0","type":"iana-if-type:ethernetCsmacd"}]}}""");
        var output = await RunAsync(
            "get-config source=running",
            "sget-config /interfaces source=running",
            "xget-config //interface source=running",
            "get-config source=running with-defaults=report-all",
            "sget /interfaces");
        Replies(output).ShouldBe(["Data", "Data", "Data", "Data", "Data"], customMessage: output);
        var replies = output.Split("RPC Data Reply");
        foreach (var reply in replies[1..]) reply.ShouldContain("name cli0");
        replies[1].ShouldNotContain("enabled true");
        replies[4].ShouldContain("enabled true");
    }

    [Fact]
    public async Task Yangcli_copies_discards_subscribes_and_fetches_modules()
    {
        var output = await RunAsync(
            "copy-config source=running target=candidate",
            "discard-changes",
            "get-schema identifier=ietf-interfaces format=yang",
            "lock target=running",
            "unlock target=running",
            "create-subscription",
            "close-session");
        Replies(output)[..6].ShouldBe(["OK", "OK", "Data", "OK", "OK", "OK"], customMessage: output);
        output.ShouldContain("module ietf-interfaces {");
    }

    [Fact]
    public async Task Yangcli_shows_an_error_with_its_fields()
    {
        await Server.ConfigureAsync("""{"ietf-interfaces:interfaces":{"interface":[{"name":"cli0","type":"iana-if-type:ethernetCsmacd"}]}}""");
        var output = await RunAsync($"create {Eth}/type value=\"ianaift:ethernetCsmacd\"");
        output.ShouldContain("error-tag data-exists");
        output.ShouldContain("error-path /if:interfaces/if:interface[if:name='cli0']/if:type");
        output = await RunAsync("discard-changes", "kill-session session-id=4000000");
        output.ShouldContain("error-tag invalid-value");
    }

    private static string[] Replies(string output) => [.. ReplyLine().Matches(output).Select(m => m.Groups[1].Value)];

    private async Task<string> RunAsync(params string[] lines)
    {
        var home = Directory.CreateTempSubdirectory("taiji-yangcli-").FullName;
        try
        {
            var script = Path.Combine(home, "script");
            await File.WriteAllLinesAsync(script, lines);
            var command = $"yangcli --server=127.0.0.1 --ncport={Server.Taiji.SshPort} --user=admin --password={TaijiProcess.AdminPassword} --batch-mode --run-script={script} "
                + "--log-level=info --autohistory=false --autoaliases=false --autouservars=false";
            // It wants a terminal, which script(1) gives it.
            var result = await Client.RunAsync("script", ["-q", "-e", "-c", command, "/dev/null"], "", new Dictionary<string, string?> { ["HOME"] = home });
            return result.Output.Replace("\r", "", StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [GeneratedRegex(@"^RPC (\w+) (?:Error )?Reply \d+", RegexOptions.Multiline)]
    private static partial Regex ReplyLine();
}
