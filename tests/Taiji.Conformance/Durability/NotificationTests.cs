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

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
