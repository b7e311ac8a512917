using System.Text;
using System.Xml.Linq;

namespace Taiji.Conformance.Netconf;

/// <summary>A server of the data model that RFC 6241 speaks of in its examples.</summary>
public sealed class RfcExampleFixture : IAsyncLifetime
{
    private const string Module = """
        module top-config {
          yang-version 1.1;
          namespace "http://example.com/schema/1.2/config";
          prefix t;
          container top {
            container users {
              list user {
                key name;
                ordered-by user;
                leaf name { type string; }
                leaf type { type string; }
                leaf full-name { type string; }
                container company-info { leaf dept { type uint8; } leaf id { type uint8; } }
              }
            }
            list interface {
              key name;
              leaf name { type string; }
              leaf mtu { type uint16; }
              list address { key name; leaf name { type string; } leaf prefix-length { type uint8; } }
            }
            container protocols {
              container ospf {
                list area {
                  key name;
                  leaf name { type string; }
                  container interfaces { list interface { key name; leaf name { type string; } } }
                }
              }
            }
          }
        }
        """;

    private readonly string _yang = Directory.CreateTempSubdirectory("taiji-rfc-").FullName;

    public TaijiProcess Taiji { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_yang, "top-config.yang"), Module);
        Taiji = await TaijiProcess.StartAsync(null, "--yang", _yang, "--module", "top-config");
    }

    public async ValueTask DisposeAsync()
    {
        if (Taiji is not null) await Taiji.DisposeAsync();
        Directory.Delete(_yang, recursive: true);
    }
}

/// <summary>The examples of RFC 6241 §6.4 and §7.2, element for element.</summary>
public sealed class RfcExampleTests(RfcExampleFixture server) : IClassFixture<RfcExampleFixture>
{
    private const string Root = "<user><name>root</name><type>superuser</type><full-name>Charlie Root</full-name><company-info><dept>1</dept><id>1</id></company-info></user>";
    private const string Fred = "<user><name>fred</name><type>admin</type><full-name>Fred Flintstone</full-name><company-info><dept>2</dept><id>2</id></company-info></user>";
    private const string Barney = "<user><name>barney</name><type>admin</type><full-name>Barney Rubble</full-name><company-info><dept>2</dept><id>3</id></company-info></user>";

    [Theory]
    [InlineData("", "")]
    [InlineData("<top xmlns='http://example.com/schema/1.2/config'><users/></top>", Root + Fred + Barney)]
    [InlineData("<top xmlns='http://example.com/schema/1.2/config'><users><user/></users></top>", Root + Fred + Barney)]
    [InlineData("<top xmlns='http://example.com/schema/1.2/config'><users><user><name/></user></users></top>", "<user><name>root</name></user><user><name>fred</name></user><user><name>barney</name></user>")]
    [InlineData("<top xmlns='http://example.com/schema/1.2/config'><users><user><name>fred</name></user></users></top>", Fred)]
    [InlineData("<top xmlns='http://example.com/schema/1.2/config'><users><user><name>fred</name><type/><full-name/></user></users></top>", "<user><name>fred</name><type>admin</type><full-name>Fred Flintstone</full-name></user>")]
    [InlineData(
        "<top xmlns='http://example.com/schema/1.2/config'><users><user><name>root</name><company-info/></user><user><name>fred</name><company-info><id/></company-info></user>"
        + "<user><name>barney</name><type>superuser</type><company-info><dept/></company-info></user></users></top>",
        "<user><name>root</name><company-info><dept>1</dept><id>1</id></company-info></user><user><name>fred</name><company-info><id>2</id></company-info></user>")]
    [InlineData("<t:top xmlns:t='http://example.com/schema/1.2/config'><t:interface t:ifName='eth0'/></t:top>", "")]
    [InlineData("<top><users><user><name>fred</name><type/></user></users></top>", "")]
    [InlineData("<top xmlns=''><users><user><name>fred</name><type/></user></users></top>", "<user><name>fred</name><type>admin</type></user>")]
    public async Task A_filter_selects_what_the_rfc_shows(string filter, string users)
    {
        await ReplaceAsync($"<users>{Root}{Fred}{Barney}</users>");
        // Unqualified elements are in NETCONF's own namespace by the rpc's declaration.
        var reply = await AskAsync($"<get-config><source><running/></source><filter type=\"subtree\">{filter}</filter></get-config>");
        var data = reply.Elements().ShouldHaveSingleItem();
        data.Name.LocalName.ShouldBe("data");
        Plain(data).ShouldBe(users.Length == 0 ? "<data />" : Plain(XElement.Parse($"<data><top><users>{users}</users></top></data>")));
    }

