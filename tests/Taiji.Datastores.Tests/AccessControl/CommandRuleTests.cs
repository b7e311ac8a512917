using System.Buffers;
using System.Text;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Tests.Support;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl;

public sealed class CommandRuleTests
{
    private static readonly YangSchema Schema = Compile();
    private readonly NacmAccessControl _access = new();
    private readonly SessionTable _sessions = new(TimeProvider.System);

    [Fact]
    public void Without_a_rule_every_command_may_be_seen_and_used()
    {
        MayUse("{}", "joe", "webui", "::jsonrpc:: get_schema").ShouldBeTrue();
        MayUse("{}", "joe", "cli", "").ShouldBeTrue();
    }

    [Fact]
    public void The_first_rule_whose_words_the_command_begins_with_decides()
    {
        var rules = Rules("""
            {"name":"1","context":"webui","command":"::jsonrpc:: get_schema","access-operations":"read exec","action":"deny"},
            {"name":"2","command":"show * secrets","action":"deny"},
            {"name":"3","command":"show","action":"permit"},
            {"name":"4","command":"*","access-operations":"exec","action":"deny"}
            """);
        MayUse(rules, "ann", "webui", "::jsonrpc:: get_schema").ShouldBeFalse();
        MayUse(rules, "ann", "webui", "::jsonrpc::  get_schema").ShouldBeFalse("blanks don't make another command");
        MayUse(rules, "ann", "cli", "show status").ShouldBeTrue();
        MayUse(rules, "ann", "cli", "show my secrets now").ShouldBeFalse();
        MayUse(rules, "ann", "cli", "showing").ShouldBeFalse("words are compared whole");
        MayUse(rules, "ann", "cli", "").ShouldBeFalse("the asterisk alone is about all commands");
    }

    [Fact]
    public void A_rule_holds_in_its_context_for_its_access_and_for_its_groups()
    {
        var rules = Rules("""{"name":"1","context":"webui","command":"::jsonrpc:: commit","access-operations":"exec","action":"deny"}""");
        MayUse(rules, "ann", "cli", "::jsonrpc:: commit").ShouldBeTrue();
        MayUse(rules, "ann", "webui", "::jsonrpc:: commit").ShouldBeFalse();
        MayUse(rules, "ann", "webui", "::jsonrpc:: commit", CommandAccess.Read).ShouldBeTrue();
        MayUse(rules, "joe", "webui", "::jsonrpc:: commit").ShouldBeTrue("he is in no group");
    }

    [Fact]
    public void Commands_have_defaults_of_their_own()
    {
        MayUse("""{"ietf-netconf-acm:nacm":{"taiji-access:command-exec-default":"deny"}}""", "joe", "cli", "show").ShouldBeFalse();
        MayUse("""{"ietf-netconf-acm:nacm":{"taiji-access:command-exec-default":"deny"}}""", "joe", "cli", "show", CommandAccess.Read).ShouldBeTrue();
        MayUse("""{"ietf-netconf-acm:nacm":{"taiji-access:command-read-default":"deny"}}""", "joe", "cli", "show", CommandAccess.Read).ShouldBeFalse();
        MayUse("""{"ietf-netconf-acm:nacm":{"enable-nacm":false,"taiji-access:command-exec-default":"deny"}}""", "joe", "cli", "show").ShouldBeTrue();
    }

    [Fact]
    public async Task Operations_answer_by_the_rules_in_force()
    {
        await using var server = await TestServer.StartAsync(schema: Schema, access: new NacmAccessControl());
        using var root = server.Operations.Sessions.Open(new SessionIdentity("root", "internal") { IsRecovery = true });
        server.Operations.MayExecuteCommand(server.Alice, "cli", "show").ShouldBeTrue();
        var payload = Tree("""{"ietf-netconf-acm:nacm":{"taiji-access:command-exec-default":"deny"}}""");
        await server.EditAsync(root, new Edit(EditOperation.Merge, new DataPath(Schema), payload));
        server.Operations.MayExecuteCommand(server.Alice, "cli", "show").ShouldBeFalse();
        server.Operations.MaySeeCommand(server.Alice, "cli", "show").ShouldBeTrue();
        server.Operations.MayExecuteCommand(root, "cli", "show").ShouldBeTrue("a recovery session isn't subject to the rules");
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.Implement("ietf-netconf-acm");
        compiler.Implement("taiji-access");
        return compiler.Compile().GetSchemaOrThrow();
    }

    private static string Rules(string rules) => $$$"""
        {"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"staff","user-name":["ann"]}]},
         "rule-list":[{"name":"l","group":["staff"],"taiji-access:command-rule":[{{{rules}}}]}]}}
        """;

    private static DataTree Tree(string json) => new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    private bool MayUse(string rules, string user, string context, string command, CommandAccess access = CommandAccess.Exec) =>
        _access.MayUseCommand(Tree(rules), _sessions.Open(new SessionIdentity(user, "jsonrpc")), context, command, access);
}
