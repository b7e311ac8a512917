using System.Xml.Linq;
using Taiji.Clients.Connecting;
using Taiji.Netconf.Client;

namespace Taiji.Conformance.Netconf;

/// <summary>ietf-netconf-monitoring (RFC 6022) and the ends of sessions (RFC 6470).</summary>
public sealed class MonitoringTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Figures = """
        MON = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"
        def state(part):
            return m.get(filter=("subtree", f'<netconf-state xmlns="{MON}"><{part}/></netconf-state>')).data_ele
        def figure(name):
            return int(state("statistics").find(f".//{{{MON}}}statistics/{{{MON}}}{name}").text)

        """;

    private const string Hearing = """
        subscriber = connect()
        subscriber.create_subscription(filter=("subtree", '<netconf-session-end xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications"/>'))
        """;

    /// <summary>Hears until a session has ended for that reason: others may still be on their way out.</summary>
    private static string Hear(string reason) => $$"""

        while True:
            end = etree.fromstring(subscriber.take_notification(timeout=60).notification_xml.encode())[-1]
            if end.find("{*}termination-reason").text == "{{reason}}":
                break
        subscriber.close_session()
        print("{{reason}}")

        """;

    [Theory]
    [InlineData("dropped", "dropped-sessions")]
    [InlineData("bad-hello", "in-bad-hellos")]
    public async Task A_session_that_breaks_off_is_counted_and_told_with_the_reason(string reason, string figure)
    {
        var before = int.Parse(await Ncclient.RunAsync($"{Figures}print(figure(\"{figure}\"))"), null);
        // The subscriber lives from one script to the next.
        await Ncclient.RunAsync(Hearing + "\nopened.clear()");
        await using (var connection = await RawConnection.OpenAsync(Server.Taiji))
        {
            await connection.ReadToAsync(RawNetconf.End);
            if (reason == "dropped")
            {
                await connection.SendAsync(RawNetconf.Hello("1.0") + RawNetconf.Rpc("<get-config><source><running/></source></get-config>") + RawNetconf.End);
                await connection.ReadToAsync(RawNetconf.End);
                connection.Drop();
            }
            else
            {
                await connection.SendAsync(RawNetconf.Hello("7.0"));
                await connection.ReadToEndAsync();
            }
        }

        (await Ncclient.RunAsync(Hear(reason))).ShouldBe(reason);
        var printed = await Ncclient.RunAsync($$"""
            {{Figures}}
            import time
            deadline = time.monotonic() + 60
            while figure("{{figure}}") < {{before + 1}} and time.monotonic() < deadline:
                pass
            print(figure("{{figure}}"))
            """);
        printed.ShouldBe($"{before + 1}");
    }

    [Fact]
    public async Task A_session_closed_in_order_says_so()
    {
        (await Ncclient.RunAsync(Hearing + "\nconnect().close_session()\n" + Hear("closed"))).ShouldBe("closed");
    }

    [Fact]
    public async Task All_parts_of_the_state_are_there()
    {
        var printed = await Ncclient.RunAsync(Figures + """
            for part, entry in [("capabilities", "capability"), ("datastores", "datastore"), ("schemas", "schema"), ("sessions", "session")]:
                print(part, len(state(part).findall(f".//{{{MON}}}{entry}")) > 0)
            print(" ".join(sorted({etree.QName(e).localname for e in state("statistics").find(f".//{{{MON}}}statistics")})))
            print({c.text for c in state("capabilities").iter(f"{{{MON}}}capability")} == set(m.server_capabilities))
            found = {s.find(f"{{{MON}}}identifier").text for s in state("schemas").iter(f"{{{MON}}}schema")}
            print({"ietf-netconf-nmda", "nc-notifications", "ietf-inet-types"} <= found)
            """);
        printed.ShouldBe("""
            capabilities True
            datastores True
            schemas True
            sessions True
            dropped-sessions in-bad-hellos in-bad-rpcs in-rpcs in-sessions netconf-start-time out-notifications out-rpc-errors
            True
            True
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Every_schema_that_is_listed_is_given_in_each_of_its_formats()
    {
        XNamespace monitoring = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
        await using var client = await new UnixSocketTarget(Server.Taiji.SocketPath).ConnectAsync();
        var listed = (await client.GetAsync(NetconfFilter.Subtree($"<netconf-state xmlns='{monitoring}'><schemas/></netconf-state>"))).ToData().Descendants(monitoring + "schema").ToList();
        var formats = new HashSet<string>();
        foreach (var schema in listed)
        {
            string Field(string name) => schema.Element(monitoring + name)!.Value;
            var (name, version, format) = (Field("identifier"), Field("version"), Field("format").Split(':')[^1]);
            formats.Add(format);
            var request = $"<get-schema xmlns='{monitoring}'><identifier>{name}</identifier><version>{version}</version><format>{format}</format></get-schema>";
            var data = (await client.RpcAsync(request)).ToData();
            data.Name.Namespace.ShouldBe(monitoring);
            if (format == "yang")
            {
                data.Value.ShouldMatch($@"(^|\s)(sub)?module\s+{name}\s*\{{");
                if (version.Length > 0) data.Value.ShouldContain(version);
            }
            else
            {
                var module = data.Elements().ShouldHaveSingleItem();
                (module.Name.LocalName, module.Name.NamespaceName, module.Attribute("name")?.Value).ShouldBeOneOf(
                    ("module", "urn:ietf:params:xml:ns:yang:yin:1", name), ("submodule", "urn:ietf:params:xml:ns:yang:yin:1", name));
            }
        }

        listed.Count.ShouldBeGreaterThan(40);
        formats.ShouldBe(["yang", "yin"], ignoreOrder: true);
    }
}
