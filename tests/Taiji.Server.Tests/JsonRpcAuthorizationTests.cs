using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Templates;
using Taiji.Server.JsonRpcApi;
using Taiji.Server.JsonRpcApi.BatchCommands;
using Taiji.Server.Tests.JsonRpcApi.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.Tests;

/// <summary>Every method of the JSON-RPC API for users who may do everything, something and nothing: generated from <see cref="AuthorizationTable"/>.</summary>
public sealed class JsonRpcAuthorizationTests : IDisposable
{
    private readonly string _templates = Directory.CreateTempSubdirectory("taiji-test-").FullName;

    // admin may do everything, oper something, guest nothing.
    private const string Configuration = """
        {
          "dhcp:dhcp": {
            "quick": 1,
            "class": [{"name": "gold"}],
            "rule": [{"name": "a"}, {"name": "b"}],
            "subnet": [{"net": "one", "mask": 24, "comment": "1st", "kind": "gold"}, {"net": "two", "mask": 24, "comment": "2nd", "kind": "gold"}]
          },
          "ietf-netconf-acm:nacm": {
            "groups": {"group": [{"name": "all", "user-name": ["admin"]}, {"name": "some", "user-name": ["oper"]}, {"name": "none", "user-name": ["guest"]}]},
            "rule-list": [
              {"name": "all", "group": ["all"], "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "permit"}]},
              {"name": "some", "group": ["some"],
               "rule": [
                {"name": "1", "path": "/dhcp:dhcp/dhcp:subnet[dhcp:net='two'][dhcp:mask='24']", "access-operations": "*", "action": "deny"},
                {"name": "2", "path": "/dhcp:dhcp/dhcp:subnet/dhcp:comment", "access-operations": "update", "action": "permit"}],
               "taiji-access:command-rule": [{"name": "1", "context": "webui", "command": "echo", "action": "deny"}]},
              {"name": "none", "group": ["none"],
               "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "deny"}],
               "taiji-access:command-rule": [{"name": "1", "command": "echo", "action": "deny"}]}]
          }
        }
        """;

    public static TheoryData<int> Rows() => [.. Enumerable.Range(0, AuthorizationTable.JsonRpc.Count)];

