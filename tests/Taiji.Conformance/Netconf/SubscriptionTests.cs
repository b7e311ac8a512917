namespace Taiji.Conformance.Netconf;

/// <summary>RFC 8639, 8640 and 8641 with ncclient, which sends what it is given and keeps what it hears in order.</summary>
public sealed class SubscriptionTests(NetconfFixture server) : NetconfTest(server)
{
    private const string Calls = """
        SN = "urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications"
        YP = "urn:ietf:params:xml:ns:yang:ietf-yang-push"
        CHANGE = '<netconf-config-change xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications"/>'
        def ask(session, operation, content):
            names = f'xmlns="{SN}" xmlns:yp="{YP}" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"'
            return etree.fromstring(session.dispatch(to_ele(f'<{operation} {names}>{content}</{operation}>')).xml.encode())
        def establish(session, content):
            return ask(session, "establish-subscription", content).findtext(f"{{{SN}}}id")
        def push(session, trigger, filter=f'<yp:datastore-subtree-filter>{interfaces("")}</yp:datastore-subtree-filter>', more="", datastore="running"):
            return establish(session, f'<yp:datastore>ds:{datastore}</yp:datastore>{filter}{more}{trigger}')
        def hear(session):
            return etree.fromstring(session.take_notification(timeout=60).notification_xml.encode())
        def name(notification):
            return etree.QName(notification[-1]).localname
        def edits(notification):
            return " ".join(f'{e.findtext(f"{{{YP}}}operation")} {e.findtext(f"{{{YP}}}target")}' for e in notification.iter(f"{{{YP}}}edit"))
        def named(notification):
            return " ".join(e.text for e in notification.iter(f"{{{IF}}}name"))

        """;

