using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plugins;
using Taiji.Server.Tests.RestconfApi.Support;
using Taiji.Testing;

namespace Taiji.Server.Tests.Subscriptions;

/// <summary>The receivers of configured subscriptions: how they are reached, lost and found again, and on whose behalf they are sent something (RFC 8639 §2.5.1, §2.5.5 to §2.5.7).</summary>
public sealed class ConfiguredReceiverTests : ConfiguredSubscriptionTest
{
    private const string Reset = First + "/receivers/receiver=r/reset";

    [Fact]
    public async Task One_that_is_not_there_is_tried_until_it_is()
    {
        var url = Receiver.Url;
        await Receiver.DisposeAsync();
        await ConfigureAsync(Forced + Json);
        string? failure;
        do failure = (string?)(await ReachAsync("connecting"))["taiji-https-receiver:last-failure"];
        while (failure is null);
        failure.ShouldContain(url);
        await using var late = await HttpReceiver.StartAsync(new Uri(url).Port);
        await late.NextAsync("subscription-started");
        (await ReachAsync("active"))["taiji-https-receiver:last-failure"].ShouldBeNull();
    }

    [Fact]
    public async Task A_notification_that_it_could_not_take_is_tried_again_and_nothing_is_lost()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        foreach (var status in new[] { 503, 429, 500 }) Receiver.Answers.Enqueue(status);
        Force("front");
        Force("back");
        (await Receiver.NextAsync("forced")).Body.ShouldContain("front");
        (await Receiver.NextAsync("forced")).Body.ShouldContain("back");
    }

    [Fact]
    public async Task One_that_is_lost_is_told_from_the_beginning_when_it_is_back()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        for (var i = 0; i < 5; i++) Receiver.Answers.Enqueue(503);
        Force("front");
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        Force("back");
        (await Receiver.NextAsync("forced")).Body.ShouldContain("back");
    }

    [Fact]
    public async Task One_that_says_no_is_disconnected_until_a_reset()
    {
        Receiver.Answers.Enqueue(401);
        await ConfigureAsync(Forced + Json);
        ((string?)(await ReachAsync("disconnected"))["taiji-https-receiver:last-failure"]).ShouldNotBeNull().ShouldContain("401");
        var reply = await SendAsync("POST", Reset, null);
        reply.Status.ShouldBe(200, reply.Body);
        ((string?)reply.JsonBody[Sn + "output"]!["time"]).ShouldNotBeNull().ShouldEndWith("Z");
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
    }

    [Fact]
    public async Task One_whose_session_is_killed_is_served_by_another()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        Server.Operations.KillSession(Server.Session, Server.Operations.Sessions.All.Single(s => s.Identity.Transport == "https-notif").Id);
        await Receiver.NextAsync("subscription-started");
    }

    [Fact]
    public async Task One_that_is_active_is_told_from_the_beginning_after_a_reset()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        (await SendAsync("POST", Reset, null)).Status.ShouldBe(200);
        await Receiver.NextAsync("subscription-started");
    }

    [Fact]
    public async Task A_receiver_of_an_invalid_subscription_can_not_be_reset()
    {
        await ConfigureAsync("\"stream\":\"nothing\"");
        (await SendAsync("POST", Reset, null)).ShouldBeError(400, "invalid-value");
    }

    [Fact]
    public async Task One_that_takes_less_than_happens_is_suspended_and_told_so_once_it_takes_again()
    {
        await ConfigureAsync(Forced + Json);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Receiver.Gate = gate.Task;
        var forced = 0;
        while ((string?)(await ReceiverStateAsync())["state"] == "active")
        {
            for (var i = 0; i < 500; i++) Force($"door-{++forced}");
            await Server.Operations.NotificationsDeliveredAsync();
        }

        ((string?)(await ReceiverStateAsync())["state"]).ShouldBe("suspended");
        gate.SetResult();
        var told = new List<string>();
        while (told.LastOrDefault() != "subscription-resumed") told.Add((await Receiver.NextAsync()).Name);
        told[^2].ShouldBe("subscription-suspended");
        told.Count.ShouldBeLessThan(forced);
        await ReachAsync("active");
    }

    [Fact]
    public async Task A_replay_brings_what_has_happened_since_the_server_started_and_after_a_loss_what_was_missed()
    {
        Force("before");
        await ForcedAsync(1);
        await ConfigureAsync(Forced + Json + ",\"configured-replay\":[null]");
        var start = (string?)(await Receiver.NextAsync("subscription-started")).Json["replay-start-time"];
        start.ShouldNotBeNull();
        await ReachAsync("active");
        ((string?)(await StateAsync())["replay-start-time"]).ShouldBe(start);
        (await Receiver.NextAsync("forced")).Body.ShouldContain("before");
        await Receiver.NextAsync("replay-completed");
        for (var i = 0; i < 5; i++) Receiver.Answers.Enqueue(503);
        Force("missed");
        var again = (await Receiver.NextAsync("subscription-started")).Json;
        ((string?)again["replay-previous-event-time"]).ShouldNotBeNull();
        (await Receiver.NextAsync("forced")).Body.ShouldContain("missed");
        await Receiver.NextAsync("replay-completed");
    }

    [Fact]
    public async Task It_gets_what_its_user_may_read()
    {
        (await SendAsync("PATCH", "/restconf/data/ietf-netconf-acm:nacm", """{"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"watchers","user-name":["watcher"]}]},"rule-list":[{"name":"w","group":["watchers"],"rule":[{"name":"no","module-name":"acme-door","notification-name":"forced","action":"deny"}]}]}}""")).Status.ShouldBe(204);
        (await PatchAsync(Instance("r", Receiver.Url, user: "watcher"), Subscription(1, Forced + Json))).Status.ShouldBe(204);
        await Receiver.NextAsync("subscription-started");
        await ReachAsync("active");
        Force("front");
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((string?)(await ReceiverStateAsync())["excluded-event-records"] == "0") await Task.Delay(20, timer.Token);
        (await SendAsync("DELETE", First, null)).Status.ShouldBe(204);
        await Receiver.NextAsync("subscription-terminated");
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("xml", "application/xml")]
    public async Task Without_an_encoding_it_is_one_that_the_receiver_says_it_takes(string encoding, string contentType)
    {
        Receiver.Capabilities = $$$"""{"receiver-capabilities":{"receiver-capability":["urn:ietf:capability:https-notif-receiver:encoding:{{{encoding}}}"]}}""";
        await ConfigureAsync(Forced);
        (await Receiver.NextAsync("subscription-started")).ContentType.ShouldBe(contentType);
    }

    [Fact]
    public async Task One_that_does_not_take_the_encoding_is_disconnected()
    {
        Receiver.Capabilities = "<receiver-capabilities><receiver-capability>urn:ietf:capability:https-notif-receiver:encoding:xml</receiver-capability></receiver-capabilities>";
        await ConfigureAsync(Forced + Json);
        await ReachAsync("disconnected");
        Receiver.Requests.ShouldAllBe(r => r.StartsWith("GET", StringComparison.Ordinal));
        await ReplaceAsync(Forced);
        await Receiver.NextAsync("subscription-started");
    }

    [Fact]
    public async Task It_is_sent_from_the_source_address()
    {
        await ConfigureAsync(Forced + Json + ",\"source-address\":\"127.0.0.2\"");
        (await Receiver.NextAsync("subscription-started")).Sender.ToString().ShouldBe("127.0.0.2");
    }

    [Fact]
    public async Task With_TLS_its_certificate_comes_of_a_trust_anchor_and_it_is_told_a_secret()
    {
        using var certificate = Certificate();
        await using var secure = await HttpReceiver.StartAsync(certificate: certificate);
        (await PatchAsync(Instance("r", secure.Url, ",\"bearer-token\":\"sesame\""), Subscription(1, Forced + Json))).Status.ShouldBe(204);
        string? failure;
        do failure = (string?)(await ReachAsync("connecting"))["taiji-https-receiver:last-failure"];
        while (failure is null);
        secure.Requests.ShouldBeEmpty();
        var anchor = Convert.ToBase64String(certificate.RawData);
        (await PatchAsync(Instance("r", secure.Url, $",\"bearer-token\":\"sesame\",\"trust-anchor\":[\"{anchor}\"]"), "")).Status.ShouldBe(204);
        (await secure.NextAsync("subscription-started")).Authorization.ShouldBe("Bearer sesame");
    }

    [Theory]
    [InlineData(",\"bearer-token\":\"sesame\"")]
    [InlineData(",\"basic\":{\"name\":\"n\",\"password\":\"p\"}")]
    public async Task A_secret_is_not_sent_in_the_clear(string secret) =>
        (await PatchAsync(Instance("r", Receiver.Url, secret), "")).ShouldBeError(412, "operation-failed").Body.ShouldContain("https only");

    [Fact]
    public async Task Only_whom_rules_let_writes_where_notifications_go_and_reads_secrets()
    {
        (await SendAsync("PUT", "/restconf/data/ietf-system:system/authentication/user=eve", $$$"""{"ietf-system:user":[{"name":"eve","password":"$0${{{TaijiTestServer.Password}}}"}]}""")).Status.ShouldBe(201);
        (await SendAsync("PATCH", "/restconf/data/ietf-netconf-acm:nacm", """{"ietf-netconf-acm:nacm":{"write-default":"permit"}}""")).Status.ShouldBe(204);
        (await PatchAsync(Instance("r", "https://127.0.0.1:9/in", ",\"bearer-token\":\"sesame\""), "")).Status.ShouldBe(204);
        using var eve = Server.MakeHttpClient("eve", TaijiTestServer.Password);
        const string instance = Subscriptions + "/ietf-subscribed-notif-receivers:receiver-instances/receiver-instance=r";
        var read = (await SendAsync(eve, "GET", instance, null)).Body;
        read.ShouldContain("127.0.0.1:9");
        read.ShouldNotContain("sesame");
        (await SendAsync(eve, "PUT", instance + "/taiji-https-receiver:https/url", """{"taiji-https-receiver:url":"https://127.0.0.1:8/in"}""")).Status.ShouldBe(403);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=receiver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    /// <summary>Waits until doors that are forced have been logged.</summary>
    private async Task ForcedAsync(int count)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var _ in Server.Operations.SubscribeAsync(Server.Session, new Taiji.Datastores.Events.StreamRequest { From = DateTimeOffset.UnixEpoch }, timer.Token).Where(i => i.Notification?.Content.RootNode.Name == "forced").Take(count))
        {
        }
    }
}
