using System.Buffers;
using System.Text;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl;

/// <summary>The configurations of RFC 8341 Appendix A, and what each of their rules comes to.</summary>
public sealed class NacmExampleTests
{
    private const string Itf = """
        module itf {
          namespace "http://example.com/ns/itf"; prefix itf;
          container interfaces { list interface { key name; leaf name { type string; } leaf mtu { type uint16; } } }
        }
        """;

    private const string Netconf = """
        module acme-netconf {
          namespace "http://example.com/ns/netconf"; prefix an;
          container acme-netconf { container config-parameters { leaf port { type uint16; } } leaf uptime { type uint32; config false; } }
        }
        """;

    private const string System = """
        module acme-system { namespace "http://example.com/ns/system"; prefix as; notification sys-config-change; notification sys-restart; }
        """;

    private const string Groups = """
        <groups>
          <group><name>admin</name><user-name>admin</user-name><user-name>andy</user-name></group>
          <group><name>limited</name><user-name>wilma</user-name><user-name>bam-bam</user-name></group>
          <group><name>guest</name><user-name>guest</user-name><user-name>guest@example.com</user-name></group>
        </groups>
        """;

    private static readonly YangSchema Schema = Compile();
    private readonly NacmAccessControl _access = new();
    private readonly SessionTable _sessions = new(TimeProvider.System);

    [Theory]
    [InlineData("guest", "get", true)]
    [InlineData("guest@example.com", "read", false)]
    [InlineData("wilma", "read", true)]
    [InlineData("wilma", "kill-session", true)]
    [InlineData("bam-bam", "delete-config", true)]
    [InlineData("wilma", "write", false)]
    [InlineData("andy", "write", true)]
    [InlineData("admin", "delete-config", true)]
    [InlineData("guest", "delete-config", false)]
    [InlineData("nobody", "read", true)]
    public void Module_rules_of_A_2(string user, string what, bool isPermitted)
    {
        var rules = Rules("""
            <rule-list><name>guest-acl</name><group>guest</group>
              <rule><name>deny-ncm</name><module-name>ietf-netconf-monitoring</module-name><access-operations>*</access-operations><action>deny</action></rule></rule-list>
            <rule-list><name>limited-acl</name><group>limited</group>
              <rule><name>permit-ncm</name><module-name>ietf-netconf-monitoring</module-name><access-operations>read</access-operations><action>permit</action></rule>
              <rule><name>permit-exec</name><module-name>*</module-name><access-operations>exec</access-operations><action>permit</action></rule></rule-list>
            <rule-list><name>admin-acl</name><group>admin</group>
              <rule><name>permit-all</name><module-name>*</module-name><access-operations>*</access-operations><action>permit</action></rule></rule-list>
            """);
        (what switch
        {
            "read" => Reads(rules, user, "/ietf-netconf-monitoring:netconf-state/statistics/in-rpcs", """{"ietf-netconf-monitoring:netconf-state":{"statistics":{"in-rpcs":1}}}"""),
            "write" => Writes(rules, user, "{}", """{"itf:interfaces":{"interface":[{"name":"eth0"}]}}"""),
            _ => Invokes(rules, user, what),
        }).ShouldBe(isPermitted);
    }

    [Theory]
    [InlineData("wilma", "kill-session", false)]
    [InlineData("guest", "kill-session", false)]
    [InlineData("bam-bam", "delete-config", false)]
    [InlineData("guest", "delete-config", false)]
    [InlineData("wilma", "edit-config", true)]
    [InlineData("guest", "edit-config", false)]
    [InlineData("guest", "close-session", true)]
    public void Protocol_operation_rules_of_A_3_under_an_exec_default_of_deny(string user, string rpc, bool isPermitted)
    {
        var rules = Rules("""
            <exec-default>deny</exec-default>
            <rule-list><name>guest-limited-acl</name><group>limited</group><group>guest</group>
              <rule><name>deny-kill-session</name><module-name>ietf-netconf</module-name><rpc-name>kill-session</rpc-name><access-operations>exec</access-operations><action>deny</action></rule>
              <rule><name>deny-delete-config</name><module-name>ietf-netconf</module-name><rpc-name>delete-config</rpc-name><access-operations>exec</access-operations><action>deny</action></rule></rule-list>
            <rule-list><name>limited-acl</name><group>limited</group>
              <rule><name>permit-edit-config</name><module-name>ietf-netconf</module-name><rpc-name>edit-config</rpc-name><access-operations>exec</access-operations><action>permit</action></rule></rule-list>
            """);
        Invokes(rules, user, rpc).ShouldBe(isPermitted);
    }

