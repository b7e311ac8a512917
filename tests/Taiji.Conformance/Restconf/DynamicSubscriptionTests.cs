using System.Text.Json.Nodes;

namespace Taiji.Conformance.Restconf;

/// <summary>Dynamic subscriptions over RESTCONF (RFC 8650) with curl.</summary>
public sealed class DynamicSubscriptionTests(ServerFixture server) : RestconfTest(server)
{
    private const string Sn = "ietf-subscribed-notifications:";

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2-prior-knowledge")]
    public async Task Curl_gets_what_changes_from_the_URI_of_the_reply_until_the_subscription_is_deleted(string version)
    {
        var output = (await Curl.SendAsync(
            "POST",
            $"/operations/{Sn}establish-subscription",
            """{"ietf-subscribed-notifications:input":{"ietf-yang-push:datastore":"ietf-datastores:running","ietf-yang-push:datastore-xpath-filter":"/ietf-interfaces:interfaces","ietf-yang-push:on-change":{}}}""",
            version)).ShouldBe(200).Json[Sn + "output"]!;
        var id = output["id"]!.GetValue<long>();
        var uri = new Uri(output["ietf-restconf-subscribed-notifications:uri"]!.GetValue<string>());
        var events = Curl.GetAsync("/" + uri.AbsolutePath, "-N", version, "-H", "Accept: text/event-stream");
        await SentAsync(id, 1);
        (await Curl.GetAsync("/" + uri.AbsolutePath, "-H", "Accept: text/event-stream")).ShouldFail(409, "in-use");
        (await Curl.SendAsync("POST", Interfaces, Eth0)).ShouldBe(201);
        await SentAsync(id, 2);
        (await Curl.SendAsync("POST", $"/operations/{Sn}delete-subscription", $$$"""{"ietf-subscribed-notifications:input":{"id":{{{id}}}}}""")).ShouldBe(200);
        var answer = (await events).ShouldBe(200);
        answer.Headers["content-type"].ShouldBe("text/event-stream");
        var data = answer.Body.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l[6..])!["ietf-restconf:notification"]!).ToList();
        data[0]["ietf-yang-push:push-update"]!["id"]!.GetValue<long>().ShouldBe(id);
        data[1]["ietf-yang-push:push-change-update"]!["datastore-changes"]!["yang-patch"]!["edit"]!.ToJsonString().ShouldContain("eth0");
        answer.Body.Split('\n').ShouldNotContain(l => l.StartsWith("id:", StringComparison.Ordinal) || l.StartsWith("event:", StringComparison.Ordinal));
    }

    private async Task SentAsync(long id, int records)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var state = (await Curl.GetAsync($"/data/{Sn}subscriptions/subscription={id}/receivers")).ShouldBe(200).Json[Sn + "receivers"]!["receiver"]![0]!;
            if (long.Parse(state["sent-event-records"]!.GetValue<string>(), null) >= records) return;
            await Task.Delay(20, timer.Token);
        }
    }
}
