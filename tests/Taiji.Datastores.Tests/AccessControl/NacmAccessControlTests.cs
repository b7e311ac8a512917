using System.Buffers;
using System.Text;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl;

public sealed class NacmAccessControlTests
{
    private const string Acme = """
        module acme {
          yang-version 1.1; namespace "urn:acme"; prefix a;
          import ietf-netconf-acm { prefix nacm; }
          container system {
            leaf name { type string; }
            leaf secret { nacm:default-deny-all; type string; }
            leaf guarded { nacm:default-deny-write; type string; }
            list port {
              key id;
              leaf id { type uint8; }
              leaf speed { type uint32; }
              action reset;
            }
          }
          rpc reboot;
          rpc wipe { nacm:default-deny-all; }
          notification alarm;
        }
        """;

    private static readonly YangSchema Schema = Compile();
    private readonly NacmAccessControl _access = new();
    private readonly SessionTable _sessions = new(TimeProvider.System);

    [Fact]
    public void Without_rules_reading_and_executing_are_permitted_and_writing_is_not()
    {
        var rules = Tree("""{"acme:system":{"name":"x"}}""");
        var session = Session("joe");
        Readable(rules, session, "/acme:system/name").ShouldBeTrue();
        Errors(rules, session, "{}", """{"acme:system":{"name":"x"}}""").ShouldBe(["access-denied /acme:system/name"]);
        _access.CheckExecute(rules, session, Rpc("acme", "reboot"), null).ShouldBeNull();
    }

    [Fact]
    public void Default_deny_all_hides_a_node_and_default_deny_write_guards_it()
    {
        var rules = Tree("""{"ietf-netconf-acm:nacm":{"write-default":"permit"},"acme:system":{"secret":"s","guarded":"g"}}""");
        var session = Session("joe");
        Readable(rules, session, "/acme:system/secret").ShouldBeFalse();
        Readable(rules, session, "/acme:system/guarded").ShouldBeTrue();
        Errors(rules, session, "{}", """{"acme:system":{"name":"x","secret":"s","guarded":"g"}}""")
            .ShouldBe(["access-denied /acme:system", "access-denied /acme:system/guarded"], "what may not be read isn't named");
        _access.CheckExecute(rules, session, Rpc("acme", "wipe"), null)!.Tag.ShouldBe(ErrorTag.AccessDenied);
    }

    [Fact]
    public void Delete_config_and_kill_session_need_a_rule_and_close_session_needs_none()
    {
        var rules = Tree("""{"ietf-netconf-acm:nacm":{"exec-default":"deny"}}""");
        var session = Session("joe");
        _access.CheckExecute(Tree("{}"), session, Rpc("ietf-netconf", "delete-config"), null)!.Path.ShouldBe("/ietf-netconf:delete-config");
        _access.CheckExecute(Tree("{}"), session, Rpc("ietf-netconf", "kill-session"), null).ShouldNotBeNull();
        _access.CheckExecute(rules, session, Rpc("ietf-netconf", "close-session"), null).ShouldBeNull();
        _access.CheckExecute(rules, session, Rpc("ietf-netconf", "get"), null).ShouldNotBeNull();
    }

    [Fact]
    public void Rules_apply_in_order_to_the_members_of_their_groups()
    {
        var rules = Tree(Rules("""
            {"name":"1","module-name":"acme","access-operations":"create update","action":"permit"},
            {"name":"2","module-name":"*","access-operations":"*","action":"deny"}
            """));
        Errors(rules, Session("ann"), "{}", """{"acme:system":{"name":"x"}}""").ShouldBeEmpty();
        Errors(rules, Session("ann"), """{"acme:system":{"name":"x"}}""", "{}").ShouldBe(["access-denied "], "what she may not read isn't named");
        Errors(rules, Session("joe"), "{}", """{"acme:system":{"name":"x"}}""").ShouldNotBeEmpty();
        Readable(rules, Session("ann"), "/acme:system").ShouldBeFalse();
        Readable(rules, Session("joe"), "/acme:system").ShouldBeTrue("no group, no rule (RFC 8341 §3.4.5 step 4)");
    }

    [Fact]
    public void A_path_rule_with_a_key_holds_for_that_entry_and_below()
    {
        var rules = Tree(Rules("""
            {"name":"1","path":"/acme:system/port[id='1']","access-operations":"*","action":"permit"},
            {"name":"2","path":"/acme:system/port","access-operations":"read","action":"deny"}
            """, """,{"id":2,"speed":20}"""));
        var session = Session("ann");
        Readable(rules, session, "/acme:system/port[id='1']/speed").ShouldBeTrue();
        Readable(rules, session, "/acme:system/port[id='2']/speed").ShouldBeFalse();
        Readable(rules, session, "/acme:system/port[id='2']").ShouldBeFalse();
        var action = (OperationNode)((InnerNode)DataPath.Parse(Schema, "/acme:system/port[id='1']").Node).Actions[0];
        _access.CheckExecute(rules, session, action, DataPath.Parse(Schema, "/acme:system/port[id='1']")).ShouldBeNull();
    }

    [Fact]
    public void An_action_on_an_entry_that_is_not_there_is_judged_by_the_rules_alone()
    {
        var rules = Tree(Rules("""
            {"name":"1","path":"/acme:system/port[id='7']","access-operations":"exec","action":"deny"}
            """));
        var session = Session("ann");
        var action = (OperationNode)((InnerNode)DataPath.Parse(Schema, "/acme:system/port[id='1']").Node).Actions[0];
        _access.CheckExecute(rules, session, action, DataPath.Parse(Schema, "/acme:system/port[id='7']"))!.Tag.ShouldBe(ErrorTag.AccessDenied);
        _access.CheckExecute(rules, session, action, DataPath.Parse(Schema, "/acme:system/port[id='8']")).ShouldBeNull();
    }

