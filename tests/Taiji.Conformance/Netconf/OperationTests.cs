namespace Taiji.Conformance.Netconf;

/// <summary>get-schema, notifications, and the rpc and action of the example.</summary>
public sealed class OperationTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Action = """
        def inject(name, value, session=None):
            return (session or m).dispatch(to_ele(
                f'<action xmlns="urn:ietf:params:xml:ns:yang:1">{sensors(f"<sensor><name>{name}</name><inject-value><value>{value}</value></inject-value></sensor>")}</action>'))
        """;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.ConfigureAsync("""
            {"taiji-example:sensors": {"sensor": [
              {"name": "attic", "kind": "temperature", "interval": 86400000, "threshold": "90.0", "simulated": {"shape": "constant"}, "alarm": {"severity": "critical"}},
              {"name": "cellar", "kind": "humidity", "interval": 86400000, "simulated": {"shape": "constant", "low": "1.0", "high": "2.0"}},
              {"name": "off", "kind": "humidity", "enabled": false}
            ]}}
            """);
    }

    [Fact]
    public async Task Get_schema_gives_the_text_of_a_module()
    {
        var text = await Ncclient.RunAsync("""print(m.get_schema("taiji-example").data)""");
        text.ShouldStartWith("module taiji-example {");
        text.ShouldContain("pattern '[a-z][a-z0-9\\-]*'");
        text.TrimEnd().ShouldEndWith("}");
    }

    [Fact]
    public async Task Get_schema_knows_revisions_and_formats()
    {
        (await Ncclient.RunAsync("""print(m.get_schema("ietf-interfaces", version="2018-02-20", format="yang").data.split()[1])""")).ShouldBe("ietf-interfaces");
        (await Ncclient.RefusalAsync("""m.get_schema("ietf-interfaces", version="1999-01-01")""")).Tag.ShouldBe("invalid-value");
        (await Ncclient.RefusalAsync("""m.get_schema("no-such-module")""")).Tag.ShouldBe("invalid-value");
    }

    [Fact]
    public async Task The_rpc_of_the_example_answers_with_its_output()
    {
        var reply = await Ncclient.RunXmlAsync("""print(m.dispatch(to_ele(f'<read-sensors xmlns="{TJX}"/>')).xml.split("?>")[-1])""");
        reply.Descendants().Where(e => e.Name.LocalName == "sensor").Select(e => e.Value).ShouldBe(["attic", "cellar"]);
        reply.Descendants().Where(e => e.Name.LocalName == "value").Select(e => e.Value).ShouldBe(["50.0", "1.5"]);
    }

    [Fact]
    public async Task The_rpc_of_the_example_takes_its_input()
    {
        var reply = await Ncclient.RunXmlAsync("""print(m.dispatch(to_ele(f'<read-sensors xmlns="{TJX}"><kind>humidity</kind></read-sensors>')).xml.split("?>")[-1])""");
        reply.Descendants().Where(e => e.Name.LocalName == "sensor").ShouldHaveSingleItem().Value.ShouldBe("cellar");
    }

    [Fact]
    public async Task An_rpcs_input_is_checked_by_its_model()
    {
        var error = await Ncclient.RefusalAsync("""m.dispatch(to_ele(f'<read-sensors xmlns="{TJX}"><sensor>nobody</sensor></read-sensors>'))""");
        error.Tag.ShouldBe("data-missing");
        error.AppTag.ShouldBe("instance-required");
        (await Ncclient.RefusalAsync("""m.dispatch(to_ele(f'<read-sensors xmlns="{TJX}"><kind>colour</kind></read-sensors>'))""")).Tag.ShouldBe("invalid-value");
    }

    [Fact]
    public async Task The_action_of_the_example_changes_what_get_reads()
    {
        var printed = await Ncclient.RunAsync(Action + """

            reply = inject("cellar", "1.25").xml
            print("<crossed" in reply and "false" in reply)
            data = m.get(filter=("subtree", sensors("<sensor><name>cellar</name><reading/></sensor>"))).data_ele
            print(data.find(f".//{{{TJX}}}reading/{{{TJX}}}value").text)
            """);
        printed.ShouldBe("True\n1.25");
    }

    [Fact]
    public async Task An_action_on_what_is_not_there_is_refused()
    {
        (await Ncclient.RefusalAsync("""inject("nobody", "1.0")""", Action)).Tag.ShouldBe("data-missing");
        (await Ncclient.RefusalAsync("""inject("off", "1.0")""", Action)).Tag.ShouldBe("operation-failed");
        (await Ncclient.RefusalAsync("""inject("cellar", "much")""", Action)).Tag.ShouldBe("invalid-value");
    }

    [Fact]
    public async Task A_subscriber_hears_that_a_threshold_was_crossed()
    {
        var notification = await Ncclient.RunXmlAsync(Action + """

            subscriber = connect()
            subscriber.create_subscription()
            inject("attic", "95.5")
            print(subscriber.take_notification(timeout=30).notification_xml.split("?>")[-1])
            """);
        notification.Name.ToString().ShouldBe("{urn:ietf:params:xml:ns:netconf:notification:1.0}notification");
        notification.Elements().First().Name.LocalName.ShouldBe("eventTime");
        var crossed = notification.Elements().Last();
        crossed.Name.ToString().ShouldBe("{urn:taiji:example}threshold-crossed");
        string Text(string name) => crossed.Elements().Single(e => e.Name.LocalName == name).Value;
        Text("sensor").ShouldBe("attic");
        Text("direction").ShouldBe("up");
        Text("value").ShouldBe("95.5");
        Text("threshold").ShouldBe("90.0");
        Text("severity").ShouldBe("critical");
    }

    [Fact]
    public async Task A_subscriber_goes_on_making_requests_and_hears_only_what_its_filter_lets_through()
    {
        var printed = await Ncclient.RunAsync(Action + """

            subscriber = connect()
            subscriber.create_subscription(filter=("subtree", f'<threshold-crossed xmlns="{TJX}"><direction>down</direction></threshold-crossed>'))
            inject("attic", "95.0", subscriber)
            inject("attic", "10.0", subscriber)
            print(subscriber.get_config("running").ok)
            print("down" in subscriber.take_notification(timeout=30).notification_xml, subscriber.take_notification(block=False))
            """);
        printed.ShouldBe("True\nTrue None");
    }

    [Fact]
    public async Task A_second_subscription_of_a_session_and_an_unknown_stream_are_refused()
    {
        (await Ncclient.RefusalAsync("other.create_subscription()", "other = connect()\nother.create_subscription()")).Tag.ShouldBe("operation-failed");
        (await Ncclient.RefusalAsync("""connect().create_subscription(stream_name="nothing")""")).Tag.ShouldBe("invalid-value");
    }
}
