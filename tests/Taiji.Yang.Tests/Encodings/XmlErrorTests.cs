using System.Text;
using Taiji.Yang.Encodings;
using static Taiji.Yang.Tests.Encodings.Documents;

namespace Taiji.Yang.Tests.Encodings;

public sealed class XmlErrorTests
{
    private static readonly Taiji.Yang.Schema.YangSchema Schema = EncodingSchemas.Varied;

    private static Taiji.Yang.Diagnostics.RpcError ErrorOf(string content, DataReadOptions? options = null) => Error(() => Schema.ReadXml(content, options));

    [Fact]
    public void An_unknown_element_is_named_with_the_nearest_known_one()
    {
        var error = ErrorOf("<top xmlns='urn:m'><nane>x</nane></top>");
        error.Tag.ShouldBe("unknown-element");
        error.Value("bad-element").ShouldBe("nane");
        error.Path.ShouldBe("/m:top");
        error.Message.ShouldBe("there is no 'nane' in 'top'; did you mean 'name'?");
    }

    [Fact]
    public void An_unknown_namespace_is_named()
    {
        var error = ErrorOf("<top xmlns='urn:nobody'/>");
        error.Tag.ShouldBe("unknown-namespace");
        error.Value("bad-element").ShouldBe("top");
        error.Value("bad-namespace").ShouldBe("urn:nobody");
        error.Message!.ShouldContain("'urn:m'");
    }

    [Fact]
    public void An_element_without_namespace_is_unknown_namespace() => ErrorOf("<top/>").Tag.ShouldBe("unknown-namespace");

    [Fact]
    public void A_name_of_another_module_is_unknown_element()
    {
        var error = ErrorOf("<top xmlns='urn:m'><extra>x</extra></top>");
        error.Tag.ShouldBe("unknown-element");
        error.Message!.ShouldContain("'urn:other'");
    }

