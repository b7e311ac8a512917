using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Tests.XPath.Evaluation;

public sealed class XPathReachTests
{
    private static readonly YangSchema Schema = SchemaCompiler.FromTexts("""
        module m {
          yang-version 1.1; namespace "urn:m"; prefix m;
          container top {
            leaf name { type string; }
            list item {
              key "a b";
              leaf a { type string; }
              leaf b { type uint8; }
              leaf c { type string; }
              container counters { config false; leaf in { type uint32; } leaf out { type uint32; } }
            }
          }
          container other { leaf here { type string; } }
        }
        """).GetSchemaOrThrow();

    [Theory]
    [InlineData("/m:top/m:name", "/m:top/name")]
    [InlineData("/top", "/m:top")]
    [InlineData("/m:top/m:item", "/m:top/item")]
    [InlineData("/m:top/m:item/m:counters/m:in", "/m:top/item")]
    [InlineData("/m:top/m:item[m:a='x'][m:b='3']/m:counters", "/m:top/item[a='x'][b='3']/a /m:top/item[a='x'][b='3']/b /m:top/item[a='x'][b='3']/counters")]
    [InlineData("/m:top/m:item[m:a='x' and m:b=3]", "/m:top/item[a='x'][b='3']")]
    [InlineData("/m:top/m:item[m:a='x']", "/m:top/item")]
    [InlineData("/m:top/m:item[m:a='x'][m:b='300']/m:c", "/m:top/item")]
    [InlineData("/m:top/m:name | /m:other", "/m:other /m:top/name")]
    [InlineData("/m:top[/m:other/m:here = 'y']/m:name", "/m:other/here /m:top/name")]
    [InlineData("//m:here", "/m:other/here")]
    [InlineData("/m:nothing", "")]
    public void An_expression_reaches_what_it_selects_and_what_it_looks_at(string expression, string expected)
    {
        var reach = XPathReach.Of(Parse(expression), Schema);
        foreach (var path in expected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            reach!.ShouldContain(p => path == p.ToString() || path.StartsWith(p + "/", StringComparison.Ordinal), string.Join(' ', reach!));
        foreach (var path in reach!) expected.Split(' ').ShouldContain(e => e == path.ToString() || path.ToString().StartsWith(e + "/", StringComparison.Ordinal), path.ToString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/m:top/..")]
    [InlineData("/m:top | /")]
    [InlineData("/m:top/following::*")]
    public void What_may_be_anything_is_everything(string expression) => XPathReach.Of(Parse(expression), Schema).ShouldBeNull();

    private static XPathExpression Parse(string text)
    {
        XPathParser.TryParse(text, new Prefixes(), out var expression, out var error).ShouldBeTrue(error?.Message);
        return expression!;
    }

    private sealed class Prefixes : IXPathPrefixes
    {
        public YangModule? Resolve(string prefix) => Schema.FindModule(prefix);

        public string? PrefixOf(YangModule module) => module.Name;
    }
}
