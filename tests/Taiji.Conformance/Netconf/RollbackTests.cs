using System.Text.Json.Nodes;

namespace Taiji.Conformance.Netconf;

/// <summary>Rollbacks over NETCONF and RESTCONF (module taiji-rollbacks).</summary>
public sealed class RollbackTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Functions = """
        RB = "urn:taiji:rollbacks"
        def rollbacks():
            data = m.get(("subtree", f'<rollbacks xmlns="{RB}"/>')).data_ele
            return [{e.tag.split("}")[1]: e.text for e in r} for r in data.iter(f"{{{RB}}}rollback")]
        def rpc(name, content):
            return m.dispatch(to_ele(f'<{name} xmlns="{RB}">{content}</{name}>'))
        def newest():
            return max(rollbacks(), key=lambda r: int(r["id"]))["id"]

        """;

    [Fact]
    public async Task A_commit_is_listed_with_its_label_and_comment_and_taken_back_through_the_candidate() => (await Ncclient.RunAsync(Functions + """
        m.discard_changes()
        edit(interfaces(interface("eth0")), target="candidate")
        m.dispatch(to_ele(f'<commit xmlns="{NC}"><label xmlns="{RB}">spring</label><comment xmlns="{RB}">why not</comment></commit>'))
        last = [r for r in rollbacks() if r["number"] == "0"][0]
        print(last["user"], last["source"], last["label"], last["comment"])
        print(rpc("load-rollback", f"<id>{newest()}</id>").ok, names(), "|", names("candidate"))
        print(m.commit().ok, names())
        """)).ShouldBe("admin netconf-ssh spring why not\nTrue eth0 | \nTrue ");

    [Fact]
    public async Task One_commit_alone_is_shown_and_applied_over_restconf()
    {
        var id = await Ncclient.RunAsync(Functions + """
            edit(interfaces(interface("eth0")))
            edit(interfaces(interface("eth1")))
            print(newest())
            edit(interfaces(interface("eth2")))
            """);
        var input = $$$"""{"taiji-rollbacks:input":{"id":"{{{id}}}","alone":[null],"path":"/ietf-interfaces:interfaces"}}""";
        var shown = (await Server.Curl.SendAsync("POST", "/operations/taiji-rollbacks:show-rollback", input)).ShouldBe(200).Json["taiji-rollbacks:output"]!["edits"]!.GetValue<string>();
        JsonNode.Parse(shown)![0]!["target"]!.GetValue<string>().ShouldBe("/ietf-interfaces:interfaces/interface[name='eth1']");
        (await Server.Curl.SendAsync("POST", "/operations/taiji-rollbacks:apply-rollback", input)).ShouldBe(204);
        (await Ncclient.RunAsync("print(names())")).ShouldBe("eth0 eth2");
        (await Server.Curl.SendAsync("POST", "/operations/taiji-rollbacks:apply-rollback", """{"taiji-rollbacks:input":{"id":"99999999"}}""")).ShouldFail(400, "invalid-value");
    }
}
