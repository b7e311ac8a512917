using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class ActionTests : JsonRpcTest
{
    private const string Call = "\"path\": \"/dhcp:dhcp/set-clock\", \"params\": {\"clockSettings\": \"2014-02-11T14:20:53.460%2B01:00\"}";

    [Fact]
    public async Task An_actions_result_is_given_in_three_forms()
    {
        await Client.ConfigureAsync(("/dhcp:dhcp/max-lease-time", "5"));
        var th = await Client.BeginAsync("{}");
        (await Client.CallAsync("run_action", $"{{\"th\": {th}, {Call}}}")).ShouldBeJson("""
            [{"name": "systemClock", "value": "0000-00-00T03:00:00+00:00"}, {"name": "inlineContainer/bar", "value": "false"},
             {"name": "hardwareClock", "value": "0000-00-00T04:00:00+00:00"}]
            """);
        (await Client.CallAsync("run_action", $"{{\"th\": {th}, {Call}, \"format\": \"bracket\"}}")).GetValue<string>().ShouldBe(
            "systemClock 0000-00-00T03:00:00+00:00\ninlineContainer  {\n    bar false\n}\nhardwareClock 0000-00-00T04:00:00+00:00\n");
        (await Client.CallAsync("run_action", $"{{\"th\": {th}, {Call}, \"format\": \"json\"}}")).ShouldBeJson("""
            {"systemClock": "0000-00-00T03:00:00+00:00", "inlineContainer": {"bar": false}, "hardwareClock": "0000-00-00T04:00:00+00:00"}
            """);
        (await Client.CallAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:create-service", "params": {} }""")).ShouldBeJson("[]");
    }

    [Fact]
    public async Task How_far_an_action_is_is_told_to_who_asked_and_to_subscriptions()
    {
        await Client.ConfigureAsync(("/dhcp:dhcp/max-lease-time", "5"));
        await Client.CallAsync("subscribe_progress_trace", """{"comet_id": "main", "handle": "main-trace", "verbosity": "debug", "filter_context": "webui"}""");
        var th = await Client.BeginAsync("{}");
        await Client.CallAsync("run_action", $"{{\"th\": {th}, {Call}, \"comet_id\": \"own\", \"handle\": \"own-1\", \"details\": \"verbose\"}}");
        foreach (var channel in new[] { "own", "main" })
        {
            var told = (await Client.CallAsync("comet", $$"""{"comet_id": "{{channel}}"}""")).AsArray().Select(m => m!["message"]!).ToList();
            told.Select(m => $"{m["message"]} {m["annotation"]}").ShouldBe(
                ["running action /dhcp:dhcp/set-clock ", "setting the clock ", "setting the clock 50 %", "running action /dhcp:dhcp/set-clock ok"]);
            told.Select(m => m["span-id"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
        }
    }

    [Fact]
    public async Task Parameters_that_are_missing_or_wrong_are_refused()
    {
        await Client.ConfigureAsync(("/dhcp:dhcp/max-lease-time", "5"));
        var th = await Client.BeginAsync("{}");
        await Client.FailAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/set-clock"}""", "rpc.method.invalid_params");
        await Client.FailAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/set-clock", "params": {"nope": 1} }""", "rpc.method.invalid_params");
        await Client.FailAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:dhcp", "params": {} }""", "rpc.method.invalid_params");
    }

    [Fact]
    public async Task A_result_that_its_module_does_not_allow_is_invalid_and_its_place_is_told()
    {
        var th = await Client.BeginAsync("{}");
        (await Client.FailAsync("run_action", $$"""{"th": {{th}}, "path": "/dhcp:lie"}""", "action.invalid_result"))["data"]!["path"]!.GetValue<string>().ShouldBe("/dhcp:report/outcome");
    }

    [Fact]
    public async Task Rollbacks_are_listed_shown_loaded_and_installed()
    {
        foreach (var value in new[] { 5, 6, 7 })
        {
            var th = await Client.BeginAsync();
            await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/max-lease-time", "value": {{value}}}""");
            await Client.CallAsync("set_trans_comment", $$"""{"th": {{th}}, "comment": "to {{value}}"}""");
            await Client.CallAsync("set_trans_label", $$"""{"th": {{th}}, "label": "L{{value}}"}""");
            await Client.CallAsync("apply", $$"""{"th": {{th}}}""");
        }

        var rollback = (await Client.CallAsync("get_rollbacks"))["rollbacks"]![0]!;
        (rollback["nr"]!.GetValue<int>(), rollback["creator"]!.GetValue<string>(), rollback["via"]!.GetValue<string>(), rollback["comment"]!.GetValue<string>(), rollback["label"]!.GetValue<string>())
            .ShouldBe((0, "admin", "webui", "to 7", "L7"));
        (await Client.CallAsync("get_rollback", """{"nr": 0}""")).GetValue<string>().ShouldContain("max-lease-time 6;");
        var loaded = await Client.BeginAsync();
        await Client.CallAsync("load_rollback", $$"""{"th": {{loaded}}, "nr": 1}""");
        (await Client.CallAsync("get_value", $$"""{"th": {{loaded}}, "path": "/dhcp:dhcp/max-lease-time"}""")).ShouldBeJson("""{"value": "5"}""");
        var other = await Client.BeginAsync();
        await Client.CallAsync("load_rollback", $$"""{"th": {{other}}, "nr": 1, "path": "/dhcp:dhcp/subnet"}""");
        (await Client.CallAsync("is_trans_modified", $$"""{"th": {{other}}}""")).ShouldBeJson("""{"modified": false}""");
        (await Client.CallAsync("install_rollback", """{"nr": 0}""")).ShouldBeJson("{}");
        (await Client.CallAsync("get_value", $$"""{"th": {{await Client.BeginAsync("{}")}}, "path": "/dhcp:dhcp/max-lease-time"}""")).ShouldBeJson("""{"value": "6"}""");
        foreach (var method in new[] { "get_rollback", "install_rollback" }) await Client.FailAsync(method, """{"nr": 99}""", "rpc.method.invalid_params");
    }
}
