using System.Buffers;
using System.Globalization;
using System.Text;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Nacm;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.AccessControl;

/// <summary>What is decided of whole lists at once must be what asking about each of their nodes comes to.</summary>
public sealed class ListVerdictsTests
{
    private const string Module = """
        module v {
          yang-version 1.1; namespace "urn:v"; prefix v;
          import ietf-netconf-acm { prefix nacm; }
          container top {
            list one {
              key id;
              leaf id { type string; }
              leaf a { type int32; }
              leaf guarded { nacm:default-deny-all; type string; }
              container in { leaf x { type string; } container deep { leaf y { type string; } } }
              container here { presence "it is there"; leaf z { type string; } }
              list sub { key k; leaf k { type uint8; } leaf v { type string; } }
              leaf-list tag { type string; }
            }
            list two { key "m n"; ordered-by user; leaf m { type string; } leaf n { type uint8; } leaf b { type string; } }
            leaf-list word { type string; }
          }
        }
        """;

    private static readonly YangSchema Schema = Compile();
    private static readonly string[] Paths =
    [
        "/v:top/one[id='{0}']", "/v:top/one[id='{0}']/a", "/v:top/one[id='{0}']/id", "/v:top/one[id='{0}']/in", "/v:top/one[id='{0}']/in/deep/y", "/v:top/one[id='{0}']/here",
        "/v:top/one[id='{0}']/guarded", "/v:top/one[id='{0}']/sub[k='1']", "/v:top/one[id='{0}']/sub[k='1']/v", "/v:top/one[id='{0}']/tag[.='t1']", "/v:top/one/sub[k='2']", "/v:top/one/a", "/v:top/one/in/x",
        "/v:top/one/in/deep", "/v:top/one/here", "/v:top/one/sub", "/v:top/one/sub/k", "/v:top/one/tag", "/v:top/one", "/v:top/two[m='m{0}'][n='1']", "/v:top/two[n='1']", "/v:top/two[m='m{0}'][n='1']/b",
        "/v:top/two/b", "/v:top/two", "/v:top/word[.='w{0}']", "/v:top/word", "/v:top",
    ];

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    public void Reads_of_whole_lists_show_what_asking_about_every_node_would_show(int entries)
    {
        var random = new Random(20_341);
        for (var round = 0; round < 150; round++)
        {
            var rules = Enumerable.Range(0, random.Next(1, 7)).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"name":"{{i}}","path":"{{string.Format(CultureInfo.InvariantCulture, Paths[random.Next(Paths.Length)], random.Next(entries))}}","access-operations":"read","action":"{{(random.Next(3) == 0 ? "permit" : "deny")}}"}"""));
            ShowsTheSame(entries, string.Join(',', rules), random.Next(2) == 0 ? "permit" : "deny");
        }
    }

    [Fact]
    public void Entries_that_no_rule_names_are_not_looked_up_by_key()
    {
        var access = Lists("""{"name":"1","path":"/v:top/one[id='7']","access-operations":"read","action":"deny"}""")!;
        access.Otherwise.ShouldBe(EntryAccess.Shown);
        access.Exceptions.Select(e => (Encoding.UTF8.GetString(e.Key), e.Value)).ShouldBe([("7", EntryAccess.None)]);
        access.Omits!(Node("/v:top/v:one/v:guarded")).ShouldBeTrue();
    }

    [Fact]
    public void An_entry_of_which_a_rule_hides_a_part_is_asked_about_and_no_other()
    {
        var access = Lists("""{"name":"1","path":"/v:top/one[id='7']/sub[k='1']","access-operations":"read","action":"deny"}""")!;
        access.Exceptions.Select(e => (Encoding.UTF8.GetString(e.Key), e.Value)).ShouldBe([("7", EntryAccess.Asked)]);
    }

    [Fact]
    public void A_rule_without_the_list_s_own_key_leaves_its_entries_to_be_asked_about() =>
        Lists("""{"name":"1","path":"/v:top/one/sub[k='1']","access-operations":"read","action":"deny"}""").ShouldBeNull();

    private static ListAccess? Lists(string rules)
    {
        var session = new SessionTable(TimeProvider.System).Open(new SessionIdentity("ann", "test"));
        return new NacmAccessControl().ReadView(Tree(0, rules, "permit"), session)!.Lists(Node("/v:top/v:one"));
    }

    private static SchemaNode Node(string path) => Schema.Nodes.Single(n => n.SchemaPath == path.Replace("/v:one", "/one", StringComparison.Ordinal).Replace("/v:guarded", "/guarded", StringComparison.Ordinal));

    private static void ShowsTheSame(int entries, string rules, string readDefault)
    {
        var tree = Tree(entries, rules, readDefault);
        var session = new SessionTable(TimeProvider.System).Open(new SessionIdentity("ann", "test"));
        var access = new NacmAccessControl();
        foreach (var content in new[] { ContentFilter.All, ContentFilter.Config })
        {
            Text(tree, access.ReadView(tree, session)!, content, isXml: false, atOnce: true).ShouldBe(Text(tree, access.ReadView(tree, session)!, content, isXml: false, atOnce: false), rules);
            Text(tree, access.ReadView(tree, session)!, content, isXml: true, atOnce: true).ShouldBe(Text(tree, access.ReadView(tree, session)!, content, isXml: true, atOnce: false), rules);
        }
    }

    private static string Text(DataTree tree, ReadView view, ContentFilter content, bool isXml, bool atOnce)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new DataWriteOptions { Readable = view.IsReadable, Lists = atOnce ? view.Lists : null, Content = content };
        if (isXml) XmlDataWriter.Write(buffer, tree.Root, options);
        else JsonDataWriter.Write(buffer, tree.Root, options);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static DataTree Tree(int entries, string rules, string readDefault)
    {
        var text = new StringBuilder($$"""{"ietf-netconf-acm:nacm":{"read-default":"{{readDefault}}","groups":{"group":[{"name":"staff","user-name":["ann"]}]},"rule-list":[{"name":"l","group":["staff"],"rule":[{{rules}}]}]}""");
        if (entries > 0)
        {
            text.Append(",\"v:top\":{\"one\":[").AppendJoin(',', Enumerable.Range(0, entries).Select(One));
            text.Append("],\"two\":[").AppendJoin(',', Enumerable.Range(0, entries).Reverse().Select(i => $$"""{"m":"m{{i}}","n":{{1 + (i % 2)}},"b":"b{{i}}"}"""));
            text.Append("],\"word\":[").AppendJoin(',', Enumerable.Range(0, entries).Select(i => $"\"w{i}\"")).Append("]}");
        }

        return new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text.Append('}').ToString())));
    }

    private static string One(int i) =>
        $$"""{"id":"{{i}}"{{(i % 2 == 0 ? $",\"a\":{i}" : "")}},"guarded":"g"{{(i % 3 == 0 ? ",\"in\":{\"x\":\"x\"}" : i % 3 == 1 ? ",\"in\":{\"x\":\"\\\"\",\"deep\":{\"y\":\"y\"}}" : ",\"in\":{\"deep\":{\"y\":\"y\"}}")}}{{(i % 4 == 0 ? ",\"here\":{}" : ",\"here\":{\"z\":\"z\"}")}},"sub":[{"k":1,"v":"v"},{"k":2}],"tag":["t1","t{{i}}x"]}""";

    private static YangSchema Compile()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        compiler.Implement("ietf-netconf-acm");
        return compiler.Compile().GetSchemaOrThrow();
    }
}
