using System.Text.Json.Nodes;
using Taiji.Datastores.Store;
using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

public sealed class TransactionTests : JsonRpcTest
{
    private const string Max = "/dhcp:dhcp/max-lease-time";

    [Fact]
    public async Task A_value_set_in_a_transaction_is_seen_there_and_after_the_commit_by_all()
    {
        var th = await Client.BeginAsync("""{"db": "running", "mode": "read_write", "tag": "mine"}""");
        (await Client.CallAsync("get_trans")).ShouldBeJson("""{"trans": [{"db": "running", "mode": "read_write", "conf_mode": "private", "tag": "mine", "th": 1}]}""");
        (await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/max-lease-time", "value": "4500"}""")).ShouldBeJson("{}");
        (await Client.CallAsync("get_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/max-lease-time"}""")).ShouldBeJson("""{"value": "4500"}""");
        (await Client.CallAsync("is_trans_modified", $$"""{"th": {{th}}}""")).ShouldBeJson("""{"modified": true}""");
        using var other = await Host.LoginAsync("oper");
        await other.FailAsync("get_value", $$"""{"th": {{await other.BeginAsync("{}")}}, "path": "{{Max}}"}""", "data.not_found");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        var result = await Client.CallAsync("commit", $$"""{"th": {{th}}, "rollback-id": true}""");
        result["rollback-id"]!["fixed"]!.GetValue<long>().ShouldBeGreaterThan(0);
        (await Client.CallAsync("get_trans")).ShouldBeJson("""{"trans": []}""");
        (await other.CallAsync("get_value", $$"""{"th": {{await other.BeginAsync("{}")}}, "path": "{{Max}}"}""")).ShouldBeJson("""{"value": "4500"}""");
    }

    [Fact]
    public async Task Changes_are_told_in_both_forms()
    {
        await Client.ConfigureAsync(("/dhcp:dhcp/class{gold}", ""), ("/dhcp:dhcp/class{gold}/rank", "1"));
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/default-lease-time", "value": 100}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/class{gold}/rank", "value": 2}""");
        await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/subnet{10.0.0.0 8}"}""");
        (await Client.CallAsync("changes", $$"""{"th": {{th}}}"""))[0].ShouldBeJson(
            """{"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100", "old": ""}""");
        (await Client.CallAsync("get_trans_changes", $$"""{"th": {{th}}, "output": "compact"}""")).ShouldBeJson("""
            {"changes": [
              {"keypath": "/dhcp:dhcp/default-lease-time", "op": "value_set", "value": "100"},
              {"keypath": "/dhcp:dhcp/subnet{10.0.0.0 8}", "op": "created"},
              {"keypath": "/dhcp:dhcp/class{gold}/rank", "op": "value_set", "value": "2", "old": "1"}]}
            """);
    }

    [Fact]
    public async Task A_commit_needs_its_validation_and_a_validated_transaction_is_not_edited()
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        await Client.FailAsync("commit", $$"""{"th": {{th}}}""", "rpc.method.failed");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        await Client.FailAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 6}""", "rpc.method.failed");
        using var other = await Host.LoginAsync("oper");
        var late = await other.BeginAsync();
        await other.CallAsync("set_value", $$"""{"th": {{late}}, "path": "/dhcp:dhcp/default-lease-time", "value": 5}""");
        var locked = await other.FailAsync("apply", $$"""{"th": {{late}}}""", "db.locked");
        locked["data"]!["sessions"]![0]!.GetValue<string>().ShouldMatch(@"^admin http \(webui from 127\.0\.0\.1\) on since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d exclusive$");
        await Client.CallAsync("clear_validate_lock", $$"""{"th": {{th}}}""");
        await other.CallAsync("apply", $$"""{"th": {{late}}}""");
        await Client.CallAsync("apply", $$"""{"th": {{th}}}""");
    }

    [Fact]
    public async Task Errors_of_a_validation_have_their_paths()
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/subnet{10.0.0.0 8}"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/subnet{10.0.0.0 8}/comment", "value": "bad"}""");
        foreach (var method in new[] { "validate_trans", "validate_commit", "apply" })
        {
            (await Client.FailAsync(method, $$"""{"th": {{th}}}""", "trans.validation_failed"))["data"]!["errors"].ShouldBeJson(
                """[{"paths": ["/dhcp:dhcp/subnet{10.0.0.0 8}"], "message": "a bad comment"}]""");
        }

        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/subnet{10.0.0.0 8}/comment", "value": null}""");
        (await Client.CallAsync("validate_trans", $$"""{"th": {{th}}}""")).ShouldBeJson("{}");
    }

    [Fact]
    public async Task A_conflict_names_the_user_and_is_resolved_in_favour_of_the_transaction()
    {
        await Client.ConfigureAsync(("/dhcp:dhcp/default-lease-time", "7"));
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        using var other = await Host.LoginAsync("oper");
        await other.ConfigureAsync((Max, "9"));
        (await Client.FailAsync("validate_commit", $$"""{"th": {{th}}}""", "trans.resolve_needed"))["data"]!["users"].ShouldBeJson("""["oper"]""");
        (await Client.CallAsync("get_trans_conflicts", $$"""{"th": {{th}}}""")).ShouldBeJson(
            """{"conflicts": [{"keypath": "/dhcp:dhcp/max-lease-time", "op": "value_set", "value": "9"}]}""");
        await Client.CallAsync("resolve_trans", $$"""{"th": {{th}}}""");
        (await Client.CallAsync("get_trans_conflicts", $$"""{"th": {{th}}}""")).ShouldBeJson("""{"conflicts": []}""");
        await Client.CallAsync("apply", $$"""{"th": {{th}}}""");
        (await Client.CallAsync("get_value", $$"""{"th": {{await Client.BeginAsync("{}")}}, "path": "{{Max}}"}""")).ShouldBeJson("""{"value": "5"}""");
    }

    [Fact]
    public async Task A_nested_transaction_is_seen_outside_after_its_commit_only()
    {
        foreach (var mode in new[] { "private", "shared" })
        {
            var outer = await Client.BeginAsync($$"""{"mode": "read_write", "conf_mode": "{{mode}}"}""");
            var inner = await Client.BeginAsync($$"""{"mode": "read_write", "th": {{outer}}}""");
            await Client.CallAsync("set_value", $$"""{"th": {{inner}}, "path": "{{Max}}", "value": 5}""");
            await Client.FailAsync("get_value", $$"""{"th": {{outer}}, "path": "{{Max}}"}""", "data.not_found");
            await Client.CallAsync("apply", $$"""{"th": {{inner}}}""");
            (await Client.CallAsync("get_value", $$"""{"th": {{outer}}, "path": "{{Max}}"}""")).ShouldBeJson("""{"value": "5"}""");
            await Client.CallAsync("delete_trans", $$"""{"th": {{outer}}}""");
            await Client.FailAsync("get_value", $$"""{"th": {{outer}}, "path": "{{Max}}"}""", "rpc.method.invalid_params");
            await Client.CallAsync("reset_candidate_db");
        }
    }

    [Fact]
    public async Task What_is_pending_in_the_candidate_is_reused_rejected_or_discarded()
    {
        var th = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "shared"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        using var other = await Host.LoginAsync("oper");
        await other.FailAsync("new_trans", """{"mode": "read_write", "db": "candidate", "on_pending_changes": "reject"}""", "rpc.method.failed");
        var reused = await other.BeginAsync("""{"mode": "read_write", "db": "candidate"}""");
        (await other.CallAsync("get_value", $$"""{"th": {{reused}}, "path": "{{Max}}"}""")).ShouldBeJson("""{"value": "5"}""");
        var discarded = await other.BeginAsync("""{"mode": "read_write", "db": "candidate", "on_pending_changes": "discard"}""");
        (await other.CallAsync("is_trans_modified", $$"""{"th": {{discarded}}}""")).ShouldBeJson("""{"modified": false}""");
    }

    [Fact]
    public async Task An_exclusive_transaction_keeps_others_out_until_it_ends()
    {
        var th = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "exclusive"}""");
        using var other = await Host.LoginAsync("oper");
        (await other.FailAsync("new_trans", """{"mode": "read_write", "conf_mode": "exclusive"}""", "db.locked"))["data"]!["sessions"]!.AsArray().Count.ShouldBe(1);
        await Client.CallAsync("delete_trans", $$"""{"th": {{th}}}""");
        await other.BeginAsync("""{"mode": "read_write", "conf_mode": "exclusive"}""");
    }

    [Fact]
    public async Task A_confirmed_commit_waits_for_its_confirmation_or_is_aborted()
    {
        foreach (var confirms in new[] { true, false })
        {
            var th = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "exclusive"}""");
            await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": {{(confirms ? 5 : 6)}}}""");
            await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
            await Client.CallAsync("commit", $$"""{"th": {{th}}, "timeout": 600}""");
            await Client.CallAsync(confirms ? "confirm_commit" : "abort_commit");
            (await Client.CallAsync("get_value", $$"""{"th": {{await Client.BeginAsync("{}")}}, "path": "{{Max}}"}""")).ShouldBeJson("""{"value": "5"}""");
        }

        await Client.FailAsync("abort_commit", "{}", "rpc.method.failed");
        var own = await Client.BeginAsync();
        await Client.FailAsync("commit", $$"""{"th": {{own}}, "timeout": 600}""", "trans.confirmed_commit_not_supported_in_private_mode");
        var read = await Client.BeginAsync("{}");
        await Client.FailAsync("commit", $$"""{"th": {{read}}, "timeout": 600}""", "trans.confirmed_commit_is_only_valid_for_candidate");
    }

    [Fact]
    public async Task A_confirmed_commit_keeps_others_from_the_configuration_until_it_is_confirmed()
    {
        var th = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "shared"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        await Client.CallAsync("commit", $$"""{"th": {{th}}, "timeout": 600}""");
        using var other = await Host.LoginAsync("oper");
        await other.FailAsync("new_trans", """{"mode": "read_write", "conf_mode": "exclusive"}""", "trans.confirmed_commit_in_progress");
        var late = await other.BeginAsync("""{"mode": "read_write", "conf_mode": "shared"}""");
        await other.CallAsync("set_value", $$"""{"th": {{late}}, "path": "/dhcp:dhcp/default-lease-time", "value": 5}""");
        await other.FailAsync("apply", $$"""{"th": {{late}}}""", "trans.confirmed_commit_in_progress");
        await other.FailAsync("abort_commit", "{}", "trans.confirmed_commit_in_progress");
        // Its own session extends it with another change, and confirms all.
        var more = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "shared"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{more}}, "path": "/dhcp:dhcp/log-facility", "value": "kern"}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{more}}}""");
        await Client.CallAsync("commit", $$"""{"th": {{more}}, "timeout": 300}""");
        await Client.CallAsync("confirm_commit");
        await other.CallAsync("apply", $$"""{"th": {{late}}}""");
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData(", \"release_locks\": false", "", true)]
    [InlineData("", ", \"flags\": 1", true)]
    [InlineData(", \"release_locks\": true", ", \"flags\": 1", false)]
    public async Task A_commit_leaves_its_locks_to_the_session_when_it_is_asked_to(string release, string flags, bool areKept)
    {
        var th = await Client.BeginAsync("""{"mode": "read_write", "conf_mode": "exclusive"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}{{flags}}}""");
        await Client.CallAsync("commit", $$"""{"th": {{th}}{{release}}{{flags}}}""");
        (Host.Operations.FindLock(Datastore.Running)?.Session.User, Host.Operations.FindLock(Datastore.Candidate)?.Session.User).ShouldBe(areKept ? ("admin", "admin") : (null, null));
        if (areKept) await Client.CallAsync("unlock_db", """{"db": "running"}""");
    }

    [Fact]
    public async Task A_transaction_for_reading_keeps_what_it_began_on_and_changes_nothing()
    {
        await Client.ConfigureAsync((Max, "4"));
        var th = await Client.BeginAsync("""{"db": "running", "mode": "read"}""");
        await Client.ConfigureAsync((Max, "5"));
        (await Client.CallAsync("get_value", $$"""{"th": {{th}}, "path": "{{Max}}"}""")).ShouldBeJson("""{"value": "4"}""");
        await Client.FailAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""", "data.not_writable");
        await Client.FailAsync("delete", $$"""{"th": {{th}}, "path": "{{Max}}"}""", "data.not_writable");
        await Client.FailAsync("create", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/strict"}""", "data.not_writable");
        await Client.FailAsync("new_trans", $$"""{"th": {{th}}, "mode": "read_write"}""", "rpc.method.invalid_params");
        await Client.FailAsync("validate_commit", $$"""{"th": {{th}}}""", "rpc.method.failed");
        (await Client.CallAsync("validate_trans", $$"""{"th": {{th}}}""")).ShouldBeJson("{}");
    }

    [Fact]
    public async Task Conflicts_say_what_who_and_when()
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        using var other = await Host.LoginAsync("oper");
        await other.ConfigureAsync((Max, "9"));
        var error = (await Client.FailAsync("validate_trans", $$"""{"th": {{th}}}""", "trans.resolve_needed"))["data"]!["errors"]![0]!;
        (error["paths"]![0]!.GetValue<string>(), error["user"]!.GetValue<string>(), error["time"]!.GetValue<string>()).ShouldBe((Max, "oper", "2026-11-28 12:00:00"));
    }

    [Theory]
    [InlineData("cli", "max-lease-time 5;")]
    [InlineData("xml", ">5</max-lease-time>")]
    public async Task A_dry_run_tells_the_changes_and_makes_none(string format, string line)
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        var result = await Client.CallAsync("apply", $$"""{"th": {{th}}, "flags": ["dry-run={{format}}"]}""");
        result["dry-run-result"]![format]!["local-node"]!["data"]!.GetValue<string>().ShouldContain(line);
        await Client.FailAsync("get_value", $$"""{"th": {{await Client.BeginAsync("{}")}}, "path": "{{Max}}"}""", "data.not_found");
        await Client.CallAsync("apply", $$"""{"th": {{th}}}""");
    }

    [Theory]
    [InlineData("\"dry-run=native\"")]
    [InlineData("\"dry-run=native\", \"dry-run-reverse\"")]
    public async Task A_dry_run_for_devices_names_none_since_there_are_none(string flags)
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        (await Client.CallAsync("apply", $$"""{"th": {{th}}, "flags": [{{flags}}]}""")).ShouldBeJson("""{"dry-run-result": {"native": {"device": []}}}""");
        (await Client.CallAsync("is_trans_modified", $$"""{"th": {{th}}}""")).ShouldBeJson("""{"modified": true}""");
    }

    [Theory]
    [InlineData("""["no-such-flag"]""", "rpc.method.unknown_params_value")]
    [InlineData("""["dry-run=pdf"]""", "rpc.method.unknown_params_value")]
    [InlineData("""["no-overwrite", "no-out-of-sync-check"]""", "rpc.method.invalid_params")]
    [InlineData("""["commit-queue=async"]""", "rpc.method.failed")]
    [InlineData("""["commit-queue=sync"]""", "rpc.method.failed")]
    [InlineData("""["commit-queue-lock"]""", "rpc.method.failed")]
    [InlineData("""["dry-run-reverse"]""", "rpc.method.invalid_params")]
    [InlineData("""["dry-run-reverse", "dry-run=cli"]""", "rpc.method.invalid_params")]
    [InlineData("""["no-networking=yes"]""", "rpc.method.unknown_params_value")]
    [InlineData("""["trace-id"]""", "rpc.method.unknown_params_value")]
    [InlineData("""["reconcile=maybe"]""", "rpc.method.unknown_params_value")]
    [InlineData("""["commit-queue-timeout=0"]""", "rpc.method.unknown_params_value")]
    [InlineData("64", "rpc.method.unknown_params_value")]
    [InlineData("\"dry-run=xml\"", "rpc.method.invalid_params_type")]
    public async Task Flags_that_cant_be_are_refused(string flags, string type)
    {
        var th = await Client.BeginAsync();
        (await Client.FailAsync("validate_commit", $$"""{"th": {{th}}, "flags": {{flags}}}""", type)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""["no-networking", "no-overwrite", "use-lsa", "reconcile", "commit-queue=bypass", "commit-queue-timeout=infinity", "trace-id=abc"]""")]
    [InlineData("4")]
    [InlineData("[]")]
    public async Task Flags_about_devices_are_taken(string flags)
    {
        var th = await Client.BeginAsync();
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}, "flags": {{flags}}}""");
        (await Client.CallAsync("commit", $$"""{"th": {{th}}, "flags": {{flags}}}""")).ShouldBeJson("{}");
    }

    [Fact]
    public async Task A_trace_context_excludes_the_flag_trace_id_and_must_be_well_formed()
    {
        var th = await Client.BeginAsync();
        const string name = "traceparent", value = "00-100456789abcde10123456789abcde10-001006789abcdef0-01";
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "{{Max}}", "value": 5}""", (name, value), ("tracestate", "key1=value1,key2=value2"));
        await Client.FailAsync("validate_commit", $$"""{"th": {{th}}, "flags": ["trace-id=x"]}""", "rpc.method.failed");
        await Client.FailAsync("validate_commit", $$"""{"th": {{th}}}""", "rpc.method.failed", (name, "00-xyz-01"));
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        // commit doesn't look at it.
        await Client.CallAsync("commit", $$"""{"th": {{th}}}""", (name, "nonsense"));
    }

    [Fact]
    public async Task The_web_interfaces_transaction_is_found_again()
    {
        (await Client.CallAsync("get_webui_trans")).ShouldBeJson("""{"trans": []}""");
        var th = (await Client.CallAsync("new_webui_trans", """{"conf_mode": "private"}"""))["th"]!.GetValue<int>();
        (await Client.CallAsync("get_webui_trans"))["trans"].ShouldBeJson($$"""[{"db": "running", "conf_mode": "private", "th": {{th}}}]""");
    }

    [Fact]
    public async Task Databases_are_locked_unlocked_and_reset()
    {
        await Client.CallAsync("lock_db", """{"db": "running"}""");
        using var other = await Host.LoginAsync("oper");
        (await other.FailAsync("lock_db", """{"db": "running"}""", "db.locked"))["data"]!["sessions"]![0]!.GetValue<string>().ShouldEndWith(" exclusive");
        await Client.CallAsync("unlock_db", """{"db": "running"}""");
        await other.CallAsync("lock_db", """{"db": "running"}""");
        await Client.FailAsync("unlock_db", """{"db": "running"}""", "db.locked");
        await Client.FailAsync("lock_db", """{"db": "attic"}""", "rpc.method.unknown_params_value");
        await Client.FailAsync("lock_db", """{"db": "startup"}""", "rpc.method.failed");
        await Client.FailAsync("copy_running_to_startup_db", "{}", "rpc.method.failed");
        (await Client.CallAsync("reset_candidate_db")).ShouldBeJson("{}");
    }
}

public sealed class StartupTransactionTests : JsonRpcTest
{
    private protected override Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync(switches: new DatastoreSwitches { Candidate = false, Startup = StartupMode.On });

    [Fact]
    public async Task Startup_is_edited_in_a_copy_and_running_copied_to_it()
    {
        var th = await Client.BeginAsync("""{"db": "startup", "mode": "read_write"}""");
        await Client.CallAsync("set_value", $$"""{"th": {{th}}, "path": "/dhcp:dhcp/max-lease-time", "value": 8}""");
        await Client.CallAsync("validate_commit", $$"""{"th": {{th}}}""");
        (await Client.CallAsync("commit", $$"""{"th": {{th}}}""")).ShouldBeJson("{}");
        var read = await Client.BeginAsync("""{"db": "startup"}""");
        (await Client.CallAsync("get_value", $$"""{"th": {{read}}, "path": "/dhcp:dhcp/max-lease-time"}""")).ShouldBeJson("""{"value": "8"}""");
        await Client.CallAsync("copy_running_to_startup_db");
        read = await Client.BeginAsync("""{"db": "startup"}""");
        await Client.FailAsync("get_value", $$"""{"th": {{read}}, "path": "/dhcp:dhcp/max-lease-time"}""", "data.not_found");
    }

    [Fact]
    public async Task Without_a_candidate_there_is_no_confirmed_commit()
    {
        await Client.FailAsync("new_trans", """{"db": "candidate"}""", "rpc.method.invalid_params");
        var th = await Client.BeginAsync();
        await Client.FailAsync("commit", $$"""{"th": {{th}}, "timeout": 5}""", "trans.confirmed_commit_needs_config_writable_through_candidate");
        await Client.FailAsync("reset_candidate_db", "{}", "rpc.method.failed");
    }
}
