using System.Text.Json.Nodes;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Server.Tests.JsonRpcApi.Support;
using Taiji.Yang.Data;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>Progress traces: the spans of validations, commits and actions.</summary>
public sealed class ProgressTests : JsonRpcTest
{
    private const string Default = "/dhcp:dhcp/default-lease-time";
    private const string TraceId = "100456789abcde10123456789abcde10";

    [Fact]
    public async Task A_commit_is_told_as_a_tree_of_spans_in_the_trace_of_the_transaction()
    {
        await SubscribeAsync("normal");
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Default}}", "value": 5}""", ("traceparent", $"00-{TraceId}-001006789abcdef0-01"));
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        await Client.CallAsync("commit", $$"""{"th": {{th}}}""");
        var events = await ReceiveAsync("committing");
        Messages(events, ended: false).ShouldBe(["validating", "check transaction", "validate", "committing", "apply transaction", "validate", "prepare", "journal", "commit"]);
        events.ShouldAllBe(e => Text(e, "trace-id") == TraceId && Text(e, "context") == "webui" && e["transaction-id"]!.GetValue<int>() == th && Text(e, "datastore") == "running");
        events.Where(e => e["duration"] is not null).ShouldAllBe(e => Text(e, "annotation") == "ok");
        Parent(events, "validating").ShouldBe("001006789abcdef0");
        Parent(events, "journal").ShouldBe(Span(events, "apply transaction"));
        Parent(events, "apply transaction").ShouldBe(Span(events, "committing"));
        events.Single(e => Text(e, "message") == "journal" && e["duration"] is not null)["attributes"]!["sequence"]!.GetValue<int>().ShouldBe(1);
        foreach (var begun in events.Where(e => e["duration"] is null)) events.ShouldContain(e => e["duration"] != null && Text(e, "span-id") == Text(begun, "span-id"));
    }

    [Theory]
    [InlineData("normal", false, false, false)]
    [InlineData("verbose", true, false, false)]
    [InlineData("very_verbose", true, true, false)]
    [InlineData("debug", true, true, true)]
    public async Task Verbosity_says_how_much_is_told(string verbosity, bool participants, bool steps, bool waiting)
    {
        await SubscribeAsync(verbosity);
        await Client.ConfigureAsync((Default, "5"));
        var messages = Messages(await ReceiveAsync("committing"), ended: false);
        messages.Contains("prepare Watcher").ShouldBe(participants);
        messages.Contains("publish").ShouldBe(participants);
        messages.Contains("check constraints").ShouldBe(steps);
        messages.Contains("apply edits").ShouldBe(steps);
        messages.Contains("wait for participants").ShouldBe(waiting);
        messages.ShouldContain("journal");
    }

    [Fact]
    public async Task Other_protocols_are_told_of_by_their_context()
    {
        await Client.CallAsync("subscribe_progress_trace", """{"comet_id": "main", "handle": "all"}""");
        await Client.CallAsync("subscribe_progress_trace", """{"comet_id": "cli", "handle": "cli", "filter_context": "cli"}""");
        await Client.CallAsync("subscribe_progress_trace", """{"comet_id": "net", "handle": "net", "filter_context": "netconf"}""");
        using (var session = Host.Operations.Sessions.Open(new SessionIdentity("joe", "netconf-ssh")))
        {
            var payload = DataTree.Empty(Host.Operations.Schema).Edit();
            payload.SetText(new DataPath(Host.Operations.Schema).Child("dhcp:dhcp").Child("default-lease-time"), "9");
            await Host.Operations.EditAsync(session, Datastore.Running, [new Edit(EditOperation.Merge, new DataPath(Host.Operations.Schema), payload.Seal())], new EditOptions(), CancellationToken.None);
            var events = (await Client.CallAsync("comet", """{"comet_id": "net"}""")).AsArray().Select(m => m!["message"]!).ToList();
            events[0]["message"]!.GetValue<string>().ShouldBe("apply transaction");
            events.ShouldAllBe(e => Text(e, "context") == "netconf" && e["session-id"]!.GetValue<uint>() == session.Id && e["transaction-id"] == null);
        }

        (await Client.CallAsync("comet", """{"comet_id": "main"}""")).AsArray().Count.ShouldBeGreaterThan(4);
        await Client.CallAsync("subscribe_messages", """{"comet_id": "cli", "handle": "cli-m"}""");
        await Client.CallAsync("send_message", """{"to": "all", "message": "nothing else"}""");
        (await Client.CallAsync("comet", """{"comet_id": "cli"}""")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_commit_s_spans_end_in_errors()
    {
        await SubscribeAsync("very_verbose");
        var th = await Client.BeginAsync();
        await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/subnet{a 1}"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/subnet{a 1}/comment", "value": "bad"}""");
        await Client.FailAsync("validate_commit", $$"""{"th": {{th}}}""", "trans.validation_failed");
        var events = await ReceiveAsync("validating");
        events.Where(e => e["duration"] is not null && Text(e, "message") is "check constraints" or "validate" or "validating" && e["annotation"] is not null).ShouldAllBe(e => Text(e, "annotation") == "error");
        events.Single(e => Text(e, "message") == "apply edits" && e["duration"] is not null)["annotation"]!.GetValue<string>().ShouldBe("ok");
    }

    [Fact]
    public async Task Validate_commit_and_run_action_tell_their_own_channel_as_much_as_it_asked_for()
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Default}}", "value": 5}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}, "comet_id": "own", "handle": "own-1", "details": "verbose"}""");
        await Client.CallAsync("commit", $$"""{"th": {{th}}}""");
        var events = (await Client.CallAsync("comet", """{"comet_id": "own"}""")).AsArray().Select(m => m!["message"]!).ToList();
        Messages(events, ended: false).ShouldContain("prepare Watcher");
        Messages(events, ended: true)[^1].ShouldBe("committing");
        events.Select(e => Text(e, "trace-id")).Distinct().Count().ShouldBe(1);

        th = await Client.BeginAsync("""{"mode": "read"}""");
        await Client.CallAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/set-clock", "params": {"clockSettings": "now"}, "comet_id": "own", "handle": "own-2", "details": "normal"}""");
        events = [.. (await Client.CallAsync("comet", """{"comet_id": "own"}""")).AsArray().Select(m => m!["message"]!)];
        events.Select(e => Text(e, "message")).ShouldBe(["running action /dhcp:dhcp/set-clock", "setting the clock", "setting the clock", "running action /dhcp:dhcp/set-clock"]);
        events[2]["attributes"]!["percent"]!.GetValue<int>().ShouldBe(50);
        events.ShouldAllBe(e => Text(e, "span-id") == Text(events[0], "span-id"));
        await Client.CallAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/set-clock", "params": {"clockSettings": "now"}, "comet_id": "own", "handle": "own-2"}""");
        await Client.FailAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/set-clock", "details": "all"}""", "rpc.method.unknown_params_value");
    }

    [Fact]
    public async Task The_flag_s_trace_id_is_told_as_it_is()
    {
        await SubscribeAsync("normal");
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Default}}", "value": 5}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}, "flags": ["trace-id=my-own"]}""");
        await Client.CallAsync("commit", $$"""{"th": {{th}}, "flags": ["trace-id=my-own"]}""");
        (await ReceiveAsync("committing")).ShouldAllBe(e => Text(e, "trace-id") == "my-own");
    }

    [Fact]
    public async Task Nothing_is_traced_when_nobody_follows()
    {
        await SubscribeAsync("debug");
        Host.Operations.Spans.IsHeard.ShouldBeTrue();
        await Client.CallAsync("unsubscribe", """{"handle": "main-trace"}""");
        Host.Operations.Spans.IsHeard.ShouldBeFalse();
    }

    private Task<JsonNode> SubscribeAsync(string verbosity) => Client.CallAsync("subscribe_progress_trace", $$"""{"comet_id": "main", "handle": "main-trace", "verbosity": "{{verbosity}}", "filter_context": "webui"}""");

    /// <summary>All events until a span of that message has ended.</summary>
    private async Task<List<JsonNode>> ReceiveAsync(string last)
    {
        var events = new List<JsonNode>();
        while (!events.Any(e => Text(e, "message") == last && e["duration"] is not null))
            events.AddRange((await Client.CallAsync("comet", """{"comet_id": "main"}""")).AsArray().Select(m => m!["message"]!));
        return events;
    }

    private static List<string> Messages(IEnumerable<JsonNode> events, bool ended) => [.. events.Where(e => (e["duration"] is not null) == ended).Select(e => Text(e, "message"))];

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Span(List<JsonNode> events, string message) => Text(events.First(e => Text(e, "message") == message), "span-id");

    private static string Parent(List<JsonNode> events, string message) => Text(events.First(e => Text(e, "message") == message), "parent-span-id");
}
