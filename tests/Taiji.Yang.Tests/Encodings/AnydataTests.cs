namespace Taiji.Yang.Tests.Encodings;

public sealed class AnydataTests
{
    private static readonly Taiji.Yang.Schema.YangSchema Schema = EncodingSchemas.Varied;

    [Fact]
    public void Xml_content_stands_by_itself_with_the_prefixes_it_uses()
    {
        var tree = Schema.ReadXml("<blob xmlns='urn:m' xmlns:p='urn:p' xmlns:v='urn:v' xmlns:unused='urn:u'>\n  <p:a p:at='v:x'>\n <p:b>v:name</p:b> <c xmlns=''> </c></p:a>\n</blob>");
        tree.ToXml().ShouldBe(
            """<blob xmlns="urn:m"><a xmlns="urn:p" xmlns:p="urn:p" xmlns:v="urn:v" p:at="v:x"><b xmlns:v="urn:v">v:name</b><c xmlns=""> </c></a></blob>""");
        Schema.ReadXml(tree.ToXml()).ToXml().ShouldBe(tree.ToXml());
    }

    [Fact]
    public void Json_content_is_kept_without_white_space() =>
        Schema.ReadJson("""{"m:blob": { "x:a" : [ 1 , "two\u0041", { } ], "b" : null } }""").ToJson().ShouldBe("""{"m:blob":{"x:a":[1,"two\u0041",{}],"b":null}}""");

    [Fact]
    public void Known_nodes_are_converted_by_their_types()
    {
        const string Json = """{"m:blob":{"top":{"mtu":1400,"user":[{"name":"a","other:badge":7}],"other:more":{"deep":"other:parrot"}},"types":{"none":[null],"i64":"5"}}}""";
        var xml = Schema.ReadJson(Json).ToXml();
        xml.ShouldBe(
            """<blob xmlns="urn:m"><top xmlns="urn:m"><mtu>1400</mtu><user><name>a</name><badge xmlns="urn:other">7</badge></user><more xmlns="urn:other"><deep xmlns:o="urn:other">o:parrot</deep></more></top>"""
            + """<types xmlns="urn:m"><none/><i64>5</i64></types></blob>""");
        Schema.ReadXml(xml).ToJson().ShouldBe(Json);
    }

    [Fact]
    public void Unknown_nodes_are_converted_as_well_as_can_be()
    {
        Schema.ReadXml("<blob xmlns='urn:m'><a xmlns='urn:x'><b>1</b><b>2</b><c/></a></blob>").ToJson().ShouldBe("""{"m:blob":{"urn:x:a":{"b":["1","2"],"c":[null]}}}""");
        Schema.ReadJson("""{"m:blob":{"x:a":{"b":[1,true],"c":[null],"d":"<"}}}""").ToXml()
            .ShouldBe("""<blob xmlns="urn:m"><a xmlns="x"><b>1</b><b>true</b><c/><d>&lt;</d></a></blob>""");
    }

    [Fact]
    public void Anyxml_takes_text_and_any_json_value()
    {
        Schema.ReadXml("<loose xmlns='urn:m'>a <b xmlns='urn:x'/> c</loose>").ToXml().ShouldBe("""<loose xmlns="urn:m">a <b xmlns="urn:x"/> c</loose>""");
        Schema.ReadXml("<loose xmlns='urn:m'>plain</loose>").ToJson().ShouldBe("""{"m:loose":"plain"}""");
        Schema.ReadXml("<loose xmlns='urn:m'/>").ToJson().ShouldBe("""{"m:loose":[null]}""");
        Schema.ReadJson("""{"m:loose":[1,null,"three"]}""").ToXml().ShouldBe("""<loose xmlns="urn:m">[1,null,"three"]</loose>""");
        Schema.ReadJson("""{"m:loose":"x < y"}""").ToXml().ShouldBe("""<loose xmlns="urn:m">x &lt; y</loose>""");
    }
}
