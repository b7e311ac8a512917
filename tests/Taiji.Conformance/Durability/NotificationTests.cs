using Taiji.Conformance.Netconf;

namespace Taiji.Conformance.Durability;

/// <summary>What a subscriber has heard is replayed after a crash.</summary>
public sealed class NotificationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-events-").FullName;

    [Fact]
    public async Task What_was_heard_before_sigkill_is_replayed_after_it()
    {
        string start;
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        await using (var ncclient = new Ncclient(taiji))
        {
            start = await ncclient.RunAsync(ReplayTests.Listening + """
                start = now()
                subscriber = connect()
                subscriber.create_subscription()
                for i in range(20):
                    edit(interfaces(interface(f"eth{i}")))
                changes = 0
                while changes < 20:
                    changes += name(subscriber.take_notification(timeout=60)) == "netconf-config-change"
                print(start)
                """);
            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        await using var later = new Ncclient(again);
        var printed = await later.RunAsync(ReplayTests.Listening + $$"""
            subscriber = connect()
            subscriber.create_subscription(start_time="{{start}}")
            xml = []
            while not xml or "replayComplete" not in xml[-1]:
                xml.append(subscriber.take_notification(timeout=60).notification_xml)
            targets = [t for x in xml for t in etree.fromstring(x.encode()).iter("{*}target")]
            print(" ".join(t.text.split("'")[1] for t in targets))
            """);
        printed.ShouldBe(string.Join(' ', Enumerable.Range(0, 20).Select(i => $"eth{i}")));
        (await again.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task As_many_are_kept_of_a_stream_as_the_command_line_says()
    {
        await using (var first = await StartAsync("8"))
        {
            for (var i = 0; i < 20; i++) await EditAsync(first, i);
            (await first.StopAsync()).ShouldBe(0);
        }

        // What is too much goes at a start at the latest.
        await using (var again = await StartAsync("NETCONF=8,3600"))
        {
            var told = await ReplayAsync(again);
            told.Count.ShouldBeInRange(1, 8);
            told[^1].ShouldBe("eth19");
            (await again.StopAsync()).ShouldBe(0);
        }

        await using var none = await StartAsync("0");
        await using var session = await RawConnection.OpenSessionAsync(none, "1.0");
        await session.SendAsync(RawNetconf.Rpc(Subscription) + RawNetconf.End);
        (await session.ReadToAsync(RawNetconf.End)).ShouldContain("no replay");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private const string Subscription = """
        <create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><startTime>2020-01-01T00:00:00Z</startTime></create-subscription>
        """;

    private Task<TaijiProcess> StartAsync(string kept) => TaijiProcess.StartAsync(_directory, [.. ServerFixture.MakeRun, "--keep-notifications", kept]);

    private static async Task EditAsync(TaijiProcess taiji, int number)
    {
        var body = $$$"""{"ietf-interfaces:interfaces":{"interface":[{"name":"eth{{{number}}}","type":"iana-if-type:ethernetCsmacd"}]}}""";
        (await new Curl(taiji).SendAsync("PATCH", "/data/ietf-interfaces:interfaces", body)).ShouldBe(204);
    }

    private static async Task<List<string>> ReplayAsync(TaijiProcess taiji)
    {
        await using var session = await RawConnection.OpenSessionAsync(taiji, "1.0");
        await session.SendAsync(RawNetconf.Rpc(Subscription) + RawNetconf.End);
        (await session.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
        var told = new List<string>();
        while (await session.ReadToAsync(RawNetconf.End) is var message && !message.Contains("replayComplete", StringComparison.Ordinal))
        {
            if (message.Contains("name='eth", StringComparison.Ordinal)) told.Add(message.Split("name='")[1].Split('\'')[0]);
        }

        return told;
    }
}
