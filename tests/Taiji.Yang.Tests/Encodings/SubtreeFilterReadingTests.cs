using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using static Taiji.Yang.Tests.Encodings.Documents;

namespace Taiji.Yang.Tests.Encodings;

public sealed class SubtreeFilterReadingTests
{
    private static readonly Taiji.Yang.Schema.YangSchema Schema = EncodingSchemas.Varied;

    private static string Filtered(string filter)
    {
        var tree = Schema.ReadJson(
            """{"m:types":{"pet":"other:parrot","i8":1},"m:top":{"name":"n","user":[{"name":"a","age":1,"groups":["g"]},{"name":"b","age":2}],"other:extra":"e"},"other:alone":"x"}""");
        return new SubtreeFilter(Schema, XmlSubtreeFilterReader.Read(XmlOn($"<filter xmlns:n='urn:m' xmlns:ot='urn:other'>{filter}</filter>"), Schema)).Apply(tree).ToJson();
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("<n:top/>", """{"m:top":{"name":"n","user":[{"name":"a","age":1,"groups":["g"]},{"name":"b","age":2}],"other:extra":"e"}}""")]
    [InlineData("<top><name/></top>", """{"m:top":{"name":"n"}}""")]
    [InlineData("<top xmlns='urn:m'><user><name> a </name></user></top>", """{"m:top":{"user":[{"name":"a","age":1,"groups":["g"]}]}}""")]
    [InlineData("<top xmlns='urn:m'><user><name>a</name><age/></user></top>", """{"m:top":{"user":[{"name":"a","age":1}]}}""")]
    [InlineData("<n:top><extra/><ot:extra/></n:top>", """{"m:top":{"other:extra":"e"}}""")]
    [InlineData("<n:types><n:pet>ot:parrot</n:pet><n:i8/></n:types>", """{"m:types":{"i8":1,"pet":"other:parrot"}}""")]
    [InlineData("<n:nothing/><n:top><n:user/><n:nope/></n:top>", """{"m:top":{"user":[{"name":"a","age":1,"groups":["g"]},{"name":"b","age":2}]}}""")]
    [InlineData("<top xmlns='urn:nobody'/>", "{}")]
    [InlineData("<n:top a='b'/>", "{}")]
    [InlineData("<!-- c --><ot:alone/>", """{"other:alone":"x"}""")]
    public void A_filter_selects_by_its_elements(string filter, string expected) => Filtered(filter).ShouldBe(expected);

    [Fact]
    public void Filters_are_limited_in_depth_and_have_no_mixed_content()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000));
        Error(() => Filtered(deep)).Tag.ShouldBe("too-big");
        Error(() => Filtered("<n:top>text<n:name/></n:top>")).Tag.ShouldBe("bad-element");
        Error(() => Filtered("<n:top>")).Tag.ShouldBe("malformed-message");
    }
}
