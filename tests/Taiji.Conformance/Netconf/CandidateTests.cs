namespace Taiji.Conformance.Netconf;

/// <summary>Candidate, validate, copy-config, delete-config (RFC 6241 §7.3, §7.4, §8.3, §8.6).</summary>
public sealed class CandidateTests(NetconfFixture server) : NetconfTest(server)
{
    [Fact]
    public async Task What_is_edited_in_the_candidate_runs_from_its_commit_on() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0")), target="candidate")
        print(names(), "|", names("candidate"))
        print(m.validate("candidate").ok, m.commit().ok)
        print(names(), "|", names("candidate"))
        """)).ShouldBe(" | eth0\nTrue True\neth0 | eth0");

    [Fact]
    public async Task Discard_changes_takes_the_candidate_back_to_running() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0")))
        edit(interfaces(interface("eth1")), target="candidate")
        print(m.discard_changes().ok, names("candidate"))
        """)).ShouldBe("True eth0");

    [Fact]
    public async Task A_commit_does_not_undo_what_somebody_else_changed_in_running() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("mine")), target="candidate")
        edit(interfaces(interface("others")), session=connect())
        m.commit()
        print(" ".join(sorted(names().split())))
        """)).ShouldBe("mine others");

    [Fact]
    public async Task Validate_of_an_invalid_candidate_says_every_error()
    {
        var errors = await Ncclient.RefusalsAsync(
            """m.validate("candidate")""",
            """edit(sensors("<sensor><name>a</name></sensor><sensor><name>b</name></sensor>"), target="candidate", test_option="set")""");
        errors.Count.ShouldBe(2);
        errors.ShouldAllBe(e => e.Tag == "data-missing" && e.Path!.Contains("kind") && e.Severity == "error");
    }

    [Fact]
    public async Task A_commit_that_fails_changes_nothing_and_keeps_the_candidate()
    {
        await Ncclient.RefusalAsync(
            "m.commit()", """edit(sensors("<sensor><name>a</name></sensor>") + interfaces(interface("eth0")), target="candidate", test_option="set")""");
        (await Ncclient.RunAsync("""print(names(), "|", names("candidate"))""")).ShouldBe(" | eth0");
    }

    [Fact]
    public async Task A_participants_veto_refuses_the_commit_with_its_own_error()
    {
        var error = await Ncclient.RefusalAsync(
            "m.commit()",
            """
            fast = "".join(f"<sensor><name>s{i}</name><kind>humidity</kind><interval>10</interval></sensor>" for i in range(11))
            edit(sensors(fast), target="candidate")
            """);
        error.Tag.ShouldBe("resource-denied");
        error.Message!.ShouldContain("1000");
        (await Ncclient.RunAsync("""print("humidity" in running())""")).ShouldBe("False");
    }

    [Fact]
    public async Task Validate_checks_a_configuration_given_inline()
    {
        (await Ncclient.RunAsync("""print(m.validate(to_ele(config(interfaces(interface("eth0"))))).ok, names())""")).ShouldBe("True ");
        var error = await Ncclient.RefusalAsync("""m.validate(to_ele(config(sensors("<sensor><name>a</name></sensor>"))))""");
        error.Tag.ShouldBe("data-missing");
    }

    [Fact]
    public async Task Validate_of_running_succeeds() => (await Ncclient.RunAsync("""print(m.validate("running").ok)""")).ShouldBe("True");

    [Fact]
    public async Task Copy_config_takes_a_whole_configuration_inline() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0")))
        print(m.copy_config(source=config(config(interfaces(interface("copied"))), "source"), target="candidate").ok)
        print(names(), "|", names("candidate"), "|", "authentication" in running(source="candidate"))
        """)).ShouldBe("True\neth0 | copied | False");

    [Fact]
    public async Task Copy_config_copies_running_over_the_candidate_and_back() => (await Ncclient.RunAsync("""
        edit(interfaces(interface("eth0")))
        edit(interfaces(interface("eth1")), target="candidate")
        print(m.copy_config(source="running", target="candidate").ok, names("candidate"))
        edit(interfaces(interface("eth2")), target="candidate")
        print(m.copy_config(source="candidate", target="running").ok, names())
        """)).ShouldBe("True eth0\nTrue eth0 eth2");

    [Fact]
    public async Task Copy_config_onto_itself_is_invalid() =>
        (await Ncclient.RefusalAsync("""m.copy_config(source="running", target="running")""")).Tag.ShouldBe("invalid-value");

    [Fact]
    public async Task Running_cannot_be_deleted()
    {
        var error = await Ncclient.RefusalAsync("""m.delete_config("running")""");
        error.Tag.ShouldBeOneOf("operation-not-supported", "invalid-value");
        (await Ncclient.RunAsync("print('authentication' in running())")).ShouldBe("True");
    }

    [Fact]
    public async Task The_candidate_of_a_session_that_locked_it_is_discarded_when_the_session_ends() => (await Ncclient.RunAsync("""
        other = connect()
        other.lock("candidate")
        edit(interfaces(interface("left")), target="candidate", session=other)
        other.close_session()
        print(names("candidate"))
        """)).ShouldBe("");
}
