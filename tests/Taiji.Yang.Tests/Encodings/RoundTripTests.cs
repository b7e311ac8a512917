namespace Taiji.Yang.Tests.Encodings;

public sealed class RoundTripTests
{
    private const string TypesJson =
        """{"m:types":{"i8":-128,"i16":-2,"i32":2147483647,"i64":"-9223372036854775808","u8":255,"u16":0,"u32":4294967295,"u64":"18446744073709551615","dec":"-3.14","str":"a \"b\" <&> \\ ü€😀\n\t","word":"abc","bool":true,"colour":"<&>","bits":"a c","bin":"AAH/","none":[null],"pet":"m:dog","ref":7,"iid":"/m:top/user[name='x']/age","either":5,"nums":[1,20,300],"words":["b","a"]}}""";

    [Fact]
    public void Json_of_every_type_is_written_as_it_was_read() =>
        EncodingSchemas.Varied.ReadJson(TypesJson).ToJson().ShouldBe(TypesJson);

    [Fact]
    public void Every_type_survives_the_way_through_xml()
    {
        var tree = EncodingSchemas.Varied.ReadJson(TypesJson);
        EncodingSchemas.Varied.ReadXml(tree.ToXml()).ToJson().ShouldBe(TypesJson);
    }

    [Fact]
    public void Indented_text_reads_as_the_same_data()
    {
        var tree = EncodingSchemas.Varied.ReadJson(TypesJson);
        var json = tree.ToJson(new() { Indent = true });
        var xml = tree.ToXml(new() { Indent = true });
        json.ShouldContain("\n    \"i8\": -128,\n");
        xml.ShouldContain("\n  <i8>-128</i8>\n");
        EncodingSchemas.Varied.ReadJson(json).ToJson().ShouldBe(TypesJson);
        EncodingSchemas.Varied.ReadXml(xml).ToJson().ShouldBe(TypesJson);
    }

    [Theory]
    [InlineData("<i32> +007 </i32>", "<i32>7</i32>")]
    [InlineData("<i32>0x1F</i32>", null)]
    [InlineData("<dec>-0010.500</dec>", "<dec>-10.5</dec>")]
    [InlineData("<dec>5</dec>", "<dec>5.0</dec>")]
    [InlineData("<bits> c   a </bits>", "<bits>a c</bits>")]
    [InlineData("<bool> true </bool>", "<bool>true</bool>")]
    [InlineData("<none/>", "<none></none>")]
    [InlineData("<str><![CDATA[<&>]]>x<!-- no --> y</str>", "<str>&lt;&amp;&gt;x y</str>")]
    [InlineData("<str>  </str>", "<str>  </str>")]
    [InlineData("<str>a&#13;b</str>", "<str>a&#13;b</str>")]
    [InlineData("<either>07</either>", "<either>7</either>")]
    [InlineData("<either>abc</either>", "<either>abc</either>")]
    [InlineData("<either></either>", "<either></either>")]
    public void Xml_values_are_written_in_canonical_form(string given, string? canonical)
    {
        var content = $"<types xmlns='urn:m'>{given}</types>";
        if (canonical is null) Documents.Error(() => EncodingSchemas.Varied.ReadXml(content)).Tag.ShouldBe("invalid-value");
        else EncodingSchemas.Varied.ReadXml(content).ToXml().ShouldBe($"<types xmlns=\"urn:m\">{canonical}</types>");
    }

    [Fact]
    public void Identityrefs_take_their_prefixes_from_the_scope_and_declare_them_when_written()
    {
        var schema = EncodingSchemas.Varied;
        var tree = schema.ReadXml("<x:types xmlns:x='urn:m' xmlns:zoo='urn:other'><x:pet>zoo:parrot</x:pet></x:types>");
        tree.ToJson().ShouldBe("""{"m:types":{"pet":"other:parrot"}}""");
        tree.ToXml().ShouldBe("""<types xmlns="urn:m"><pet xmlns:o="urn:other">o:parrot</pet></types>""");
        schema.ReadXml(tree.ToXml()).ToJson().ShouldBe(tree.ToJson());
        schema.ReadXml("<types xmlns='urn:m'><pet>cat</pet></types>").ToJson().ShouldBe("""{"m:types":{"pet":"m:cat"}}""");
    }

