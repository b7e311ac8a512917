using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.JsonRpc;

/// <summary>One long session with curl: every method of the table in docs/json-rpc.md as it is meant, and with what must be refused.</summary>
[Collection(JsonRpcCollection.Name)]
public sealed partial class ScriptedSessionTests(JsonRpcFixture server) : JsonRpcConformanceTest(server)
{
    private readonly Dictionary<string, string> _handles = [];
    private readonly HashSet<string> _done = [];
    private readonly HashSet<string> _refused = [];

    // In order: what comes first makes what comes later. $NAME stands for what an earlier result had; NAME= keeps it.
    private static readonly (string Method, string Parameters, string Expected)[] Script =
    [
        ("get_trans", "{}", """{"trans": []}"""),
        ("get_system_setting", """{"operation": "user"}""", """{"user": "admin"}"""),
        ("get_system_setting", """{"operation": "weather"}""", "rpc.method.unknown_params_value"),
        ("put_session_data", """{"key": "k", "value": "v"}""", "{}"),
        ("put_session_data", """{"key": "k"}""", "rpc.method.missing_params"),
        ("get_session_data", """{"key": "k"}""", """{"value": "v"}"""),
        ("erase_session_data", """{"key": "k"}""", "{}"),
        ("erase_session_data", """{"key": 1}""", "rpc.method.invalid_params_type"),
        ("get_session_data", """{"key": "k"}""", "data.not_found"),
        ("new_trans", """{"mode": "read_write", "tag": "script"}""", "TH=th"),
        ("new_trans", """{"mode": "write"}""", "rpc.method.unknown_params_value"),
        ("get_trans", "{}", """{"trans": [{"db": "running", "mode": "read_write", "conf_mode": "private", "tag": "script", "th": "*"}]}"""),
        ("get_trans", "[1]", "rpc.method.unexpected_params"),
        ("create", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}"}""", "{}"),
        ("create", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}"}""", "data.already_exists"),
        ("exists", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}"}""", """{"exists": true}"""),
        ("exists", """{"th": $TH, "path": "/dhcp:dhcp/nope"}""", "rpc.method.invalid_params"),
        ("set_value", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}/rank", "value": 3}""", "{}"),
        ("set_value", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}/rank", "value": "three"}""", "rpc.method.invalid_params"),
        ("get_value", """{"th": $TH, "path": "/dhcp:dhcp/max-lease-time", "check_default": true}""", """{"value": "7200", "is_default": true}"""),
        ("get_value", """{"th": $TH, "path": "/dhcp:dhcp/default-lease-time"}""", "data.not_found"),
        ("get_values", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}", "leafs": ["name", "rank"]}""", """{"values": [{"value": "gold", "access": {"read": true}}, {"value": "3", "access": {"read": true, "write": true}}]}"""),
        ("get_values", """{"th": $TH, "path": "/dhcp:dhcp/class{none}", "leafs": []}""", "data.not_found"),
        ("append_list_entry", """{"th": $TH, "path": "/dhcp:dhcp/foo", "value": "foo"}""", "{}"),
        ("append_list_entry", """{"th": $TH, "path": "/dhcp:dhcp/foo", "value": "foo"}""", "data.already_exists"),
        ("set_value", """{"th": $TH, "path": "/dhcp:dhcp/tardy", "value": "t"}""", "{}"),
        ("get_case", """{"th": $TH, "path": "/dhcp:dhcp", "choice": "way"}""", """{"case": "slow"}"""),
        ("get_case", """{"th": $TH, "path": "/dhcp:dhcp", "choice": "no-way"}""", "rpc.method.invalid_params"),
        ("copy_list_entry", """{"th": $TH, "from_path": "/dhcp:dhcp/class{gold}", "to_keys": ["tin"]}""", "{}"),
        ("copy_list_entry", """{"th": $TH, "from_path": "/dhcp:dhcp/class{gold}", "to_keys": ["tin"]}""", "data.already_exists"),
        ("rename_list_entry", """{"th": $TH, "from_path": "/dhcp:dhcp/class{tin}", "to_keys": ["zinc"]}""", "{}"),
        ("rename_list_entry", """{"th": $TH, "from_path": "/dhcp:dhcp/class{tin}", "to_keys": ["lead"]}""", "data.not_found"),
        ("load", """{"th": $TH, "data": "<dhcp xmlns='urn:test:dhcp'><rule><name>a</name><class>gold</class></rule><rule><name>b</name></rule></dhcp>"}""", "{}"),
        ("load", """{"th": $TH, "data": "<dhcp xmlns='urn:test:dhcp'>\n<rule>"}""", "rpc.method.failed"),
        ("move_list_entry", """{"th": $TH, "from_path": "/dhcp:dhcp/rule{b}", "mode": "first"}""", "{}"),
        ("move_list_entry", """{"th": $TH, "from_path": "/dhcp:dhcp/class{gold}", "mode": "first"}""", "rpc.method.invalid_params"),
        ("get_list_keys", """{"th": $TH, "path": "/dhcp:dhcp/rule"}""", """{"keys": [["b"], ["a"]], "total_count": 2, "lh": -1}"""),
        ("get_list_keys", """{"th": $TH, "lh": 77}""", "rpc.method.invalid_params"),
        ("count_list_keys", """{"th": $TH, "path": "/dhcp:dhcp/class"}""", """{"count": 2}"""),
        ("count_list_keys", """{"th": $TH, "path": "/dhcp:dhcp"}""", "rpc.method.invalid_params"),
        ("deref", """{"th": $TH, "path": "/dhcp:dhcp/rule{a}/class"}""", """{"paths": ["/dhcp:dhcp/class{gold}/name"]}"""),
        ("deref", """{"th": $TH, "path": "/dhcp:dhcp/tardy"}""", "rpc.method.invalid_params"),
        ("get_leafref_values", """{"th": $TH, "path": "/dhcp:dhcp/rule{a}/class", "limit": 1}""", """{"values": ["gold"], "source": "/dhcp:dhcp/class/name"}"""),
        ("get_leafref_values", """{"th": $TH, "path": "/dhcp:dhcp/rule{a}/class", "offset": -1}""", "rpc.method.invalid_params"),
        ("show_config", """{"th": $TH, "path": "/dhcp:dhcp/class", "result_as": "json"}""", """{"data": {"dhcp:dhcp": {"class": [{"name": "gold", "rank": 3}, {"name": "zinc", "rank": 3}]}}}"""),
        ("show_config", """{"th": $TH, "path": "/dhcp:dhcp", "result_as": "yaml"}""", "rpc.method.unknown_params_value"),
        ("get_attrs", """{"th": $TH, "path": "/dhcp:dhcp", "names": []}""", """{"attrs": {}}"""),
        ("get_attrs", """{"th": $TH, "path": "/dhcp:dhcp/class{none}"}""", "data.not_found"),
        ("set_attrs", """{"th": $TH, "path": "/dhcp:dhcp", "attrs": []}""", "rpc.method.invalid_params_type"),
        ("set_attrs", """{"th": $TH, "path": "/dhcp:dhcp", "attrs": {"annotation": "by script", "tags": ["a"]}}""", "{}"),
        ("get_attrs", """{"th": $TH, "path": "/dhcp:dhcp", "names": ["annotation", "tags"]}""", """{"attrs": {"annotation": "by script", "tags": ["a"]}}"""),
        ("set_attrs", """{"th": $TH, "path": "/dhcp:dhcp", "attrs": {"annotation": null, "tags": null}}""", "{}"),
        ("query", """{"th": $TH, "xpath_expr": "/dhcp:dhcp/class[rank = 3]", "selection": ["name"]}""", """{"results": ["gold", "zinc"], "total_number_of_results": 2}"""),
        ("query", """{"th": $TH, "xpath_expr": "/dhcp:dhcp["}""", "rpc.method.invalid_params"),
        ("start_query", """{"th": $TH, "path": "/dhcp:dhcp/class", "selection": ["name"], "chunk_size": 1}""", "QH=qh"),
        ("start_query", """{"th": $TH}""", "rpc.method.missing_params"),
        ("run_query", """{"qh": $QH}""", """{"position": 1, "number_of_results": 1, "results": ["gold"]}"""),
        ("reset_query", """{"qh": $QH}""", "{}"),
        ("run_query", """{"qh": $QH}""", """{"position": 1, "results": ["gold"]}"""),
        ("stop_query", """{"qh": $QH}""", "{}"),
        ("run_query", """{"qh": $QH}""", "rpc.method.invalid_params"),
        ("reset_query", """{"qh": $QH}""", "rpc.method.invalid_params"),
        ("stop_query", """{"qh": $QH}""", "rpc.method.invalid_params"),
        ("eval_XPath", """{"th": $TH, "xpath_expr": "count(/dhcp:dhcp/class)"}""", """{"value": "2"}"""),
        ("eval_XPath", """{"th": $TH, "xpath_expr": "count("}""", "rpc.method.invalid_params"),
        ("get_schema", """{"th": $TH, "path": "/dhcp:dhcp/class{gold}", "insert_values": true}""", """{"meta": {"prefix": "dhcp"}, "data": {"kind": "list-entry", "name": "class", "children": [{"kind": "key", "value": "gold"}, {"value": "3"}]}}"""),
        ("get_schema", """{"th": $TH, "namespace": "urn:nowhere"}""", "rpc.method.invalid_params"),
        ("get_description", """{"th": $TH, "path": "/dhcp:dhcp/default-lease-time"}""", """{"description": "How long a lease lasts."}"""),
        ("get_description", """{"th": 0}""", "rpc.method.invalid_params"),
        ("get_module_prefix_map", "{}", """{"dhcp": "dhcp", "ietf-netconf-acm": "nacm"}"""),
        ("get_module_prefix_map", """{"x": 1}""", "rpc.method.unexpected_params"),
        ("unhide_schema", """{"th": $TH, "group_name": "debug", "passwd": ""}""", "{}"),
        ("unhide_schema", """{"th": $TH, "group_name": "nope", "passwd": ""}""", "rpc.method.invalid_params"),
        ("hide_schema", """{"th": $TH, "group_name": "debug"}""", "{}"),
        ("hide_schema", """{"th": $TH, "group_name": "nope"}""", "rpc.method.invalid_params"),
        ("is_trans_modified", """{"th": $TH}""", """{"modified": true}"""),
        ("is_trans_modified", """{"th": "1"}""", "rpc.method.invalid_params_type"),
        ("set_trans_comment", """{"th": $TH, "comment": "by script"}""", "{}"),
        ("set_trans_comment", """{"th": 0}""", "rpc.method.invalid_params"),
        ("set_trans_label", """{"th": $TH, "label": "L1"}""", "{}"),
        ("set_trans_label", """{"label": "L1"}""", "rpc.method.missing_params"),
        ("delete", """{"th": $TH, "path": "/dhcp:dhcp/class{zinc}"}""", "{}"),
        ("delete", """{"th": $TH, "path": "/dhcp:dhcp/class{zinc}"}""", "data.not_found"),
        ("get_trans_changes", """{"th": $TH, "output": "compact"}""", """{"changes": "*"}"""),
        ("get_trans_changes", """{"th": $TH, "output": "long"}""", "rpc.method.unknown_params_value"),
        ("changes", """{"th": 0}""", "rpc.method.invalid_params"),
        ("subscribe_changes", """{"comet_id": "main", "path": "/dhcp:dhcp/class"}""", "H=handle"),
        ("subscribe_changes", """{"comet_id": "main", "path": "/dhcp:nope"}""", "rpc.method.invalid_params"),
        ("start_subscription", """{"handle": "$H"}""", "{}"),
        ("start_subscription", """{"handle": "nope"}""", "rpc.method.invalid_params"),
        ("batch_init_done", """{"handle": "$H"}""", "{}"),
        ("batch_init_done", """{"handle": "nope"}""", "rpc.method.invalid_params"),
        ("get_subscriptions", "{}", """{"subscriptions": [{"handle": "$H", "started": true, "stopped": false, "comet_id": "main"}]}"""),
        ("get_subscriptions", """{"all": true}""", "rpc.method.unexpected_params"),
        ("validate_trans", """{"th": $TH}""", "{}"),
        ("validate_trans", """{"th": 0}""", "rpc.method.invalid_params"),
        ("get_trans_conflicts", """{"th": $TH}""", """{"conflicts": []}"""),
        ("get_trans_conflicts", """{"th": 0}""", "rpc.method.invalid_params"),
        ("resolve_trans", """{"th": $TH}""", "{}"),
        ("resolve_trans", """{"th": 0}""", "rpc.method.invalid_params"),
        ("commit", """{"th": $TH}""", "rpc.method.failed"),
        ("validate_commit", """{"th": $TH}""", "{}"),
        ("validate_commit", """{"th": $TH, "flags": ["commit-queue=async"]}""", "rpc.method.failed"),
        ("clear_validate_lock", """{"th": $TH}""", "{}"),
        ("clear_validate_lock", """{"th": 0}""", "rpc.method.invalid_params"),
        ("validate_commit", """{"th": $TH}""", "{}"),
        ("commit", """{"th": $TH, "rollback-id": true}""", """{"rollback-id": {"fixed": "*"}}"""),
        ("comet", """{"comet_id": "main"}""", """[{"handle": "$H", "message": {"db": "running", "user": "admin", "ip": "127.0.0.1", "changes": [{"keypath": "/dhcp:dhcp/class{gold}", "op": "created"}, {"keypath": "/dhcp:dhcp/class{gold}/rank", "op": "value_set", "value": "3"}]}}]"""),
        ("comet", "{}", "rpc.method.missing_params"),
        ("unsubscribe", """{"handle": "$H"}""", "{}"),
        ("unsubscribe", """{"handle": "$H"}""", "rpc.method.invalid_params"),
        ("get_rollbacks", "{}", """{"rollbacks": "*"}"""),
        ("get_rollbacks", """{"nr": 1}""", "rpc.method.unexpected_params"),
        ("get_rollback", """{"nr": 0}""", "*"),
        ("get_rollback", """{"nr": -1}""", "rpc.method.invalid_params"),
        ("new_webui_trans", "{}", "W=th"),
        ("new_webui_trans", """{"conf_mode": "open"}""", "rpc.method.unknown_params_value"),
        ("get_webui_trans", "{}", """{"trans": [{"db": "running", "conf_mode": "private", "th": "*"}]}"""),
        ("get_webui_trans", """{"th": 1}""", "rpc.method.unexpected_params"),
        ("load_rollback", """{"th": $W, "nr": 0}""", "{}"),
        ("load_rollback", """{"th": $W, "nr": 4000}""", "rpc.method.invalid_params"),
        ("changes", """{"th": $W}""", "*"),
        ("apply", """{"th": $W, "flags": ["dry-run=cli"]}""", """{"dry-run-result": {"cli": {"local-node": {"data": "*"}}}}"""),
        ("apply", """{"th": $W, "flags": ["dry-run=pdf"]}""", "rpc.method.unknown_params_value"),
        ("apply", """{"th": $W}""", "{}"),
        ("install_rollback", """{"nr": 0}""", "{}"),
        ("install_rollback", """{"nr": 4000}""", "rpc.method.invalid_params"),
        ("lock_db", """{"db": "running"}""", "{}"),
        ("lock_db", """{"db": "attic"}""", "rpc.method.unknown_params_value"),
        ("unlock_db", """{"db": "running"}""", "{}"),
        ("unlock_db", """{"db": "running"}""", "rpc.method.failed"),
        ("new_trans", """{"db": "candidate", "mode": "read_write"}""", "C=th"),
        ("set_value", """{"th": $C, "path": "/dhcp:dhcp/quick", "value": 1}""", "{}"),
        ("validate_commit", """{"th": $C}""", "{}"),
        ("commit", """{"th": $C, "timeout": 600}""", "{}"),
        ("confirm_commit", "{}", "{}"),
        ("confirm_commit", """{"th": 1}""", "rpc.method.unexpected_params"),
        ("new_trans", """{"db": "candidate", "mode": "read_write"}""", "C=th"),
        ("set_value", """{"th": $C, "path": "/dhcp:dhcp/quick", "value": 2}""", "{}"),
        ("validate_commit", """{"th": $C}""", "{}"),
        ("commit", """{"th": $C, "timeout": 600}""", "{}"),
        ("abort_commit", "{}", "{}"),
        ("abort_commit", "{}", "rpc.method.failed"),
        ("reset_candidate_db", "{}", "{}"),
        ("reset_candidate_db", """{"db": "running"}""", "rpc.method.unexpected_params"),
        ("copy_running_to_startup_db", "{}", "rpc.method.failed"),
        ("new_trans", "{}", "R=th"),
        ("run_action", """{"th": $R, "path": "/tjx:read-sensors", "format": "json"}""", "{}"),
        ("run_action", """{"th": $R, "path": "/tjx:read-sensors", "params": {"kind": "nope"}}""", "rpc.method.invalid_params"),
        ("subscribe_poll_leaf", """{"th": $R, "path": "/dhcp:dhcp/max-lease-time", "interval": 0, "comet_id": "poll", "handle": "poll-1"}""", """{"handle": "poll-1"}"""),
        ("comet", """{"comet_id": "poll"}""", """[{"handle": "poll-1", "message": "7200"}]"""),
        ("subscribe_poll_leaf", """{"th": $R, "path": "/dhcp:dhcp/max-lease-time", "interval": 3601, "comet_id": "poll"}""", "rpc.method.invalid_params"),
        ("list_packages", "{}", """{"packages": []}"""),
        ("list_packages", """{"status": "broken"}""", "rpc.method.unknown_params_value"),
        ("get_template_variables", """{"th": $R, "name": "none"}""", "rpc.method.invalid_params"),
        ("apply_template", """{"th": $R, "name": "none"}""", "rpc.method.invalid_params"),
        ("delete_trans", """{"th": $R}""", "{}"),
        ("delete_trans", """{"th": $R}""", "rpc.method.invalid_params"),
        ("subscribe_upgrade", """{"comet_id": "up", "handle": "up-1"}""", """{"handle": "up-1"}"""),
        ("subscribe_upgrade", """{"comet_id": "up", "handle": "up-1"}""", "rpc.method.invalid_params"),
        ("subscribe_jsonrpc_batch", """{"comet_id": "batch", "handle": "batch-1"}""", """{"handle": "batch-1"}"""),
        ("subscribe_jsonrpc_batch", """{"handle": "x"}""", "rpc.method.missing_params"),
        ("subscribe_progress_trace", """{"comet_id": "trace", "handle": "trace-1", "verbosity": "verbose", "filter_context": "webui"}""", """{"handle": "trace-1"}"""),
        ("subscribe_progress_trace", """{"comet_id": "trace", "verbosity": "chatty"}""", "rpc.method.unknown_params_value"),
        ("subscribe_messages", """{"comet_id": "talk", "handle": "talk-1"}""", """{"handle": "talk-1"}"""),
        ("subscribe_messages", """{"comet_id": 1}""", "rpc.method.invalid_params_type"),
        ("send_message", """{"to": "all", "message": "hello"}""", "{}"),
        ("send_message", """{"to": "all"}""", "rpc.method.missing_params"),
        ("comet", """{"comet_id": "talk"}""", """[{"handle": "talk-1", "message": {"sender": "admin", "message": "hello"}}]"""),
        ("init_cmd", """{"name": "cat", "comet_id": "cmd", "emulate": true}""", "K=handle"),
        ("init_cmd", """{"name": "reboot", "comet_id": "cmd"}""", "rpc.method.invalid_params"),
        ("get_cmds", "{}", """{"cmds": [{"handle": "$K", "started": false, "stopped": false}]}"""),
        ("get_cmds", """{"x": 1}""", "rpc.method.unexpected_params"),
        ("start_cmd", """{"handle": "$K"}""", "{}"),
        ("start_cmd", """{"handle": "nope"}""", "cmd.not_initialized"),
        ("send_cmd_data", """{"handle": "$K", "data": "x\n"}""", "{}"),
        ("send_cmd_data", """{"handle": "nope", "data": ""}""", "cmd.not_initialized"),
        ("suspend_cmd", """{"handle": "$K"}""", "{}"),
        ("suspend_cmd", """{"handle": "nope"}""", "cmd.not_initialized"),
        ("resume_cmd", """{"handle": "$K"}""", "{}"),
        ("resume_cmd", """{"handle": "nope"}""", "cmd.not_initialized"),
        ("stop_cmd", """{"handle": "$K"}""", "{}"),
        ("stop_cmd", """{"handle": "$K"}""", "cmd.not_initialized"),
        ("abort", """{"id": 12345}""", "rpc.method.failed"),
        ("kick_user", """{"user": "nobody"}""", "rpc.method.failed"),
        ("challenge_response", """{"challenge_id": "123", "response": "SWkkasE32"}""", "rpc.method.failed"),
        ("logout", "{}", "{}"),
        ("logout", "{}", "session.missing_sessionid"),
        ("login", """{"user": "admin", "passwd": "wrong"}""", "rpc.method.failed"),
        ("sing", "{}", "rpc.method.not_found"),
    ];

    // Done where they can be: with a second session, a startup datastore, a second factor, packages; or there is nothing that they could do.
    private static readonly string[] DoneElsewhere =
        ["login", "kick_user", "abort", "challenge_response", "copy_running_to_startup_db", "subscribe_cdboper", "get_template_variables", "apply_template"];

    private static readonly string[] RefusedElsewhere = ["subscribe_cdboper"];

    [Fact]
    public async Task Every_method_does_what_it_says_and_refuses_what_it_must()
    {
        using var session = await Server.LoginAsync();
        foreach (var (method, parameters, expected) in Script)
        {
            var response = await session.PostAsync(method, Filled(parameters));
            if (expected.Contains('.', StringComparison.Ordinal) && !expected.Contains('"', StringComparison.Ordinal))
            {
                response["error"]?["type"]?.GetValue<string>().ShouldBe(expected, $"{method} {parameters}: {response.ToJsonString()}");
                _refused.Add(method);
            }
            else
            {
                Check(response["result"], expected).ShouldBeTrue($"{method} {parameters}: {response.ToJsonString()}, not {Filled(expected)}");
                _done.Add(method);
            }
        }

        var methods = Row().Matches(await File.ReadAllTextAsync(Path.Combine(Client.RepositoryRoot, "docs/json-rpc.md"))).Select(m => m.Groups[1].Value).ToList();
        methods.Count.ShouldBeGreaterThan(80);
        methods.Except(_done).Except(DoneElsewhere).ShouldBeEmpty();
        methods.Except(_refused).Except(RefusedElsewhere).ShouldBeEmpty();
    }

    private bool Check(JsonNode? result, string expected)
    {
        if (result is null) return false;
        if (expected == "*") return true;
        if (Keep().Match(expected) is not { Success: true } keep) return JsonRpcSession.Matches(result, JsonNode.Parse(Filled(expected)));
        _handles[keep.Groups[1].Value] = result[keep.Groups[2].Value]!.ToString();
        return true;
    }

    private string Filled(string text) => Name().Replace(text, m => _handles[m.Groups[1].Value]);

    [GeneratedRegex(@"\$([A-Z]+)")]
    private static partial Regex Name();

    [GeneratedRegex(@"^([A-Z]+)=(\w+)$")]
    private static partial Regex Keep();

    [GeneratedRegex(@"^\| `(\w+)` \| [\d.]+ \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
