using Taiji.Yang.Data;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>Data that no datastore may take: every fault with the standard's error-tag, error-app-tag and instance-path (RFC 7950 §8.3.1, §15), and all of them together.</summary>
public sealed class BadDataTests
{
    private static readonly YangSchema Schema = Documents.Compile("""
        module b {
          yang-version 1.1; namespace "urn:b"; prefix b;
          container c {
            list l { key "k n"; leaf k { type string; } leaf n { type uint8; } leaf v { type string; } }
            leaf-list ll { type uint8; }
            leaf u16 { type uint16 { range "1..100" { error-app-tag too-much; } } } leaf i64 { type int64; } leaf d64 { type decimal64 { fraction-digits 2; } }
            leaf bin { type binary { length "2"; } } leaf none { type empty; } leaf text { type string; }
            choice way { leaf left { type string; } container right { presence "right"; } }
            leaf kind { type string; } leaf only { when "../kind = 'x'"; type string; }
          }
        }
        """, "module other { namespace 'urn:other'; prefix o; leaf text { type string; } }");

    [Theory]
    [InlineData("""{"b:c":{"l":[{"k":"a","n":1},{"k":"a","n":1}]}}""", "operation-failed", "data-not-unique", "/b:c/l[k='a'][n='1']")]
    [InlineData("<l><k>a</k><n>1</n></l><l><k>a</k><n>1</n></l>", "operation-failed", "data-not-unique", "/b:c/l[k='a'][n='1']")]
    [InlineData("""{"b:c":{"ll":[7,7]}}""", "operation-failed", "data-not-unique", "/b:c/ll[.='7']")]
    [InlineData("""{"b:c":{"l":[{"k":"a"}]}}""", "missing-element", null, "/b:c/l")]
    [InlineData("<l><k>a</k><v>b</v></l>", "missing-element", null, "/b:c/l")]
    [InlineData("<l><n>1</n><k>a</k></l>", "bad-element", null, "/b:c/l[1]/k")]
    [InlineData("<text xmlns='urn:nowhere'>a</text>", "unknown-namespace", null, "/b:c")]
    [InlineData("<text xmlns='urn:other'>a</text>", "unknown-element", null, "/b:c")]
    [InlineData("""{"b:c":{"nowhere:text":"a"}}""", "unknown-namespace", null, "/b:c")]
    [InlineData("""{"b:c":{"other:text":"a"}}""", "unknown-element", null, "/b:c")]
    [InlineData("""{"b:c":{"u16":"5"}}""", "invalid-value", null, "/b:c/u16")]
    [InlineData("""{"b:c":{"u16":500}}""", "invalid-value", "too-much", "/b:c/u16")]
    [InlineData("""{"b:c":{"i64":5}}""", "invalid-value", null, "/b:c/i64")]
    [InlineData("""{"b:c":{"d64":5.25}}""", "invalid-value", null, "/b:c/d64")]
    [InlineData("""{"b:c":{"bin":"A==="}}""", "invalid-value", null, "/b:c/bin")]
    [InlineData("<bin>AA*=</bin>", "invalid-value", null, "/b:c/bin")]
    [InlineData("""{"b:c":{"none":""}}""", "invalid-value", null, "/b:c/none")]
    [InlineData("""{"b:c":{"none":["x"]}}""", "invalid-value", null, "/b:c/none")]
    [InlineData("<none>x</none>", "invalid-value", null, "/b:c/none")]
    [InlineData("""{"b:c":{"left":"a","right":{}}}""", "bad-element", null, "/b:c/right")]
    [InlineData("<right/><left>a</left>", "bad-element", null, "/b:c/left")]
    [InlineData("""{"b:c":{"kind":"y","only":"a"}}""", "unknown-element", null, "/b:c/only")]
    [InlineData("<only>a</only>", "unknown-element", null, "/b:c/only")]
    public void A_fault_has_its_tag_app_tag_and_path(string text, string tag, string? appTag, string path)
    {
        var error = Faults(text).ShouldHaveSingleItem();
        (error.Tag, error.AppTag, error.Path).ShouldBe((tag, appTag, path));
        error.Type.ShouldBe(ErrorType.Application);
        error.Message.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_no_message_at_all()
    {
        byte[] json = [.. "{\"b:c\":{\"text\":\"a"u8, 0xE2, 0x28, 0xA1, .. "\"}}"u8];
        Documents.Error(() => new JsonDataReader(Schema).ReadStream(new MemoryStream(json))).Tag.ShouldBe(ErrorTag.MalformedMessage);
        byte[] xml = [.. "<data><c xmlns='urn:b'><text>a"u8, 0xE2, 0x28, 0xA1, .. "</text></c></data>"u8];
        Documents.Error(() =>
        {
            using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(xml));
            reader.MoveToContent();
            new XmlDataReader(Schema).ReadTree(reader);
        }).Tag.ShouldBe(ErrorTag.MalformedMessage);
    }

    [Fact]
    public void All_faults_of_a_document_are_told_together()
    {
        Faults("""{"b:c":{"l":[{"k":"a"},{"k":"b","n":1},{"k":"b","n":1}],"u16":"5","i64":5,"bin":"?","none":1,"left":"a","right":{},"nix":1}}""")
            .Select(e => e.Tag).ShouldBe(["missing-element", "operation-failed", "invalid-value", "invalid-value", "invalid-value", "invalid-value", "bad-element", "unknown-element"]);
        Faults("<l><k>a</k></l><l><n>1</n><k>b</k></l><u16>x</u16><bin>?</bin><none>1</none><left>a</left><right/><nix/><text xmlns='urn:x'/>")
            .Select(e => e.Tag).ShouldBe(["missing-element", "bad-element", "invalid-value", "invalid-value", "invalid-value", "bad-element", "unknown-element", "unknown-namespace"]);
    }

    [Fact]
    public void An_edit_is_refused_for_its_keys_order_too() =>
        Documents.Error(() => Schema.ReadEdits("<c xmlns='urn:b'><l nc:operation='create'><n>1</n><k>a</k></l></c>")).Tag.ShouldBe("bad-element");

    [Fact]
    public void Members_of_a_JSON_object_have_no_order_and_other_elements_may_come_before_keys()
    {
        Schema.ReadJson("""{"b:c":{"l":[{"n":1,"v":"x","k":"a"}]}}""").ToJson().ShouldBe("""{"b:c":{"l":[{"k":"a","n":1,"v":"x"}]}}""");
        Schema.ReadXml("<c xmlns='urn:b'><l><v>x</v><k>a</k><n>1</n></l></c>").ToXml().ShouldBe("""<c xmlns="urn:b"><l><k>a</k><n>1</n><v>x</v></l></c>""");
    }

    /// <summary>What reading finds, or validating when reading finds nothing.</summary>
    private static IReadOnlyList<RpcError> Faults(string text)
    {
        DataTree tree;
        try
        {
            tree = text[0] == '{' ? Schema.ReadJson(text) : Schema.ReadXml($"<c xmlns='urn:b'>{text}</c>");
        }
        catch (RpcErrorException e)
        {
            return e.Errors;
        }

        return new DataValidator(Schema).Validate(tree, ValidationContent.Configuration);
    }
}
