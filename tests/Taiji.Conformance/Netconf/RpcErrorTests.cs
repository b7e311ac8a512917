namespace Taiji.Conformance.Netconf;

/// <summary>Every field of the rpc-errors that clients build on (RFC 6241 App. A, RFC 7950 §15).</summary>
public sealed class RpcErrorTests(NetconfFixture server) : NetconfTest(server)
{
    [Fact]
    public async Task An_unknown_element_is_named_with_its_parents_path()
    {
        var error = await Ncclient.RefusalAsync("""edit(interfaces(interface("eth0", "<colour>red</colour>")))""");
        error.Tag.ShouldBe("unknown-element");
        error.Severity.ShouldBe("error");
        error.Info!.ShouldContain("<bad-element>colour</bad-element>");
        error.Path!.ShouldContain("interface");
    }

    [Fact]
    public async Task An_unknown_namespace_is_named()
    {
        var error = await Ncclient.RefusalAsync("""edit('<interfaces xmlns="urn:of:nobody"/>')""");
        error.Tag.ShouldBe("unknown-namespace");
        error.Info!.ShouldContain("<bad-element>interfaces</bad-element>");
        error.Info!.ShouldContain("<bad-namespace>urn:of:nobody</bad-namespace>");
    }

    [Fact]
    public async Task A_value_outside_its_range_is_invalid_value_with_the_place()
    {
        var error = await Ncclient.RefusalAsync("""edit(sensors("<sensor><name>s</name><kind>humidity</kind><interval>5</interval></sensor>"))""");
        error.Type.ShouldBe("application");
        error.Tag.ShouldBe("invalid-value");
        error.Path!.ShouldEndWith(":interval");
        error.Message!.ShouldContain("5");
    }

    [Fact]
    public async Task A_broken_pattern_gives_the_modules_own_message()
    {
        var error = await Ncclient.RefusalAsync("""edit(sensors("<sensor><name>Attic!</name><kind>humidity</kind></sensor>"))""");
        error.Tag.ShouldBe("invalid-value");
        error.Message!.ShouldContain("lower-case letter");
    }

    [Fact]
    public async Task A_key_that_is_left_out_is_missing_element()
    {
        var error = await Ncclient.RefusalAsync("""edit(interfaces("<interface><type>ianaift:ethernetCsmacd</type></interface>"))""");
        error.Tag.ShouldBe("missing-element");
        error.Info!.ShouldContain("<bad-element>name</bad-element>");
    }

    [Fact]
    public async Task A_broken_must_gives_its_app_tag_and_message()
    {
        var error = await Ncclient.RefusalAsync(
            """edit(sensors("<sensor><name>s</name><kind>humidity</kind><simulated><low>9.0</low><high>1.0</high></simulated></sensor>"))""");
        error.Tag.ShouldBe("operation-failed");
        error.AppTag.ShouldBe("range-empty");
        error.Message.ShouldBe("The highest value must be above the lowest.");
        error.Path!.ShouldEndWith(":simulated");
    }

    [Fact]
    public async Task A_leafref_to_nothing_is_data_missing_with_instance_required()
    {
        var error = await Ncclient.RefusalAsync("""edit(sensors("<sensor><name>s</name><kind>humidity</kind><copy-of>nobody</copy-of></sensor>"))""");
        error.Tag.ShouldBe("data-missing");
        error.AppTag.ShouldBe("instance-required");
        error.Path!.ShouldEndWith(":copy-of");
    }

    [Fact]
    public async Task Too_many_entries_of_a_leaf_list_are_operation_failed_too_many_elements()
    {
        var error = await Ncclient.RefusalAsync(
            """edit(sensors("<sensor><name>s</name><kind>humidity</kind>" + "".join(f"<tag>t{i}</tag>" for i in range(9)) + "</sensor>"))""");
        error.Tag.ShouldBe("operation-failed");
        error.AppTag.ShouldBe("too-many-elements");
        error.Path!.ShouldContain(":tag");
    }

    [Fact]
    public async Task A_missing_choice_is_data_missing_with_the_choices_name()
    {
        var error = await Ncclient.RefusalAsync(
            """edit(sensors("<sensor><name>s</name><kind>humidity</kind><filter><name>f</name></filter></sensor>"))""");
        error.Tag.ShouldBe("data-missing");
        error.AppTag.ShouldBe("missing-choice");
        error.Info!.ShouldContain("function");
    }

    [Fact]
    public async Task State_cannot_be_configured()
    {
        var error = await Ncclient.RefusalAsync("""edit(f'<engine xmlns="{TJX}"><capacity>1</capacity></engine>')""");
        error.Tag.ShouldBeOneOf("invalid-value", "unknown-element");
    }

    [Fact]
    public async Task An_unknown_operation_is_operation_not_supported()
    {
        var error = await Ncclient.RefusalAsync("""m.dispatch(to_ele('<do-something xmlns="urn:taiji:example"/>'))""");
        error.Tag.ShouldBeOneOf("operation-not-supported", "unknown-element");
    }

    [Fact]
    public async Task An_unknown_value_of_a_parameter_is_bad_element()
    {
        var error = await Ncclient.RefusalAsync("""
            m.dispatch(to_ele(f'<edit-config xmlns="{NC}"><target><running/></target><default-operation>overwrite</default-operation><config/></edit-config>'))
            """.Trim());
        error.Tag.ShouldBeOneOf("bad-element", "invalid-value");
        error.Message!.ShouldContain("overwrite");
    }

    [Fact]
    public async Task A_missing_parameter_is_missing_element()
    {
        var error = await Ncclient.RefusalAsync("""m.dispatch(to_ele(f'<get-config xmlns="{NC}"/>'))""");
        error.Tag.ShouldBe("missing-element");
        error.Info!.ShouldContain("<bad-element>source</bad-element>");
    }

    [Fact]
    public async Task An_unknown_edit_operation_is_bad_attribute()
    {
        var error = await Ncclient.RefusalAsync("""edit(interfaces(interface("eth0", "", 'nc:operation="overwrite"')))""");
        error.Tag.ShouldBe("bad-attribute");
        error.Info!.ShouldContain("<bad-attribute>operation</bad-attribute>");
    }

    [Fact]
    public async Task Several_faults_are_all_reported()
    {
        var errors = await Ncclient.RefusalsAsync(
            """edit(sensors("<sensor><name>a</name></sensor><sensor><name>b</name><kind>humidity</kind><copy-of>nobody</copy-of></sensor>"))""");
        errors.Select(e => e.AppTag).ShouldContain("instance-required");
        errors.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unadvertised_datastore_is_refused()
    {
        var error = await Ncclient.RefusalAsync("""m.get_config("startup")""");
        error.Tag.ShouldBeOneOf("operation-not-supported", "invalid-value", "bad-element", "unknown-element");
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }
}
