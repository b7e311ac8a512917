using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>Private candidates over NETCONF (draft-ietf-netconf-privcand).</summary>
public sealed class PrivateCandidateTests
{
    private const string Namespace = "urn:ietf:params:xml:ns:yang:ietf-netconf-private-candidate";

    private static readonly NetconfClientOptions Private = new()
    {
        Capabilities = new CapabilitySet(CapabilityUris.Base10, CapabilityUris.Base11, CapabilityUris.PrivateCandidate),
    };

    [Fact]
    public async Task A_client_that_says_so_gets_one_of_its_own()
    {
        await using var stack = await TestStack.StartAsync();
        var alice = await stack.ConnectAsync("alice", Private);
        var bob = await stack.ConnectAsync("bob", Private);
        var carol = await stack.ConnectAsync("carol");
        await EditAsync(alice, "candidate", 1, "alice's");
        await EditAsync(carol, "candidate", 1, "shared");
        (await TestStack.ConfigAsync(alice, "candidate")).ShouldContain("alice's");
        (await TestStack.ConfigAsync(bob, "candidate")).ShouldBe("");
        (await TestStack.ConfigAsync(carol, "candidate")).ShouldContain("shared");
        (await alice.SendAsync("<commit/>")).Errors.ShouldBeEmpty();
        (await TestStack.ConfigAsync(bob, "candidate")).ShouldContain("alice's");
    }

    [Fact]
    public async Task Conflicts_are_told_and_resolved_as_asked_for()
    {
        await using var stack = await TestStack.StartAsync();
        var alice = await stack.ConnectAsync("alice", Private);
        var bob = await stack.ConnectAsync("bob");
        await EditAsync(bob, "running", 1, "before");
        await EditAsync(alice, "candidate", 1, "alice's");
        await EditAsync(bob, "running", 1, "bob's");
        var error = await TestStack.ErrorAsync(alice, "<commit/>");
        error.Tag.ShouldBe(ErrorTag.OperationFailed);
        error.AppTag.ShouldBe("conflict");
        error.Message.ShouldNotBeNull().ShouldContain("User bob");
        (await TestStack.ErrorAsync(alice, Update())).AppTag.ShouldBe("conflict");
        (await TestStack.ErrorAsync(alice, Update("revert-on-conflict"))).AppTag.ShouldBe("conflict");
        (await TestStack.ConfigAsync(alice, "candidate")).ShouldContain("alice's");
        (await TestStack.ErrorAsync(alice, Update("somehow"))).Tag.ShouldBe(ErrorTag.InvalidValue);
        (await TestStack.ErrorAsync(bob, Update())).Tag.ShouldBe(ErrorTag.OperationNotSupported);
        (await alice.SendAsync(Update("ignore"))).Errors.ShouldBeEmpty();
        (await TestStack.ConfigAsync(alice, "candidate")).ShouldContain("alice's");
        await EditAsync(bob, "running", 1, "bob's second");
        (await alice.SendAsync(Update("overwrite"))).Errors.ShouldBeEmpty();
        (await TestStack.ConfigAsync(alice, "candidate")).ShouldContain("bob's second");
        (await alice.SendAsync("<commit/>")).Errors.ShouldBeEmpty();
    }

    private static string Update(string? mode = null) =>
        $"<update xmlns=\"{Namespace}\">{(mode is null ? "" : $"<resolution-mode>{mode}</resolution-mode>")}</update>";

    private static async Task EditAsync(NetconfClient client, string target, int key, string value) => (await client.SendAsync(
        $"<edit-config><target><{target}/></target><config><x xmlns=\"urn:t\"><y><a>{key}</a><b>{value}</b></y></x></config></edit-config>")).Errors.ShouldBeEmpty();
}