    [Fact]
    public async Task Without_a_filter_everything_is_there()
    {
        await ReplaceAsync($"<users>{Root}{Fred}{Barney}</users>");
        Plain(await AskAsync("<get-config><source><running/></source></get-config>")).ShouldContain(Plain(XElement.Parse($"<top><users>{Root}{Fred}{Barney}</users></top>")));
    }

    [Fact]
    public async Task The_edits_of_the_rfc_set_replace_and_delete_an_interface()
    {
        await ReplaceAsync("");
        const string set = "<interface><name>Ethernet0/0</name><mtu>1500</mtu></interface>";
        const string replace = "<interface xc:operation=\"replace\"><name>Ethernet0/0</name><mtu>1500</mtu><address><name>192.0.2.4</name><prefix-length>24</prefix-length></address></interface>";
        await EditAsync(set);
        (await TopAsync()).ShouldBe($"<top>{set}</top>");
        await EditAsync(replace);
        (await TopAsync()).ShouldBe($"<top>{replace.Replace(" xc:operation=\"replace\"", "", StringComparison.Ordinal)}</top>");
        await EditAsync("<interface xc:operation=\"delete\"><name>Ethernet0/0</name></interface>", "<default-operation>none</default-operation>");
        (await TopAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_one_interface_of_an_area_leaves_the_others()
    {
        const string area = "<protocols><ospf><area><name>0.0.0.0</name><interfaces>{0}</interfaces></area></ospf></protocols>";
        await ReplaceAsync(string.Format(null, CompositeFormat.Parse(area), "<interface><name>192.0.2.1</name></interface><interface><name>192.0.2.4</name></interface>"));
        await EditAsync(
            string.Format(null, CompositeFormat.Parse(area), "<interface xc:operation=\"delete\"><name>192.0.2.4</name></interface>"), "<default-operation>none</default-operation>");
        (await TopAsync()).ShouldBe($"<top>{string.Format(null, CompositeFormat.Parse(area), "<interface><name>192.0.2.1</name></interface>")}</top>");
    }

    private Task ReplaceAsync(string content) => EditAsync(content, attributes: "xc:operation=\"replace\"");

    private async Task EditAsync(string content, string options = "", string attributes = "")
    {
        var reply = await AskAsync(
            $"<edit-config><target><running/></target>{options}<config xmlns:xc=\"urn:ietf:params:xml:ns:netconf:base:1.0\">"
            + $"<top xmlns=\"http://example.com/schema/1.2/config\" {attributes}>{content}</top></config></edit-config>");
        reply.Elements().ShouldHaveSingleItem().Name.LocalName.ShouldBe("ok", customMessage: reply.ToString());
    }

    private async Task<string> TopAsync() =>
        string.Concat(XElement.Parse(Plain(await AskAsync("<get-config><source><running/></source><filter><top xmlns=\"http://example.com/schema/1.2/config\"/></filter></get-config>")))
            .Descendants("top").Select(e => e.ToString(SaveOptions.DisableFormatting)));

    private async Task<XElement> AskAsync(string operation)
    {
        await using var connection = await RawConnection.OpenSessionAsync(server.Taiji, "1.0");
        await connection.SendAsync(RawNetconf.Rpc(operation, "101") + RawNetconf.End);
        var reply = XElement.Parse(await connection.ReadToAsync(RawNetconf.End));
        reply.Attribute("message-id")!.Value.ShouldBe("101");
        return reply;
    }

    /// <summary>Without namespaces and attributes.</summary>
    private static string Plain(XElement element) => Strip(element).ToString(SaveOptions.DisableFormatting);

    private static XElement Strip(XElement element) =>
        element.HasElements ? new XElement(element.Name.LocalName, element.Elements().Select(Strip)) : element.Value.Length == 0 ? new XElement(element.Name.LocalName) : new XElement(element.Name.LocalName, element.Value);
}
