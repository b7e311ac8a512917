namespace Taiji.Conformance.Netconf;

/// <summary>RFC 5277 §3.3 with ncclient.</summary>
public sealed class ReplayTests(NetconfFixture server) : NetconfTest(server)
{
    internal const string Listening = """
        import datetime, time
        def now():
            return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        def name(notification):
            return etree.QName(etree.fromstring(notification.notification_xml.encode())[-1]).localname
        def hear(session, until):
            heard = []
            while not heard or heard[-1] != until:
                heard.append(name(session.take_notification(timeout=60)))
            return heard

        """;

    [Fact]
    public async Task What_happened_is_replayed_and_what_happens_follows()
    {
        var printed = await Ncclient.RunAsync(Listening + """
            start = now()
            edit(interfaces(interface("eth0")))
            subscriber = connect()
            subscriber.create_subscription(start_time=start)
            print(" ".join(n for n in hear(subscriber, "replayComplete") if not n.startswith("netconf-session")))
            edit(interfaces(interface("eth1")))
            print(hear(subscriber, "netconf-config-change")[-1])
            """);
        printed.ShouldBe("netconf-config-change replayComplete\nnetconf-config-change");
    }

    [Fact]
    public async Task With_an_end_the_session_hears_the_end()
    {
        var printed = await Ncclient.RunAsync(Listening + """
            start = now()
            edit(interfaces(interface("eth0")))
            subscriber = connect()
            subscriber.create_subscription(start_time=start, stop_time=now())
            print(" ".join(n for n in hear(subscriber, "notificationComplete") if not n.startswith("netconf-session")))
            print(subscriber.get_config("running").ok)
            """);
        printed.ShouldBe("netconf-config-change replayComplete notificationComplete\nTrue");
    }

    [Fact]
    public async Task A_replay_that_can_not_be_is_refused_with_the_parameters_name()
    {
        foreach (var (times, tag, element) in new[]
        {
            ("""start_time="2020-01-02T00:00:00Z", stop_time="2020-01-01T00:00:00Z" """, "bad-element", "stopTime"),
            ("""start_time="2999-01-01T00:00:00Z" """, "bad-element", "startTime"),
        })
        {
            var error = await Ncclient.RefusalAsync($"connect().create_subscription({times})");
            error.Tag.ShouldBe(tag);
            error.Info!.ShouldContain($"{element}</");
        }
    }

    [Fact]
    public async Task The_streams_are_listed_with_their_logs()
    {
        var printed = await Ncclient.RunAsync("""
            MN = "urn:ietf:params:xml:ns:netmod:notification"
            stream = m.get(filter=("subtree", f'<netconf xmlns="{MN}"><streams/></netconf>')).data_ele.find(f".//{{{MN}}}stream")
            print(" ".join(stream.find(f"{{{MN}}}{n}").text for n in ["name", "replaySupport"]), stream.find(f"{{{MN}}}replayLogCreationTime") is not None)
            """);
        printed.ShouldBe("NETCONF true True");
    }
}