    [Fact]
    public void Rpc_and_notification_rules_go_by_name()
    {
        var rules = Tree(Rules("""
            {"name":"1","rpc-name":"reboot","module-name":"acme","access-operations":"exec","action":"deny"},
            {"name":"2","notification-name":"alarm","module-name":"acme","access-operations":"read","action":"deny"},
            {"name":"3","rpc-name":"wipe","access-operations":"exec","action":"permit"}
            """));
        var session = Session("ann");
        _access.CheckExecute(rules, session, Rpc("acme", "reboot"), null).ShouldNotBeNull();
        _access.CheckExecute(rules, session, Rpc("acme", "wipe"), null).ShouldBeNull();
        var alarm = (NotificationNode)Schema.Root.FindChild(Schema.FindModule("acme")!, "alarm")!;
        _access.MayReceive(rules, session, alarm, null).ShouldBeFalse();
        _access.MayReceive(rules, Session("joe"), alarm, null).ShouldBeTrue();
    }

    [Fact]
    public void External_groups_count_unless_switched_off()
    {
        const string rule = """{"name":"1","module-name":"acme","access-operations":"*","action":"permit"}""";
        var session = _sessions.Open(new SessionIdentity("eve", "netconf-ssh") { Groups = ["staff"] });
        Errors(Tree(Rules(rule)), session, "{}", """{"acme:system":{"name":"x"}}""").ShouldBeEmpty();
        Errors(Tree(Rules(rule).Replace("\"groups\"", "\"enable-external-groups\":false,\"groups\"", StringComparison.Ordinal)), session, "{}", """{"acme:system":{"name":"x"}}""")
            .ShouldNotBeEmpty();
    }

    [Fact]
    public void Recovery_sessions_and_a_switched_off_nacm_are_not_checked()
    {
        var recovery = _sessions.Open(new SessionIdentity("root", "netconf-unix") { IsRecovery = true });
        Errors(Tree("{}"), recovery, "{}", """{"acme:system":{"secret":"x"}}""").ShouldBeEmpty();
        var off = Tree("""{"ietf-netconf-acm:nacm":{"enable-nacm":false}}""");
        Errors(off, Session("joe"), "{}", """{"acme:system":{"secret":"x"}}""").ShouldBeEmpty();
        _access.ReadView(off, Session("joe")).ShouldBeNull();
    }

    [Fact]
    public void Who_may_read_everything_is_not_asked_about_node_by_node()
    {
        var rules = Tree(Rules("""{"name":"1","module-name":"*","access-operations":"read","action":"permit"}"""));
        _access.ReadView(rules, Session("ann")).ShouldBeNull();
        _access.ReadView(rules, Session("joe")).ShouldNotBeNull();
    }

    [Fact]
    public void What_may_not_be_read_is_gone_before_a_filter_can_ask_about_it()
    {
        var rules = Tree(Rules("""{"name":"1","path":"/acme:system/port[id='2']/speed","access-operations":"read","action":"deny"}""", """,{"id":2,"speed":20}"""));
        var visible = DataSelection.Readable(rules, _access.ReadView(rules, Session("ann"))!.IsReadable);
        visible.TryFind(DataPath.Parse(Schema, "/acme:system/port[id='1']/speed"), out _).ShouldBeTrue();
        visible.TryFind(DataPath.Parse(Schema, "/acme:system/port[id='2']"), out _).ShouldBeTrue();
        visible.TryFind(DataPath.Parse(Schema, "/acme:system/port[id='2']/speed"), out _).ShouldBeFalse();
        visible.TryFind(DataPath.Parse(Schema, "/ietf-netconf-acm:nacm/groups"), out _).ShouldBeFalse("it has default-deny-all");
    }

    [Fact]
    public void New_rules_are_noticed_and_unrelated_changes_keep_the_compiled_ones()
    {
        var before = Tree("""{"acme:system":{"name":"x"}}""");
        var session = Session("joe");
        Errors(before, session, "{}", """{"acme:system":{"name":"x"}}""").ShouldNotBeEmpty();
        var editor = before.Edit();
        editor.SetText(DataPath.Parse(Schema, "/ietf-netconf-acm:nacm/write-default"), "permit");
        Errors(editor.Seal(), session, "{}", """{"acme:system":{"name":"x"}}""").ShouldBeEmpty();
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Acme);
        compiler.Implement("ietf-netconf-acm");
        compiler.Implement("ietf-netconf");
        return compiler.Compile().GetSchemaOrThrow();
    }

    private static string Rules(string rules, string morePorts = "") => $$$"""
        {"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"staff","user-name":["ann"]}]},
         "rule-list":[{"name":"l","group":["staff"],"rule":[{{{rules}}}]}]},
         "acme:system":{"name":"n","port":[{"id":1,"speed":10}{{{morePorts}}}]}}
        """;

    private static DataTree Tree(string json) => new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    private static OperationNode Rpc(string module, string name) => (OperationNode)Schema.Root.FindChild(Schema.FindModule(module)!, name)!;

    private Session Session(string user) => _sessions.Open(new SessionIdentity(user, "netconf-ssh"));

    private bool Readable(DataTree rules, Session session, string path)
    {
        rules.TryFind(DataPath.Parse(Schema, path), out var node).ShouldBeTrue();
        return _access.ReadView(rules, session)?.IsReadable(node) ?? true;
    }

    private IEnumerable<string> Errors(DataTree rules, Session session, string before, string after) =>
        _access.CheckWrite(rules, session, new DataDiff(Tree(before), Tree(after))).Select(e => $"{e.Tag} {e.Path}");
}
