using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>The datastores that a server has are the capabilities that it says (RFC 6241 §8), in every combination.</summary>
public sealed class SwitchTests
{
    private static readonly string[] Conventional = ["running", "candidate", "startup"];

    public static TheoryData<bool, bool, StartupMode> Combinations()
    {
        var all = new TheoryData<bool, bool, StartupMode>();
        foreach (var startup in Enum.GetValues<StartupMode>())
        {
            foreach (var (writable, candidate) in new[] { (true, true), (true, false), (false, true), (false, false) }) all.Add(writable, candidate, startup);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Capabilities_and_operations_say_the_same(bool writable, bool candidate, StartupMode startup)
    {
        var switches = new DatastoreSwitches { WritableRunning = writable, Candidate = candidate, Startup = startup };
        await using var stack = await TestStack.StartAsync(datastores: new DatastoreOptions { Datastores = switches });
        await using var client = await stack.ConnectAsync();
        var can = client.ServerCapabilities;
        can.Has(CapabilityUris.WritableRunning).ShouldBe(writable);
        can.Has(CapabilityUris.Candidate).ShouldBe(candidate);
        can.Has(CapabilityUris.ConfirmedCommit11).ShouldBe(candidate);
        can.Has(CapabilityUris.PrivateCandidate).ShouldBe(candidate);
        can.Has(CapabilityUris.Startup).ShouldBe(startup != StartupMode.Off);
        foreach (var datastore in Conventional)
        {
            var isThere = datastore == "running" || (datastore == "candidate" ? candidate : startup != StartupMode.Off);
            (await client.SendAsync($"<get-config><source><{datastore}/></source></get-config>")).Errors.Any().ShouldBe(!isThere, datastore);
            (await client.SendAsync($"<lock><target><{datastore}/></target></lock>")).Errors.Any().ShouldBe(!isThere, datastore);
            if (isThere) (await client.SendAsync($"<unlock><target><{datastore}/></target></unlock>")).Errors.ShouldBeEmpty();
        }

        (await EditAsync(client, "running")).ShouldBe(writable);
        (await EditAsync(client, "candidate")).ShouldBe(candidate);
        (await client.SendAsync("<commit/>")).Errors.Any().ShouldBe(!candidate);
        (await client.SendAsync("<commit><confirmed/></commit>")).Errors.Any().ShouldBe(!candidate);
        if (candidate) (await client.SendAsync("<cancel-commit/>")).Errors.ShouldBeEmpty();
        (await client.SendAsync("<copy-config><target><startup/></target><source><running/></source></copy-config>")).Errors.Any().ShouldBe(startup == StartupMode.Off);
        (await TestStack.ConfigAsync(client)).Contains("<b>set</b>", StringComparison.Ordinal).ShouldBe(writable || candidate);
    }

    private static async Task<bool> EditAsync(NetconfClient client, string target) => !(await client.SendAsync(
        $"<edit-config><target><{target}/></target><config><x xmlns=\"urn:t\"><y><a>1</a><b>set</b></y></x></config></edit-config>")).Errors.Any();
}