    [Fact]
    public async Task A_stream_is_subscribed_to_with_a_filter_that_is_modified_and_then_deleted()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            session = connect()
            id = establish(session, f'<stream>NETCONF</stream><stream-subtree-filter>{CHANGE}</stream-subtree-filter>')
            edit(interfaces(interface("eth0")))
            first = hear(session)
            print(etree.QName(first).namespace, etree.QName(first[0]).localname, name(first))
            ask(session, "modify-subscription", f'<id>{id}</id><stream-xpath-filter xmlns:nn="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/nn:netconf-session-start</stream-xpath-filter>')
            edit(interfaces(interface("eth1")))
            connect()
            print(name(hear(session)))
            print(ask(session, "delete-subscription", f"<id>{id}</id>")[0].tag.split("}")[1])
            """);
        printed.ShouldBe("urn:ietf:params:xml:ns:netconf:notification:1.0 eventTime netconf-config-change\nnetconf-session-start\nok");
    }

    [Fact]
    public async Task Changes_of_a_datastore_come_after_all_that_is_selected()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            edit(interfaces(interface("eth0")))
            session = connect()
            id = push(session, "<yp:on-change/>")
            first = hear(session)
            print(name(first), first[-1].findtext(f"{{{YP}}}id") == id, named(first))
            edit(interfaces(interface("eth1")))
            print(edits(hear(session)))
            edit(interfaces("<interface><name>eth0</name><description>d</description></interface>"))
            print(edits(hear(session)))
            edit(interfaces('<interface nc:operation="delete"><name>eth1</name></interface>'))
            print(edits(hear(session)))
            """);
        printed.ShouldBe("""
            push-update True eth0
            create /ietf-interfaces:interfaces/interface=eth1
            create /ietf-interfaces:interfaces/interface=eth0/description
            delete /ietf-interfaces:interfaces/interface=eth1
            """);
    }

    [Fact]
    public async Task A_datastore_is_sent_again_and_again_by_period_and_all_at_once_when_asked_for()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            edit(interfaces(interface("eth0")))
            session, other = connect(), connect()
            push(session, "<yp:periodic><yp:period>20</yp:period></yp:periodic>")
            print(*[f"{name(n)} {named(n)}" for n in (hear(session), hear(session))])
            id = push(other, "<yp:on-change><yp:sync-on-start>false</yp:sync-on-start></yp:on-change>")
            other.dispatch(to_ele(f'<resync-subscription xmlns="{YP}"><id>{id}</id></resync-subscription>'))
            print(name(hear(other)))
            """);
        printed.ShouldBe("push-update eth0 push-update eth0\npush-update");
    }

    [Fact]
    public async Task Somebody_else_can_kill_a_subscription_and_its_receiver_hears_why_it_ended()
    {
        var printed = await Ncclient.RunAsync(Calls + """
            session = connect()
            id = push(session, "<yp:on-change/>")
            hear(session)
            ask(m, "kill-subscription", f"<id>{id}</id>")
            end = hear(session)
            print(name(end), end[-1].findtext(f"{{{SN}}}id") == id, end[-1].findtext(f"{{{SN}}}reason").split(":")[1])
            """);
        printed.ShouldBe("subscription-terminated True no-such-subscription");
    }

    [Fact]
    public async Task A_replay_comes_before_what_happens_from_now_on()
    {
        var printed = await Ncclient.RunAsync(Calls + ReplayTests.Listening + """
            start = now()
            edit(interfaces(interface("eth0")))
            session = connect()
            establish(session, f'<stream>NETCONF</stream><stream-subtree-filter>{CHANGE}</stream-subtree-filter><replay-start-time>{start}</replay-start-time>')
            print(" ".join(hear(session, "replay-completed")))
            edit(interfaces(interface("eth1")))
            print(hear(session, "netconf-config-change")[-1])
            """);
        printed.ShouldBe("netconf-config-change replay-completed\nnetconf-config-change");
    }

    [Fact]
    public async Task Nothing_is_sent_after_the_stop_time_and_then_there_is_no_such_subscription()
    {
        var error = await Ncclient.RefusalAsync("ask(session, 'delete-subscription', f'<id>{id}</id>')", Calls + """
            import datetime, time
            stop = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
            session = connect()
            id = push(session, "<yp:on-change/>", more=f"<stop-time>{stop.isoformat()}</stop-time>")
            assert name(hear(session)) == "push-update"
            SUBSCRIPTIONS = f'<subscriptions xmlns="{SN}"><subscription><id>{id}</id></subscription></subscriptions>'
            while m.get(("subtree", SUBSCRIPTIONS)).data_ele.find(f".//{{{SN}}}subscription") is not None:
                time.sleep(0.1)
            edit(interfaces(interface("eth9")))
            session.get_config("running")
            assert session.take_notification(block=False) is None
            """);
        error.AppTag.ShouldBe("ietf-subscribed-notifications:no-such-subscription");
    }

    [Theory]
    [InlineData("establish-subscription", "<stream>nobody</stream>", "invalid-value", null)]
    [InlineData("establish-subscription", "<yp:datastore>ds:candidate</yp:datastore><yp:on-change/>", "operation-not-supported", "ietf-yang-push:on-change-unsupported")]
    [InlineData("establish-subscription", "<yp:datastore>ds:running</yp:datastore><yp:periodic><yp:period>0</yp:period></yp:periodic>", "invalid-value", "ietf-yang-push:period-unsupported")]
    [InlineData("establish-subscription", "<stream>NETCONF</stream><encoding>encode-json</encoding>", "invalid-value", "ietf-subscribed-notifications:encoding-unsupported")]
    [InlineData("establish-subscription", "<stream>NETCONF</stream><stream-filter-name>none</stream-filter-name>", "invalid-value", "ietf-subscribed-notifications:filter-unsupported")]
    [InlineData("modify-subscription", "<id>4000000</id>", "invalid-value", "ietf-subscribed-notifications:no-such-subscription")]
    [InlineData("delete-subscription", "<id>4000000</id>", "invalid-value", "ietf-subscribed-notifications:no-such-subscription")]
    [InlineData("kill-subscription", "<id>4000000</id>", "invalid-value", "ietf-subscribed-notifications:no-such-subscription")]
    public async Task What_can_not_be_had_is_refused_with_the_identity_of_its_reason(string operation, string content, string tag, string? appTag)
    {
        var error = await Ncclient.RefusalAsync($"ask(m, '{operation}', '{content}')", Calls);
        (error.Tag, error.AppTag).ShouldBe((tag, appTag));
    }
}