    [Fact]
    public void Instance_identifiers_have_prefixes_in_xml_and_module_names_in_json()
    {
        var schema = EncodingSchemas.Varied;
        var tree = schema.ReadXml("<types xmlns='urn:m'><iid xmlns:p='urn:m' xmlns:q='urn:other'>/p:top/p:user[p:name='a b']/q:badge</iid></types>");
        tree.ToJson().ShouldBe("""{"m:types":{"iid":"/m:top/user[name='a b']/other:badge"}}""");
        schema.ReadXml(tree.ToXml()).ToJson().ShouldBe(tree.ToJson());
        tree.ToXml().ShouldContain("xmlns:m=\"urn:m\"");
    }

    [Fact]
    public void Names_are_qualified_where_the_module_changes()
    {
        var tree = EncodingSchemas.Varied.ReadJson(
            """{"m:top":{"name":"n","user":[{"name":"u","other:badge":1}],"other:extra":"e","other:more":{"deep":"m:dog"}},"other:alone":"a"}""");
        tree.ToJson().ShouldBe(
            """{"m:top":{"name":"n","user":[{"name":"u","other:badge":1}],"other:extra":"e","other:more":{"deep":"m:dog"}},"other:alone":"a"}""");
        tree.ToXml().ShouldBe(
            """<top xmlns="urn:m"><name>n</name><user><name>u</name><badge xmlns="urn:other">1</badge></user><extra xmlns="urn:other">e</extra>"""
            + """<more xmlns="urn:other"><deep xmlns:m="urn:m">m:dog</deep></more></top><alone xmlns="urn:other">a</alone>""");
    }

    [Fact]
    public void A_single_node_is_written_with_its_module()
    {
        var tree = EncodingSchemas.Varied.ReadJson("""{"m:top":{"user":[{"name":"u","age":3}],"dns":["x"],"inner":{"free":"f"}}}""");
        tree.At("/m:top/user[name='u']").ToJson().ShouldBe("""{"m:user":[{"name":"u","age":3}]}""");
        tree.At("/m:top/user[name='u']").ToXml().ShouldBe("""<user xmlns="urn:m"><name>u</name><age>3</age></user>""");
        tree.At("/m:top/user[name='u']/age").ToJson().ShouldBe("""{"m:age":3}""");
        tree.At("/m:top/dns[.='x']").ToJson().ShouldBe("""{"m:dns":["x"]}""");
        tree.At("/m:top/inner").ToXml().ShouldBe("""<inner xmlns="urn:m"><free>f</free></inner>""");
        tree.ToJson(null, "ietf-restconf:data").ShouldStartWith("""{"ietf-restconf:data":{"m:top":{""");
    }

    [Fact]
    public void The_parameters_of_an_operation_are_unqualified_inside_their_wrapper()
    {
        var schema = EncodingSchemas.Varied;
        var act = schema.Root.Rpcs.Single(r => r.Name == "act");
        var tree = schema.ReadJson("""{"m:input":{"what":"w","item":[{"k":"1"}]}}""", root: act.Input, wrapper: "m:input");
        tree.ToJson(null, "m:input").ShouldBe("""{"m:input":{"what":"w","item":[{"k":"1"}]}}""");
        tree.ToXml().ShouldBe("""<what xmlns="urn:m">w</what><item xmlns="urn:m"><k>1</k></item>""");
        schema.ReadXml(tree.ToXml(), root: act.Input).ToJson(null, "m:input").ShouldBe(tree.ToJson(null, "m:input"));
    }

    [Fact]
    public void Key_leaves_may_come_after_others_and_are_written_first()
    {
        var schema = EncodingSchemas.Varied;
        schema.ReadXml("<top xmlns='urn:m'><route><via>v</via><prefix>p</prefix><metric>2</metric></route></top>").ToXml()
            .ShouldBe("""<top xmlns="urn:m"><route><prefix>p</prefix><metric>2</metric><via>v</via></route></top>""");
        schema.ReadJson("""{"m:top":{"route":[{"via":"v","metric":2,"prefix":"p"}]}}""").ToJson()
            .ShouldBe("""{"m:top":{"route":[{"prefix":"p","metric":2,"via":"v"}]}}""");
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        EncodingSchemas.Varied.ReadJson("\uFEFF{\"other:alone\":\"a\"}").ToJson().ShouldBe("""{"other:alone":"a"}""");
}
