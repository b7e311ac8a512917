namespace Taiji.Conformance.Netconf;

/// <summary>RFC 8526 with ncclient, which sends what it is given.</summary>
public sealed class NmdaTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Calls = """
        NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
        OR = "urn:ietf:params:xml:ns:yang:ietf-origin"
        NAMES = f'xmlns="{NMDA}" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores" xmlns:or="{OR}"'
        def get_data(datastore, more=""):
            return m.dispatch(to_ele(f'<get-data {NAMES}><datastore>ds:{datastore}</datastore>{more}</get-data>'))
        def edit_data(datastore, content):
            return m.dispatch(to_ele(f'<edit-data {NAMES}><datastore>ds:{datastore}</datastore><config>{content}</config></edit-data>'))
        def texts(reply, name):
            return " ".join(e.text for e in to_ele(reply.xml).iter(f"{{{IF}}}{name}"))

        """;

    [Fact]
    public async Task What_edit_data_writes_get_data_reads_from_each_datastore()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            edit_data("candidate", interfaces(interface("eth0")))
            print(texts(get_data("candidate"), "name"), texts(get_data("running"), "name") or "-")
            m.commit()
            print(texts(get_data("running"), "name"), texts(get_data("intended"), "name"), texts(get_data("operational", f'<subtree-filter>{interfaces("")}</subtree-filter>'), "name"))
            print(get_data("running", "<max-depth>1</max-depth>").xml.count(f'<interfaces xmlns="{IF}"></interfaces>'))
            """);
        printed.ShouldBe("eth0 -\neth0 eth0 eth0\n1");
    }

    [Fact]
    public async Task Operational_tells_origins_and_defaults_in_use()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            edit_data("running", interfaces(interface("eth0")))
            reply = to_ele(get_data("operational", f'<subtree-filter>{interfaces("")}</subtree-filter><with-origin/>').xml)
            for e in reply.iter():
                if f"{{{OR}}}origin" in e.attrib:
                    print(etree.QName(e).localname, e.get(f"{{{OR}}}origin"), e.text or "")
            print(texts(get_data("operational", f'<subtree-filter>{interfaces("")}</subtree-filter><origin-filter>or:system</origin-filter>'), "name") or "none")
            """);
        printed.ShouldBe("interfaces or:intended \nenabled or:default true\nnone");
    }

    [Fact]
    public async Task Datastores_that_can_not_be_meant_are_invalid()
    {
        (await Ncclient.RefusalAsync("""get_data("startup")""", Calls)).Tag.ShouldBe("invalid-value");
        (await Ncclient.RefusalAsync("""get_data("running", "<with-origin/>")""", Calls)).Tag.ShouldBe("invalid-value");
        (await Ncclient.RefusalAsync("""edit_data("operational", interfaces(interface("eth0")))""", Calls)).Tag.ShouldBe("invalid-value");
    }

    [Fact]
    public async Task The_library_names_the_datastores_there_are()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            YL = "urn:ietf:params:xml:ns:yang:ietf-yang-library"
            data = m.get(filter=("subtree", f'<yang-library xmlns="{YL}"><datastore/></yang-library>')).data_ele
            print(" ".join(sorted(e.text.split(":")[1] for e in data.findall(f".//{{{YL}}}datastore/{{{YL}}}name"))))
            print(":with-operational-defaults" in m.server_capabilities)
            """);
        printed.ShouldBe("candidate factory-default intended operational running\nTrue");
    }

    [Fact]
    public async Task How_the_state_providers_are_doing_is_state()
    {
        var printed = await Ncclient.RunAsync("""
            SP = "urn:taiji:state-providers"
            data = m.get(filter=("subtree", f'<state-providers xmlns="{SP}"/>')).data_ele
            print("SensorStateProvider" in [e.text for e in data.iter(f"{{{SP}}}name")], {e.text for e in data.iter(f"{{{SP}}}failing")})
            """);
        printed.ShouldBe("True {'false'}");
    }
}
