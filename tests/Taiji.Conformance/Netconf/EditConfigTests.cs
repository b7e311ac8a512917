using System.Xml.Linq;

namespace Taiji.Conformance.Netconf;

/// <summary>edit-config (RFC 6241 §7.2).</summary>
public sealed class EditConfigTests(NetconfFixture server) : NetconfTest(server)
{
    private static readonly XNamespace If = "urn:ietf:params:xml:ns:yang:ietf-interfaces";

    [Fact]
    public async Task Merge_creates_and_changes() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0", "<description>one</description><enabled>false</enabled>")))
        edit(interfaces(interface("eth0", "<description>two</description>") + interface("eth1")))
        found = m.get_config("running", filter=("subtree", interfaces(""))).data_ele
        print([e.text for e in found.iter(f"{{{IF}}}description", f"{{{IF}}}enabled", f"{{{IF}}}name")])
        """)).ShouldBe("['eth0', 'two', 'false', 'eth1']");

    [Fact]
    public async Task Replace_leaves_nothing_of_what_was_there() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0", "<description>one</description><enabled>false</enabled>") + interface("eth1")))
        edit(interfaces(interface("eth0", "<description>new</description>", 'nc:operation="replace"')))
        found = m.get_config("running", filter=("subtree", interfaces(""))).data_ele
        print([e.text for e in found.iter(f"{{{IF}}}description", f"{{{IF}}}enabled", f"{{{IF}}}name")])
        """)).ShouldBe("['eth0', 'new', 'eth1']");

    [Fact]
    public async Task Create_makes_what_is_not_there() =>
        (await Ncclient.RunAsync("""
            edit(interfaces(interface("eth0", "", 'nc:operation="create"')))
            print(names())
            """)).ShouldBe("eth0");

    [Fact]
    public async Task Create_of_what_is_there_is_data_exists_and_changes_nothing()
    {
        var error = await Ncclient.RefusalAsync(
            """edit(interfaces(interface("eth0", "<description>other</description>", 'nc:operation="create"') + interface("eth1")))""",
            """edit(interfaces(interface("eth0")))""");
        error.Tag.ShouldBe("data-exists");
        error.Type.ShouldBe("application");
        error.Path!.ShouldEndWith("interface[if:name='eth0']");
        (await Ncclient.RunAsync("print(names())")).ShouldBe("eth0");
    }

    [Fact]
    public async Task Delete_takes_away() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0") + interface("eth1")))
        edit(interfaces('<interface nc:operation="delete"><name>eth0</name></interface>'))
        print(names())
        """)).ShouldBe("eth1");

    [Fact]
    public async Task Delete_of_what_is_not_there_is_data_missing()
    {
        var error = await Ncclient.RefusalAsync("""edit(interfaces('<interface nc:operation="delete"><name>eth7</name></interface>'))""");
        error.Tag.ShouldBe("data-missing");
        error.Path!.ShouldEndWith("interface[if:name='eth7']");
    }

    [Fact]
    public async Task Remove_of_what_is_not_there_succeeds_and_of_what_is_takes_away() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0")))
        print(edit(interfaces('<interface nc:operation="remove"><name>eth7</name></interface>')).ok)
        print(edit(interfaces('<interface nc:operation="remove"><name>eth0</name></interface>')).ok)
        print(names())
        """)).ShouldBe("True\nTrue\n");

    [Fact]
    public async Task Delete_of_a_leaf_lets_its_default_hold_again()
    {
        var data = await Ncclient.RunXmlAsync("""
            edit(interfaces(interface("eth0", "<enabled>false</enabled>")))
            edit(interfaces('<interface><name>eth0</name><enabled nc:operation="delete"/></interface>'))
            print(m.get_config("running", filter=("subtree", interfaces("")), with_defaults="report-all").data_xml)
            """);
        data.Descendants(If + "enabled").ShouldHaveSingleItem().Value.ShouldBe("true");
    }

    [Fact]
    public async Task Default_operation_none_changes_only_what_names_an_operation() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0") + interface("eth1")))
        edit(interfaces('<interface><name>eth0</name><description nc:operation="create">made</description></interface>'), default_operation="none")
        print("made" in running(), names())
        """)).ShouldBe("True eth0 eth1");

    [Fact]
    public async Task Default_operation_none_below_what_is_not_there_is_data_missing() =>
        (await Ncclient.RefusalAsync(
            """edit(interfaces('<interface><name>eth9</name><description nc:operation="create">made</description></interface>'), default_operation="none")"""))
            .Tag.ShouldBe("data-missing");

    [Fact]
    public async Task Default_operation_replace_replaces_what_is_given()
    {
        var printed = await Ncclient.RunAsync("""
            edit(interfaces(interface("eth0") + interface("eth1")), target="candidate")
            edit(interfaces(interface("eth2")), target="candidate", default_operation="replace")
            print(names("candidate"))
            m.discard_changes()
            """);
        printed.ShouldBe("eth2");
    }

    [Fact]
    public async Task Test_only_checks_and_changes_nothing()
    {
        (await Ncclient.RunAsync("""
            print(edit(interfaces(interface("eth0")), test_option="test-only").ok)
            print(names())
            """)).ShouldBe("True\n");
        var error = await Ncclient.RefusalAsync("""edit(sensors("<sensor><name>s</name></sensor>"), test_option="test-only")""");
        error.Tag.ShouldBe("data-missing");
    }

    [Fact]
    public async Task Set_on_the_candidate_leaves_validation_to_the_commit()
    {
        var error = await Ncclient.RefusalAsync(
            "m.commit()", """edit(sensors("<sensor><name>s</name></sensor>"), target="candidate", test_option="set")""");
        error.Tag.ShouldBe("data-missing");
        error.Path!.ShouldContain("sensor[");
        (await Ncclient.RunAsync("print(m.discard_changes().ok)")).ShouldBe("True");
    }

    [Fact]
    public async Task Rollback_on_error_undoes_the_whole_edit()
    {
        var error = await Ncclient.RefusalAsync(
            """edit(interfaces(interface("eth1") + '<interface nc:operation="delete"><name>eth9</name></interface>' + interface("eth2")), error_option="rollback-on-error")""",
            """edit(interfaces(interface("eth0")))""");
        error.Tag.ShouldBe("data-missing");
        (await Ncclient.RunAsync("print(names())")).ShouldBe("eth0");
    }

    [Fact]
    public async Task One_edit_may_hold_several_operations() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0") + interface("eth1")))
        edit(interfaces('<interface nc:operation="delete"><name>eth0</name></interface>' + interface("eth2", "", 'nc:operation="create"') + interface("eth1", "<description>kept</description>")))
        print(names(), "kept" in running())
        """)).ShouldBe("eth1 eth2 True");

    [Fact]
    public async Task Entries_ordered_by_the_user_go_where_insert_says()
    {
        var printed = await Ncclient.RunAsync("""
            def step(name, attributes=""):
                return f'<t:filter {attributes}><t:name>{name}</t:name><t:add>1.0</t:add></t:filter>'
            def after(name):
                return f'yang:insert="after" yang:key="[t:name=&apos;{name}&apos;]"'
            def put(*steps):
                edit('<t:sensors xmlns:t="urn:taiji:example" xmlns:yang="urn:ietf:params:xml:ns:yang:1"><t:sensor><t:name>s</t:name>'
                     '<t:kind>t:humidity</t:kind><t:interval>86400000</t:interval>' + "".join(steps) + "</t:sensor></t:sensors>")
                found = m.get_config("running", filter=("subtree", sensors("<sensor><filter><name/></filter></sensor>"))).data_ele
                print(" ".join(f[0].text for f in found.iter(f"{{{TJX}}}filter")))
            put(step("b"), step("c"))
            put(step("a", 'yang:insert="first"'))
            put(step("z", 'yang:insert="last"'))
            put(step("m", after("b")))
            put(step("z", after("a").replace("after", "before")))
            """);
        printed.ShouldBe("b c\na b c\na b c z\na b m c z\nz a b m c");
    }

    [Fact]
    public async Task A_large_edit_of_a_thousand_entries_goes_through() => (await Ncclient.RunAsync("""
        edit(interfaces("".join(interface(f"if{i}", f"<description>number {i}</description>") for i in range(1000))))
        print(len(names().split()))
        """)).ShouldBe("1000");
}