    [Fact]
    public void Every_method_has_a_row()
    {
        var rows = AuthorizationTable.JsonRpc.Select(r => r.Method).ToHashSet();
        MethodTable.All.Select(m => m.Name).Where(n => !rows.Contains(n)).ShouldBeEmpty();
        rows.Where(r => !MethodTable.ByName.ContainsKey(r)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Methods(int row)
    {
        var (method, parameters, allowed, partial, denied) = AuthorizationTable.JsonRpc[row];
        foreach (var (user, expected) in new[] { ("admin", allowed), ("oper", partial), ("guest", denied) })
        {
            await using var host = await StartAsync(Configuration);
            using var client = await host.LoginAsync(user);
            await ExpectAsync(client, user, method, parameters, expected);
        }
    }

    [Fact]
    public async Task A_command_rule_denies_any_method_whatever_the_rules_for_data_say()
    {
        await using var host = await StartAsync(Configuration.Replace("""{"name": "all", "group": ["all"],""", """{"name": "all", "group": ["all"], "taiji-access:command-rule": [{"name": "1", "context": "webui", "command": "::jsonrpc::", "action": "deny"}],""", StringComparison.Ordinal));
        using var client = await host.LoginAsync();
        foreach (var (method, parameters, _, _, _) in AuthorizationTable.JsonRpc.DistinctBy(r => r.Method).Where(r => r.Method is not "logout"))
        {
            var response = await client.PostAsync($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{Bind(parameters, "admin", 1)}}}""");
            response!["error"]?["type"]?.GetValue<string>().ShouldBe("rpc.method.denied", method);
        }

        await client.CallAsync("logout");
    }

    [Fact]
    public async Task A_command_rule_denies_one_method_and_no_other()
    {
        await using var host = await StartAsync(Configuration.Replace("""{"name": "all", "group": ["all"],""", """{"name": "all", "group": ["all"], "taiji-access:command-rule": [{"name": "1", "command": "::jsonrpc:: get_schema", "action": "deny"}],""", StringComparison.Ordinal));
        using var client = await host.LoginAsync();
        var th = await client.BeginAsync();
        await client.FailAsync("get_schema", $$"""{"th": {{th}}, "path": "/dhcp:dhcp"}""", "rpc.method.denied");
        await client.CallAsync("get_description", $$"""{"th": {{th}}, "path": "/dhcp:dhcp"}""");
    }

    [Theory]
    [InlineData("get_schema")]
    [InlineData("get_description")]
    public async Task A_rule_against_get_schema_is_against_modules_in_this_form_too(string method)
    {
        await using var host = await StartAsync(Configuration.Replace("""
            "rule": [{"name": "1", "module-name": "*", "access-operations": "*", "action": "permit"}]
            """.Trim(), """
            "rule": [{"name": "0", "module-name": "ietf-netconf-monitoring", "rpc-name": "get-schema", "access-operations": "exec", "action": "deny"}, {"name": "1", "module-name": "*", "access-operations": "*", "action": "permit"}]
            """.Trim(), StringComparison.Ordinal));
        using var client = await host.LoginAsync();
        var th = await client.BeginAsync();
        await client.FailAsync(method, $$"""{"th": {{th}}, "path": "/dhcp:dhcp"}""", "rpc.method.denied");
        await client.CallAsync("get_module_prefix_map");
    }

    private static async Task ExpectAsync(JsonRpcClient client, string user, string method, string parameters, string expected)
    {
        var th = parameters.Contains("{th}", StringComparison.Ordinal) ? await client.BeginAsync() : 0;
        if (expected == "hears") await client.CallAsync("subscribe_messages", """{"comet_id": "main", "handle": "words"}""");
        var call = client.PostAsync($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{Bind(parameters, user, th)}}}""");
        // There is nothing to answer with before.
        if (expected == "hears") await client.CallAsync("send_message", $$"""{"to": "{{user}}", "message": "a word"}""");
        var response = await call;
        var what = $"{user}: {method} {parameters}: {response!.ToJsonString()}";
        var error = response["error"]?["type"]?.GetValue<string>();
        var result = response["result"]?.ToJsonString() ?? "";
        switch (expected)
        {
            case "hears": result.ShouldContain("a word", customMessage: what); break;
            case "ok": error.ShouldBeNull(what); break;
            case "not-ok": error.ShouldNotBeNull(what); break;
            case "not-denied": error.ShouldNotBe("rpc.method.denied", what); break;
            case ['=', .. var json]: JsonNode.DeepEquals(Trim(response["result"], JsonNode.Parse(json)!), JsonNode.Parse(json)).ShouldBeTrue(what); break;
            case ['h', 'a', 's', ' ', .. var text]: result.ShouldContain(text, customMessage: what); break;
            case ['h', 'a', 's', '-', 'n', 'o', 't', ' ', .. var text]: result.ShouldNotContain(text, customMessage: what); break;
            default: error.ShouldBe(expected, what); break;
        }
    }

    /// <summary>The members of the result that are expected; there may be others.</summary>
    private static JsonObject? Trim(JsonNode? result, JsonNode expected)
    {
        if (result is not JsonObject all) return null;
        var members = new JsonObject();
        foreach (var (name, value) in all)
        {
            if (expected[name] is not null) members[name] = value?.DeepClone();
        }

        return members;
    }

    private static string Bind(string parameters, string user, int th) =>
        parameters.Replace("{th}", $"{th}", StringComparison.Ordinal).Replace("{user}", user, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_templates, recursive: true);

    private async Task<JsonRpcHost> StartAsync(string configuration)
    {
        File.WriteAllText(Path.Combine(_templates, "comment.xml"), """
            <config-template xmlns="http://tail-f.com/ns/config/1.0">
              <dhcp xmlns="urn:test:dhcp"><subnet><net>{$NET}</net><mask>24</mask><comment>new</comment></subnet></dhcp>
            </config-template>
            """);
        var host = await JsonRpcHost.StartAsync(
            o => o.Commands["echo"] = new BatchCommandLine("/bin/echo", []),
            new NacmAccessControl(),
            services: s => s.AddSingleton(p => new TemplateTable(p.GetRequiredService<Operations>().Schema, [new TemplateSource(_templates)])));
        var root = host.Operations.Sessions.Open(new SessionIdentity("root", "internal") { IsRecovery = true });
        var tree = new JsonDataReader(host.Operations.Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(configuration)));
        await host.Operations.EditAsync(root, Datastore.Running, [new Edit(EditOperation.Merge, new DataPath(host.Operations.Schema), tree)], new EditOptions(), CancellationToken.None);
        return host;
    }
}
