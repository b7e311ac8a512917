using FsCheck;
using FsCheck.Fluent;
using Taiji.Server.RestconfApi;
using Taiji.Server.Tests.RestconfApi.Support;
using Taiji.Yang.Encodings;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class FuzzTests : RestconfTest
{
    private static readonly string[] Pieces =
    [
        "/", "shop:shop", "item", "=", "a", ",", "%2F", "%", "%zz", "..", ".", "triple=a,b,c", "shop-more:extra", "reset", ":", "data", "operations", "shop:echo", "ds",
        "ietf-datastores:running", "?", "depth=1", "&", "fields=item(", ";", ")", "content=config", "insert=before", "point=/shop:shop/step=a", "with-defaults=trim", "%C3%28", "%25", "'", "\"", "[", "]", "+", "name",
    ];

    private static readonly string[] Bits =
    [
        "{", "}", "[", "]", "\"shop:shop\"", "\"shop:item\"", ":", ",", "\"id\"", "\"a\"", "1", "null", "true", "\"@id\"", "\"ietf-restconf:data\"", "\\u0000", "\"\\ud800\"", "1e999", " ",
        "<shop xmlns='urn:test:shop'>", "</shop>", "<item>", "</item>", "<id>a</id>", "<!--x-->", "<![CDATA[x]]>", "&lt;", "&x;", "<?pi?>", "<!DOCTYPE a>", "\u0001", "\"shop:input\"", "<input xmlns='urn:test:shop'/>",
    ];

    [Fact]
    public async Task Any_target_gets_an_answer_of_RFC_8040s_shape()
    {
        await SeedAsync();
        foreach (var words in Gen.Sample(Gen.ArrayOf(Gen.Elements(Pieces)), 10, 400))
        {
            foreach (var method in new[] { "GET", "POST", "DELETE" }) Check(await Host.SendAsync(method, "/restconf/data/" + string.Concat(words)), method + string.Concat(words));
        }
    }

    [Fact]
    public async Task Any_body_gets_an_answer_of_RFC_8040s_shape()
    {
        await SeedAsync();
        foreach (var words in Gen.Sample(Gen.ArrayOf(Gen.Elements(Bits)), 14, 400))
        {
            var body = string.Concat(words);
            foreach (var (method, target) in new[] { ("POST", Shop), ("PUT", Shop), ("PATCH", Data), ("POST", "/restconf/operations/shop:echo") }) Check(await Host.SendAsync(method, target, body), method + body);
        }
    }

    [Fact]
    public void Any_key_leads_from_its_path_to_its_text_and_back()
    {
        var schema = RestconfHost.CompileSchema();
        var strings = from a in ArbMap.Default.GeneratorFor<NonNull<string>>() select new string([.. a.Get.Where(c => c is '\t' or '\n' or (>= ' ' and < '\uD800'))]);
        Check(Prop.ForAll(Arb.From(Gen.Three(strings)), keys =>
        {
            var path = new DataPath(schema).Child("shop:shop").Entry("triple", keys.Item1, keys.Item2, keys.Item3).Child("x");
            var text = ResourceIdentifier.Format(path);
            var back = ResourcePathParser.Parse(schema, text);
            return back.ToString() == path.ToString() && ResourceIdentifier.Format(back) == text && text.Split('/').Length == 3;
        }));
    }

    [Fact]
    public void Any_integer_key_too()
    {
        var schema = RestconfHost.CompileSchema();
        Check(Prop.ForAll(ArbMap.Default.ArbFor<int>(), n =>
            ResourceIdentifier.Format(ResourcePathParser.Parse(schema, $"shop:shop/number={n}")) == $"shop:shop/number={n}"));
    }

    [Fact]
    public void Any_fields_text_is_parsed_or_refused_with_400()
    {
        Check(Prop.ForAll(Arb.From(from words in Gen.ArrayOf(Gen.Elements("a", "b:c", "/", ";", "(", ")", ":", " ", "-")) select string.Concat(words)), text =>
        {
            try
            {
                return FieldsParser.Parse(text).Count > 0;
            }
            catch (RestconfException e)
            {
                return e.Status == 400;
            }
        }));
    }

    private static void Check(Property property) => property.QuickCheckThrowOnFailure();

    private static void Check(Reply reply, string request)
    {
        reply.Status.ShouldBeLessThan(500, request + reply.Body);
        if (reply.Status < 400) return;
        // Kestrel itself refuses what is no HTTP before anybody is asked.
        if (reply is { Status: 400, Body: "" } && request.Contains("%00", StringComparison.Ordinal)) return;
        reply.ErrorTags.ShouldNotBeEmpty(request);
    }
}
