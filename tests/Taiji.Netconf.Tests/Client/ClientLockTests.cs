using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Client;

public sealed class ClientLockTests
{
    [Fact]
    public async Task A_lock_is_held_for_the_time_of_its_using()
    {
        await using var server = new ScriptedServer();
        await using var client = await server.ConnectAsync();
        await using (await client.LockedAsync("running")) await client.EditConfigAsync("running", "");
        server.Asked.Select(a => a.Name.LocalName).ShouldBe(["lock", "edit-config", "unlock"]);
    }

    [Fact]
    public async Task A_lock_that_is_denied_is_not_unlocked()
    {
        await using var server = new ScriptedServer(_ => Errors.Of("lock-denied"));
        await using var client = await server.ConnectAsync();
        (await Should.ThrowAsync<RpcErrorException>(() => client.LockedAsync("running"))).Errors.Single().Tag.ShouldBe("lock-denied");
        server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lock_whose_session_has_ended_is_gone_without_an_error()
    {
        await using var server = new ScriptedServer();
        var client = await server.ConnectAsync();
        var held = await client.LockedAsync("running");
        await client.DisposeAsync();
        await held.DisposeAsync();
    }

    [Fact]
    public async Task A_partial_lock_tells_its_nodes_and_is_unlocked_by_its_number()
    {
        const string Space = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0";
        await using var server = new ScriptedServer(a => a.Name.LocalName == "partial-lock"
            ? $"<lock-id xmlns='{Space}'>127</lock-id><locked-node xmlns='{Space}' xmlns:u='urn:u'>/u:top/u:a</locked-node>" : "<ok/>");
        await using var client = await server.ConnectAsync();
        await using (var held = await client.PartialLockAsync(["/u:top/u:a", "/u:top/u:b"], new Dictionary<string, string> { ["u"] = "urn:u" }))
        {
            held.Id.ShouldBe(127u);
            held.LockedNodes.ShouldBe(["/u:top/u:a"]);
        }

        server.Asked[0].Elements().Select(e => e.Value).ShouldBe(["/u:top/u:a", "/u:top/u:b"]);
        server.Asked[0].GetNamespaceOfPrefix("u")!.NamespaceName.ShouldBe("urn:u");
        server.Asked[1].Value.ShouldBe("127");
    }
}
