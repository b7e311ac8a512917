namespace Taiji.Conformance.AccessControl;

/// <summary>A second user with fewer rights, over both protocols (RFC 8341).</summary>
public sealed class NacmTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Guest = "guest-password";

    private Curl GuestCurl => new(Server.Taiji, "guest", Guest);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.ConfigureAsync("""
            {
              "ietf-interfaces:interfaces": {"interface": [
                {"name": "eth0", "type": "iana-if-type:ethernetCsmacd"}, {"name": "secret", "type": "iana-if-type:ethernetCsmacd"}
              ]},
              "taiji-example:sensors": {"sensor": [{"name": "attic", "kind": "temperature", "interval": 86400000}]},
              "ietf-system:system": {"authentication": {"user": [{"name": "guest", "password": "$0$guest-password"}]}},
              "ietf-netconf-acm:nacm": {
                "groups": {"group": [{"name": "guests", "user-name": ["guest"]}]},
                "rule-list": [{"name": "guests", "group": ["guests"], "rule": [
                  {"name": "hide-one", "path": "/if:interfaces/if:interface[if:name='secret']", "access-operations": "read", "action": "deny"},
                  {"name": "describe", "path": "/if:interfaces/if:interface/if:description", "access-operations": "create update", "action": "permit"},
                  {"name": "no-reading", "module-name": "taiji-example", "rpc-name": "read-sensors", "access-operations": "exec", "action": "deny"}
                ]}]
              }
            }
            """.Replace("if:", "ietf-interfaces:"));
    }

    [Fact]
    public async Task A_read_leaves_out_what_the_rules_deny_and_shows_the_rest()
    {
        var data = (await GuestCurl.GetAsync("/data")).ShouldBe(200);
        data.Json["ietf-restconf:data"]!["ietf-interfaces:interfaces"]!["interface"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe("eth0");
        data.Body.ShouldContain("attic");
        data.Body.ShouldNotContain("secret");
        // Denied by default (RFC 8341 §3.7.1).
        data.Body.ShouldNotContain("rule-list");
        (await GuestCurl.GetAsync("/data/ietf-interfaces:interfaces/interface=secret")).ShouldBe(404);
        (await Ncclient.RunAsync($$"""
            guest = connect("guest", "{{Guest}}")
            data = guest.get_config("running").data_xml
            print("eth0" in data, "secret" in data, "rule-list" in data)
            """)).ShouldBe("True False False");
    }

    [Theory]
    [InlineData("PUT", "/data/ietf-interfaces:interfaces/interface=new", """{"ietf-interfaces:interface":[{"name":"new","type":"iana-if-type:ethernetCsmacd"}]}""")]
    [InlineData("DELETE", "/data/ietf-interfaces:interfaces/interface=eth0", null)]
    [InlineData("PATCH", "/data/ietf-interfaces:interfaces/interface=eth0", """{"ietf-interfaces:interface":[{"name":"eth0","enabled":false}]}""")]
    [InlineData("PATCH", "/data", """{"ietf-restconf:data":{"ietf-netconf-acm:nacm":{"enable-nacm":false}}}""")]
    [InlineData("POST", "/operations/taiji-example:read-sensors", null)]
    public async Task What_the_rules_do_not_permit_is_403_access_denied(string method, string path, string? body)
    {
        var before = await Server.RunningAsync();
        (await GuestCurl.SendAsync(method, path, body)).ShouldFail(403, "access-denied");
        (await Server.RunningAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task What_the_rules_permit_can_be_written()
    {
        (await GuestCurl.SendAsync("PUT", "/data/ietf-interfaces:interfaces/interface=eth0/description", """{"ietf-interfaces:description":"by guest"}""")).ShouldBe(201);
        (await GuestCurl.SendAsync("DELETE", "/data/ietf-interfaces:interfaces/interface=eth0/description")).ShouldFail(403, "access-denied");
    }

    [Theory]
    [InlineData("edit(interfaces(interface('new')), session=guest)")]
    [InlineData("edit(interfaces('<interface nc:operation=\"delete\"><name>eth0</name></interface>'), session=guest)")]
    [InlineData("guest.kill_session(m.session_id)")]
    [InlineData("guest.delete_config('candidate')")]
    [InlineData("guest.dispatch(to_ele(f'<read-sensors xmlns=\"{TJX}\"/>'))")]
    public async Task Netconf_answers_access_denied(string expression)
    {
        var before = await Server.RunningAsync();
        var errors = await Ncclient.RefusalsAsync(expression, $"guest = connect('guest', '{Guest}')");
        errors[0].Tag.ShouldBe("access-denied");
        errors[0].Type.ShouldBe("application");
        (await Server.RunningAsync()).ShouldBe(before);
        await Ncclient.RunAsync("m.discard_changes()");
    }

    [Fact]
    public async Task A_change_of_the_rules_holds_at_once_also_for_open_sessions()
    {
        var printed = await Ncclient.RunAsync($$"""
            guest = connect("guest", "{{Guest}}")
            print("secret" in guest.get_config("running").data_xml)
            edit('<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"><rule-list><name>guests</name><rule nc:operation="delete"><name>hide-one</name></rule></rule-list></nacm>')
            print("secret" in guest.get_config("running").data_xml)
            """);
        printed.ShouldBe("False\nTrue");
    }

    public override async ValueTask DisposeAsync()
    {
        await Server.Curl.SendAsync("DELETE", "/data/ietf-netconf-acm:nacm/rule-list=guests");
        await Server.Curl.SendAsync("DELETE", "/data/ietf-netconf-acm:nacm/groups/group=guests");
        await Server.Curl.SendAsync("DELETE", "/data/ietf-system:system/authentication/user=guest");
        await base.DisposeAsync();
    }
}