    [Theory]
    [InlineData("guest", "read /ietf-netconf-acm:nacm", false)]
    [InlineData("wilma", "create /acme-netconf:acme-netconf/config-parameters", true)]
    [InlineData("wilma", "delete /acme-netconf:acme-netconf/config-parameters", true)]
    [InlineData("guest", "create /acme-netconf:acme-netconf/config-parameters", false)]
    [InlineData("wilma", "update dummy", true)]
    [InlineData("guest", "update dummy", true)]
    [InlineData("guest", "update other", false)]
    [InlineData("guest", "create dummy", false)]
    [InlineData("wilma", "delete dummy", false)]
    [InlineData("admin", "create other", true)]
    [InlineData("andy", "delete dummy", true)]
    [InlineData("andy", "create /acme-netconf:acme-netconf/config-parameters", false)]
    public void Data_node_rules_of_A_4(string user, string what, bool isPermitted)
    {
        var rules = Rules("""
            <rule-list><name>guest-acl</name><group>guest</group>
              <rule><name>deny-nacm</name><path xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-acm">
                /n:nacm
              </path><access-operations>*</access-operations><action>deny</action></rule></rule-list>
            <rule-list><name>limited-acl</name><group>limited</group>
              <rule><name>permit-acme-config</name><path xmlns:acme="http://example.com/ns/netconf">
                /acme:acme-netconf/acme:config-parameters
              </path><access-operations>
                read create update delete
              </access-operations><action>permit</action></rule></rule-list>
            <rule-list><name>guest-limited-acl</name><group>guest</group><group>limited</group>
              <rule><name>permit-dummy-interface</name><path xmlns:acme="http://example.com/ns/itf">
                /acme:interfaces/acme:interface[acme:name='dummy']
              </path><access-operations>read update</access-operations><action>permit</action></rule></rule-list>
            <rule-list><name>admin-acl</name><group>admin</group>
              <rule><name>permit-interface</name><path xmlns:acme="http://example.com/ns/itf">
                /acme:interfaces/acme:interface
              </path><access-operations>*</access-operations><action>permit</action></rule></rule-list>
            """);
        const string parameters = """{"acme-netconf:acme-netconf":{"config-parameters":{"port":830}}}""";
        (what.Split(' ') switch
        {
            ["read", var path] => Reads(rules, user, path, null),
            ["create", ['/', ..]] => Writes(rules, user, "{}", parameters),
            ["delete", ['/', ..]] => Writes(rules, user, parameters, "{}"),
            ["create", var name] => Writes(rules, user, "{}", Interface(name, 1500)),
            ["delete", var name] => Writes(rules, user, Interface(name, 1500), "{}"),
            [_, var name] => Writes(rules, user, Interface(name, 1500), Interface(name, 9000)),
            _ => throw new ArgumentException(what),
        }).ShouldBe(isPermitted);
    }

    [Theory]
    [InlineData("wilma", "sys-config-change", false)]
    [InlineData("guest", "sys-config-change", false)]
    [InlineData("guest", "sys-restart", true)]
    [InlineData("andy", "sys-config-change", true)]
    [InlineData("nobody", "sys-config-change", true)]
    public void Notification_rules_of_A_5(string user, string notification, bool isPermitted)
    {
        var rules = Rules("""
            <rule-list><name>sys-acl</name><group>limited</group><group>guest</group>
              <rule><name>deny-config-change</name><module-name>acme-system</module-name><notification-name>sys-config-change</notification-name><access-operations>read</access-operations><action>deny</action></rule></rule-list>
            """);
        var node = (NotificationNode)Schema.Root.FindChild(Schema.FindModule("acme-system")!, notification)!;
        _access.MayReceive(rules, Session(user), node, null).ShouldBe(isPermitted);
    }

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        foreach (var text in new[] { Itf, Netconf, System }) compiler.ImplementText(text);
        foreach (var name in new[] { "ietf-netconf-acm", "ietf-netconf", "ietf-netconf-monitoring" }) compiler.Implement(name);
        return compiler.Compile().GetSchemaOrThrow();
    }

    private static DataTree Rules(string rules)
    {
        var text = $"""<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm">{Groups}{rules}</nacm></config>""";
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        reader.MoveToContent();
        return new XmlDataReader(Schema).ReadTree(reader);
    }

    private static DataTree Tree(string json) => new JsonDataReader(Schema, new DataReadOptions { AllowState = true }).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    private static string Interface(string name, int mtu) => $$$"""{"itf:interfaces":{"interface":[{"name":"{{{name}}}","mtu":{{{mtu}}}}]}}""";

    private Session Session(string user) => _sessions.Open(new SessionIdentity(user, "netconf-ssh"));

    private bool Invokes(DataTree rules, string user, string rpc) =>
        _access.CheckExecute(rules, Session(user), (OperationNode)Schema.Root.FindChild(Schema.FindModule("ietf-netconf")!, rpc)!, null) is null;

    private bool Writes(DataTree rules, string user, string before, string after) =>
        _access.CheckWrite(rules, Session(user), new DataDiff(Tree(before), Tree(after))).Count == 0;

    private bool Reads(DataTree rules, string user, string path, string? content)
    {
        (content is null ? rules : Tree(content)).TryFind(DataPath.Parse(Schema, path), out var node).ShouldBeTrue();
        return _access.ReadView(rules, Session(user))?.IsReadable(node) ?? true;
    }
}
