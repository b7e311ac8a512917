using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using static Taiji.Yang.Tests.Encodings.Documents;

namespace Taiji.Yang.Tests.Encodings;

public sealed class JsonErrorTests
{
    private static readonly Taiji.Yang.Schema.YangSchema Schema = EncodingSchemas.Varied;

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"m:top":{"name":"a"}""")]
    [InlineData("""{"m:top":{"name":"a",}}""")]
    [InlineData("""{"m:top":{/* no */"name":"a"}}""")]
    [InlineData("""{"m:top":{}} {}""")]
    [InlineData("""{'m:top':{}}""")]
    [InlineData("""{"m:top":{"name":"\ud800"}}""")]
    [InlineData("{\"m:top\":{\"name\":\"a\nb\"}}")]
    public void What_is_no_strict_json_is_malformed_message(string json) =>
        Error(() => Schema.ReadJson(json)).Tag.ShouldBe("malformed-message");

    [Fact]
    public void Text_that_is_not_utf8_is_malformed_message()
    {
        byte[] bytes = [.. "{\"m:types\":{\"str\":\"a"u8, 0xC3, 0x28, .. "\"}}"u8];
        Error(() => new JsonDataReader(Schema).ReadTree(new ReadOnlySequence<byte>(bytes))).Tag.ShouldBe("malformed-message");
    }

    [Theory]
    [InlineData("""{"m:types":{"u16":"5"}}""")]
    [InlineData("""{"m:types":{"i64":5}}""")]
    [InlineData("""{"m:types":{"str":5}}""")]
    [InlineData("""{"m:types":{"str":null}}""")]
    [InlineData("""{"m:types":{"str":{}}}""")]
    [InlineData("""{"m:types":{"str":["a"]}}""")]
    [InlineData("""{"m:types":{"str":[null]}}""")]
    [InlineData("""{"m:types":{"bool":"true"}}""")]
    [InlineData("""{"m:types":{"none":null}}""")]
    [InlineData("""{"m:types":{"none":[null,null]}}""")]
    [InlineData("""{"m:types":{"none":[]}}""")]
    [InlineData("""{"m:types":{"nums":5}}""")]
    [InlineData("""{"m:types":{"nums":[[1]]}}""")]
    [InlineData("""{"m:types":[]}""")]
    [InlineData("""{"m:types":{"i8":1.5}}""")]
    [InlineData("""{"m:top":{"user":{"name":"a"}}}""")]
    [InlineData("""{"m:top":{"user":["a"]}}""")]
    [InlineData("""{"m:blob":5}""")]
    [InlineData("""{"m:types":{"pet":"zebra"}}""")]
    [InlineData("""{"m:types":{"pet":"parrot"}}""")]
    public void A_value_of_the_wrong_type_is_invalid_value(string json)
    {
        var error = Error(() => Schema.ReadJson(json));
        error.Tag.ShouldBe("invalid-value");
        error.Path.ShouldNotBeNull();
        error.Value("bad-element").ShouldNotBeNull();
    }

    [Fact]
    public void A_name_without_module_at_the_top_says_how_to_write_it()
    {
        var error = Error(() => Schema.ReadJson("""{"top":{}}"""));
        error.Tag.ShouldBe("unknown-element");
        error.Message!.ShouldContain("'m:top'");
    }

    [Fact]
    public void A_name_of_another_module_must_be_qualified() =>
        Error(() => Schema.ReadJson("""{"m:top":{"extra":"x"}}""")).Message!.ShouldContain("'other:extra'");

    [Fact]
    public void An_unknown_module_is_unknown_namespace()
    {
        var error = Error(() => Schema.ReadJson("""{"otter:alone":"x"}"""));
        error.Tag.ShouldBe("unknown-namespace");
        error.Value("bad-namespace").ShouldBe("otter");
        error.Message!.ShouldContain("did you mean 'other'");
    }

    [Theory]
    [InlineData("""{"m:top":{"name":"a","name":"b"}}""")]
    [InlineData("""{"m:top":{"name":"a","m:name":"b"}}""")]
    [InlineData("""{"m:top":{},"m:top":{}}""")]
    [InlineData("""{"m:top":{"user":[],"user":[]}}""")]
    [InlineData("""{"m:top":{"dns":["a"],"dns":["b"]}}""")]
    [InlineData("""{"m:top":{"l":"a","r":"b"}}""")]
    public void A_member_twice_or_two_cases_are_bad_element(string json) => Error(() => Schema.ReadJson(json)).Tag.ShouldBe("bad-element");

    [Theory]
    [InlineData("""{"m:top":{"user":[{"age":1}]}}""", "missing-element", null)]
    [InlineData("""{"m:top":{"user":[{"name":"a"},{"name":"a"}]}}""", "operation-failed", "data-not-unique")]
    [InlineData("""{"m:top":{"dns":["a","a"]}}""", "operation-failed", "data-not-unique")]
    [InlineData("""{"m:top":{"stats":{"in":"1"}}}""", "unknown-element", null)]
    [InlineData("""{"m:top":{"@name":{"x:y":1},"name":"a"}}""", "unknown-attribute", null)]
    [InlineData("""{"m:top":{"@name":{"default":true},"name":"a"}}""", "unknown-attribute", null)]
    [InlineData("""{"m:top":{"@":{"x:y":1}}}""", "unknown-attribute", null)]
    [InlineData("""{"m:top":{"@nobody":{}}}""", "unknown-element", null)]
    [InlineData("""{"m:top":{"@name":7,"name":"a"}}""", "bad-attribute", null)]
    public void Other_errors_have_the_tags_of_the_xml_ones(string json, string tag, string? appTag)
    {
        var error = Error(() => Schema.ReadJson(json));
        error.Tag.ShouldBe(tag);
        error.AppTag.ShouldBe(appTag);
    }

    [Fact]
    public void An_entry_twice_is_named_by_its_key() =>
        Error(() => Schema.ReadJson("""{"m:top":{"user":[{"age":1,"name":"it's"},{"name":"it's"}]}}""")).Path.ShouldBe("/m:top/user[name=\"it's\"]");

    [Fact]
    public void Errors_in_an_entry_name_it_by_its_key_once_that_is_known() =>
        Error(() => Schema.ReadJson("""{"m:top":{"user":[{"name":"a","age":1},{"name":"b'c","age":999}]}}""")).Path.ShouldBe("/m:top/user[name=\"b'c\"]/age");

    [Fact]
    public void Values_marked_as_default_are_not_stored()
    {
        const string Mark = """{"ietf-netconf-with-defaults:default":true}""";
        Schema.ReadJson($$$"""{"m:top":{"name":"n","mtu":1500,"@mtu":{{{Mark}}},"dflt":[1,2],"@dflt":[{{{Mark}}},{{{Mark}}}]}}""").ToJson().ShouldBe("""{"m:top":{"name":"n"}}""");
        Error(() => Schema.ReadJson($$$"""{"m:top":{"@mtu":{{{Mark}}},"mtu":9000}}""")).Tag.ShouldBe("invalid-value");
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_too_big()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5000));
        Error(() => Schema.ReadJson($"{{\"m:loose\":{deep}")).Tag.ShouldBe("too-big");
        Error(() => Schema.ReadJson("""{"m:top":{"inner":{"free":"x"}}}""", new DataReadOptions { MaxDepth = 2 })).Tag.ShouldBe("too-big");
    }

    [Theory]
    [InlineData("{}", "missing-element")]
    [InlineData("""{"m:out":{}}""", "unknown-element")]
    [InlineData("""{"m:input":{},"x":1}""", "unknown-element")]
    [InlineData("""{"m:input":[]}""", "malformed-message")]
    public void A_wrapper_must_be_the_one_member(string json, string tag)
    {
        var act = Schema.Root.Rpcs.Single(r => r.Name == "act");
        Error(() => Schema.ReadJson(json, root: act.Input, wrapper: "m:input")).Tag.ShouldBe(tag);
    }

    [Fact]
    public void A_text_in_many_pieces_reads_as_in_one()
    {
        const string Json = """{"m:top":{"name":"a \"b\" é€","mtu":1400,"user":[{"name":"u\u0041","age":7}]},"m:blob":{"x:a":["é",1.5,{}]}}""";
        Segment? first = null, last = null;
        foreach (var b in Encoding.UTF8.GetBytes(Json))
        {
            last = last is null ? first = new Segment([b]) : last.Append([b]);
        }

        var pieces = new ReadOnlySequence<byte>(first!, 0, last!, 1);
        new JsonDataReader(Schema).ReadTree(pieces).ToJson().ShouldBe(Schema.ReadJson(Json).ToJson());
    }

    [Theory]
    [InlineData("/", """{"m:top":{"name":"a"}}""", "/m:top")]
    [InlineData("/m:top", """{"m:user":[{"name":"a","age":1}]}""", "/m:top/user[name='a']")]
    [InlineData("/m:top", """{"m:dns":["1.1"]}""", "/m:top/dns[.='1.1']")]
    [InlineData("/m:top/user[name='a']", """{"m:age":7}""", "/m:top/user[name='a']/age")]
    [InlineData("/m:top", """{"m:inner":{}}""", "/m:top/inner")]
    public void A_resource_gets_its_path_from_its_parent_and_its_keys(string parent, string json, string path)
    {
        var at = parent == "/" ? new DataPath(Schema) : DataPath.Parse(Schema, parent);
        var (target, payload) = new JsonDataReader(Schema).ReadResource(Bytes(json), at);
        target.ToString().ShouldBe(path);
        if (json.Contains("{}", StringComparison.Ordinal)) payload.IsEmpty.ShouldBeTrue();
        else payload.TryFind(target, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", "malformed-message")]
    [InlineData("""{"m:name":"a","m:mtu":1}""", "malformed-message")]
    [InlineData("""{"m:user":[{"name":"a"},{"name":"b"}]}""", "invalid-value")]
    [InlineData("""{"m:user":[]}""", "invalid-value")]
    [InlineData("""{"m:user":{"name":"a"}}""", "invalid-value")]
    [InlineData("""{"name":"a"}""", "unknown-element")]
    [InlineData("""{"m:user":[{"age":1}]}""", "missing-element")]
    [InlineData("""{"m:mtu":"big"}""", "invalid-value")]
    [InlineData("""{"m:stats":{}}""", "unknown-element")]
    public void Anything_but_one_resource_is_refused(string json, string tag) =>
        Errors(() => new JsonDataReader(Schema).ReadResource(Bytes(json), DataPath.Parse(Schema, "/m:top")))[0].Tag.ShouldBe(tag);

    [Fact]
    public void An_xml_resource_gets_its_path_the_same_way()
    {
        var (path, payload) = new XmlDataReader(Schema).ReadResource(XmlOn("<user xmlns='urn:m'><age>3</age><name>x</name></user>"), DataPath.Parse(Schema, "/m:top"));
        path.ToString().ShouldBe("/m:top/user[name='x']");
        payload.At(path.ToString()).ToXml().ShouldBe("""<user xmlns="urn:m"><name>x</name><age>3</age></user>""");
        Error(() => new XmlDataReader(Schema).ReadResource(XmlOn("<usr xmlns='urn:m'/>"), DataPath.Parse(Schema, "/m:top"))).Tag.ShouldBe("unknown-element");
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes) => Memory = bytes;

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
