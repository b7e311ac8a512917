using System.Text.Json.Nodes;

namespace Taiji.Conformance.Netconf;

/// <summary>Configured subscriptions (RFC 8639 §2.5): configured with ncclient, received by Python's HTTP server.</summary>
public sealed class ConfiguredSubscriptionTests : IDisposable
{
    private const string Sn = "ietf-subscribed-notifications:";
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-configured-").FullName;

    [Fact]
    public async Task A_receiver_gets_changes_from_the_commit_on_and_again_after_a_restart_until_it_is_told_of_the_end()
    {
        await using var receiver = await NotificationReceiver.StartAsync();
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        {
            await using var client = new Ncclient(taiji);
            await client.RunAsync(Configure(receiver.Url, 1, """
                <datastore xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">ds:running</datastore>
                <datastore-xpath-filter xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push" xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces">/if:interfaces</datastore-xpath-filter>
                <on-change xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-push"/>
                """));
            ((int)(await receiver.NextAsync(Sn + "subscription-started"))["id"]!).ShouldBe(1);
            await receiver.NextAsync("ietf-yang-push:push-update");
            await client.RunAsync("edit(interfaces(interface('eth0')))");
            EditOf(await receiver.NextAsync("ietf-yang-push:push-change-update")).ShouldBe("create /ietf-interfaces:interfaces/interface=eth0");
            await client.RunAsync("""edit(interfaces("<interface><name>eth0</name><description>d</description></interface>"))""");
            EditOf(await receiver.NextAsync("ietf-yang-push:push-change-update")).ShouldBe("create /ietf-interfaces:interfaces/interface=eth0/description");
            (await taiji.StopAsync()).ShouldBe(0);
        }

        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        await using var other = new Ncclient(again);
        await receiver.NextAsync(Sn + "subscription-started");
        (await receiver.NextAsync("ietf-yang-push:push-update"))["datastore-contents"]!.ToJsonString().ShouldContain("eth0");
        await other.RunAsync(Remove(1));
        var terminated = await receiver.NextAsync(Sn + "subscription-terminated");
        ((int)terminated["id"]!, (string?)terminated["reason"]).ShouldBe((1, Sn + "no-such-subscription"));
    }

    [Fact]
    public async Task A_receiver_gets_the_events_of_a_stream()
    {
        await using var receiver = await NotificationReceiver.StartAsync();
        await using var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        await using var client = new Ncclient(taiji);
        await client.RunAsync(Configure(receiver.Url, 7, """
            <stream>NETCONF</stream>
            <stream-subtree-filter><netconf-config-change xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications"/></stream-subtree-filter>
            <configured-replay/>
            """));
        (await receiver.NextAsync(Sn + "subscription-started"))["replay-start-time"].ShouldNotBeNull();
        // The commit that configured it happened after the server's start.
        await receiver.NextAsync("ietf-netconf-notifications:netconf-config-change");
        await client.RunAsync(Remove(7));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string EditOf(JsonNode change)
    {
        var edit = change["datastore-changes"]!["yang-patch"]!["edit"]!.AsArray().ShouldHaveSingleItem()!;
        return $"{edit["operation"]} {edit["target"]}";
    }

    private static string Configure(string url, int id, string terms) => $"""
        edit('''<subscriptions xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications">
          <receiver-instances xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notif-receivers">
            <receiver-instance><name>python</name><https xmlns="urn:taiji:https-receiver"><url>{url}</url><user>admin</user></https></receiver-instance>
          </receiver-instances>
          <subscription><id>{id}</id>{terms}<receivers><receiver><name>r</name>
            <receiver-instance-ref xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notif-receivers">python</receiver-instance-ref>
          </receiver></receivers></subscription>
        </subscriptions>''')
        """;

    private static string Remove(int id) => $"""
        edit('''<subscriptions xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications">
          <subscription xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="delete"><id>{id}</id></subscription>
        </subscriptions>''')
        """;
}