    [Theory]
    [InlineData("<i8>128</i8>", "i8", null)]
    [InlineData("<i8>x</i8>", "i8", null)]
    [InlineData("<u64>-1</u64>", "u64", null)]
    [InlineData("<dec>1.2345</dec>", "dec", null)]
    [InlineData("<short>12345</short>", "short", "too-long")]
    [InlineData("<word>A</word>", "word", null)]
    [InlineData("<bool>yes</bool>", "bool", null)]
    [InlineData("<colour>blue</colour>", "colour", null)]
    [InlineData("<bits>a a</bits>", "bits", null)]
    [InlineData("<bin>*</bin>", "bin", null)]
    [InlineData("<none>x</none>", "none", null)]
    [InlineData("<pet>m:dog</pet>", "pet", null)]
    [InlineData("<pet>animal</pet>", "pet", null)]
    [InlineData("<iid>/nobody</iid>", "iid", null)]
    [InlineData("<either>abcd</either>", "either", null)]
    public void A_value_its_type_refuses_is_invalid_value(string leaf, string name, string? appTag)
    {
        var error = ErrorOf($"<types xmlns='urn:m'>{leaf}</types>");
        error.Tag.ShouldBe("invalid-value");
        error.Path.ShouldBe($"/m:types/{name}");
        error.Value("bad-element").ShouldBe(name);
        error.AppTag.ShouldBe(appTag);
        error.Message.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_restriction_s_own_message_is_the_message() => ErrorOf("<types xmlns='urn:m'><short>12345</short></types>").Message.ShouldBe("four at most");

    [Fact]
    public void A_missing_key_is_missing_element()
    {
        var error = ErrorOf("<top xmlns='urn:m'><route><prefix>p</prefix></route></top>");
        error.Tag.ShouldBe("missing-element");
        error.Value("bad-element").ShouldBe("metric");
        error.Path.ShouldBe("/m:top/route");
    }

    [Fact]
    public void A_key_with_a_bad_value_is_not_called_missing_too() =>
        ErrorOf("<top xmlns='urn:m'><route><prefix>p</prefix><metric>999</metric></route></top>").Tag.ShouldBe("invalid-value");

    [Fact]
    public void The_same_entry_twice_is_data_not_unique()
    {
        var error = ErrorOf("<top xmlns='urn:m'><user><name>a</name></user><user><name>a</name></user></top>");
        error.Tag.ShouldBe("operation-failed");
        error.AppTag.ShouldBe("data-not-unique");
        error.Path.ShouldBe("/m:top/user[name='a']");
    }

    [Fact]
    public void The_same_leaf_list_value_twice_is_data_not_unique_even_in_other_words()
    {
        var error = ErrorOf("<types xmlns='urn:m'><nums>1</nums><nums> 01 </nums></types>");
        error.AppTag.ShouldBe("data-not-unique");
        error.Path.ShouldBe("/m:types/nums[.='1']");
    }

    [Fact]
    public void Entries_twice_inside_entries_are_named_by_all_keys() =>
        ErrorOf("<top xmlns='urn:m'><user><name>u</name><groups>x</groups><groups>x</groups></user></top>").Path.ShouldBe("/m:top/user[name='u']/groups[.='x']");

    [Theory]
    [InlineData("<top xmlns='urn:m'><name>a</name><name>b</name></top>", "name")]
    [InlineData("<top xmlns='urn:m'/><top xmlns='urn:m'/>", "top")]
    [InlineData("<loose xmlns='urn:m'>a</loose><loose xmlns='urn:m'>b</loose>", "loose")]
    [InlineData("<top xmlns='urn:m'>text</top>", "top")]
    [InlineData("<top xmlns='urn:m'><l>a</l><r>b</r></top>", "r")]
    [InlineData("<top xmlns='urn:m'><rc><rr>a</rr></rc><l2>b</l2></top>", "l2")]
    [InlineData("<blob xmlns='urn:m'>text</blob>", "blob")]
    public void Content_of_the_wrong_shape_is_bad_element(string content, string name)
    {
        var error = ErrorOf(content);
        error.Tag.ShouldBe("bad-element");
        error.Value("bad-element").ShouldBe(name);
    }

    [Fact]
    public void An_element_inside_a_leaf_is_unknown_element()
    {
        var error = ErrorOf("<top xmlns='urn:m'><name><b/></name></top>");
        error.Tag.ShouldBe("unknown-element");
        error.Path.ShouldBe("/m:top/name");
    }

    [Fact]
    public void State_is_unknown_in_a_configuration_and_known_where_allowed()
    {
        const string Content = "<top xmlns='urn:m'><stats><in>1</in></stats></top>";
        var error = ErrorOf(Content);
        error.Tag.ShouldBe("unknown-element");
        error.Path.ShouldBe("/m:top/stats");
        Schema.ReadXml(Content, new DataReadOptions { AllowState = true }).ToXml().ShouldContain("<in>1</in>");
    }

    [Theory]
    [InlineData("<top xmlns='urn:m' colour='red'/>", "colour")]
    [InlineData("<top xmlns='urn:m' xmlns:x='urn:x' x:a='1'/>", "a")]
    [InlineData("<top xmlns='urn:m' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='merge'/>", "operation")]
    [InlineData("<top xmlns='urn:m' xmlns:y='urn:ietf:params:xml:ns:yang:1'><dns y:insert='first'>a</dns></top>", "insert")]
    public void An_unknown_attribute_is_refused(string content, string name)
    {
        var error = ErrorOf(content);
        error.Tag.ShouldBe("unknown-attribute");
        error.Value("bad-attribute").ShouldBe(name);
        error.Value("bad-element").ShouldNotBeNull();
    }

    [Fact]
    public void Language_and_origin_attributes_are_no_errors() =>
        Schema.ReadXml("<top xmlns='urn:m' xml:lang='en' xmlns:or='urn:ietf:params:xml:ns:yang:ietf-origin' or:origin='or:intended'><name>n</name></top>").IsEmpty.ShouldBeFalse();

    [Fact]
    public void A_value_marked_as_default_is_not_stored_and_must_be_the_default()
    {
        const string Wd = "xmlns:wd='urn:ietf:params:xml:ns:netconf:default:1.0'";
        Schema.ReadXml($"<top xmlns='urn:m' {Wd}><name>n</name><mtu wd:default='true'>1500</mtu></top>").ToXml().ShouldNotContain("mtu");
        Schema.ReadXml($"<top xmlns='urn:m' {Wd}><mtu wd:default='false'>1500</mtu></top>").ToXml().ShouldContain("1500");
        ErrorOf($"<top xmlns='urn:m' {Wd}><mtu wd:default='true'>9000</mtu></top>").Tag.ShouldBe("invalid-value");
        ErrorOf($"<top xmlns='urn:m' {Wd}><mtu wd:default='maybe'>1500</mtu></top>").Tag.ShouldBe("bad-attribute");
    }

    [Fact]
    public void All_errors_come_together_up_to_the_limit()
    {
        var content = "<types xmlns='urn:m'>" + string.Concat(Enumerable.Repeat("<nums>x</nums>", 50)) + "<huh/></types><top xmlns='urn:m'><nope/></top>";
        Errors(() => Schema.ReadXml(content)).Count.ShouldBe(52);
        Errors(() => Schema.ReadXml(content, new DataReadOptions { MaxErrors = 7 })).Count.ShouldBe(7);
    }

    [Theory]
    [InlineData("<data><top xmlns='urn:m'></data>")]
    [InlineData("<data><top xmlns='urn:m'>")]
    [InlineData("<data><x:top/></data>")]
    [InlineData("<data>&undefined;</data>")]
    [InlineData("<data><top xmlns='urn:m' a='1' a='2'/></data>")]
    [InlineData("<data><types xmlns='urn:m'><str>&#x8;</str></types></data>")]
    public void What_is_not_well_formed_is_malformed_message(string xml) =>
        Error(() => new XmlDataReader(Schema).ReadTree(XmlOn(xml))).Tag.ShouldBe("malformed-message");

    [Fact]
    public void Text_that_is_not_utf8_is_malformed_message()
    {
        // Far enough in that the caller, who reads up to the element, doesn't meet it first.
        byte[] bytes = [.. Encoding.UTF8.GetBytes("<data><types xmlns='urn:m'><str>" + new string('a', 100_000)), 0xC3, 0x28, .. "</str></types></data>"u8];
        var reader = XmlDataReader.CreateXmlReader(new MemoryStream(bytes));
        reader.MoveToContent();
        Error(() => new XmlDataReader(Schema).ReadTree(reader)).Tag.ShouldBe("malformed-message");
    }

    [Fact]
    public void A_document_type_is_refused_before_its_entities_can_do_harm()
    {
        const string Bomb = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><data>&b;</data>";
        var reader = XmlDataReader.CreateXmlReader(new MemoryStream(Encoding.UTF8.GetBytes(Bomb)));
        Should.Throw<System.Xml.XmlException>(() => reader.MoveToContent());
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_too_big()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000));
        ErrorOf($"<blob xmlns='urn:m'>{deep}</blob>").Tag.ShouldBe("too-big");
        Errors(() => Schema.ReadXml($"<top xmlns='urn:m'>{deep}</top>"))[^1].Tag.ShouldBe("too-big");
        ErrorOf("<top xmlns='urn:m'><inner><free>x</free></inner></top>", new DataReadOptions { MaxDepth = 2 }).Tag.ShouldBe("too-big");
    }

    [Fact]
    public void The_reader_is_left_after_the_end_of_what_it_read()
    {
        var reader = XmlOn("<a><data><top xmlns='urn:m'><name>n</name></top></data><data/><b/></a>");
        reader.Read();
        new XmlDataReader(Schema).ReadTree(reader).IsEmpty.ShouldBeFalse();
        reader.LocalName.ShouldBe("data");
        new XmlDataReader(Schema).ReadTree(reader).IsEmpty.ShouldBeTrue();
        reader.LocalName.ShouldBe("b");
    }

    [Fact]
    public void A_long_text_with_characters_of_every_width_arrives_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 9000).Select(i => (i % 4) switch { 0 => "a", 1 => "é", 2 => "€", _ => "😀" }));
        Schema.ReadXml($"<types xmlns='urn:m'><str>{text}</str></types>").ToJson().ShouldBe($"{{\"m:types\":{{\"str\":\"{text}\"}}}}");
    }
}
