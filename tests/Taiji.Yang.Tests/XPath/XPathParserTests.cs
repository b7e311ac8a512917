using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Tests.XPath;

public sealed class XPathParserTests
{
    [Theory]
    [InlineData("1 +", 3)]
    [InlineData("a[", 2)]
    [InlineData("(1", 2)]
    [InlineData("a b", 2)]
    [InlineData("'x", 0)]
    [InlineData("foo()", 0)]
    [InlineData("count(1)", 6)]
    [InlineData("not()", 0)]
    [InlineData("1 | a", 0)]
    [InlineData("'x'[1]", 0)]
    [InlineData("sideways::a", 0)]
    [InlineData("z:a", 0)]
    [InlineData("a/", 2)]
    [InlineData("#", 0)]
    public void An_error_has_its_place(string text, int position)
    {
        XPathParser.TryParse(text, NoPrefixes.Instance, out _, out var error).ShouldBeFalse();
        error!.Position.ShouldBe(position, error.Message);
    }

    [Theory]
    [InlineData("/a/b", true)]
    [InlineData("../a/b", true)]
    [InlineData("../../a[k = current()/../x]/b", true)]
    [InlineData("a", false)]
    [InlineData("/a/..", false)]
    [InlineData("/a/../b", false)]
    [InlineData("//a", false)]
    [InlineData("../a[k = 'x']/b", false)]
    [InlineData("../*", false)]
    [InlineData("count(/a)", false)]
    public void A_leafref_path_is_a_part_of_XPath(string text, bool isPath) =>
        XPathParser.TryParseLeafRefPath(text, NoPrefixes.Instance, out _, out _).ShouldBe(isPath);

    [Fact]
    public void Deep_nesting_is_an_error_not_a_crash()
    {
        foreach (var text in new[] { new string('(', 100_000) + "1", new string('-', 100_000) + "1", string.Concat(Enumerable.Repeat("a[", 100_000)) })
        {
            XPathParser.TryParse(text, NoPrefixes.Instance, out _, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void The_binder_names_what_is_read_how_far_up_and_by_which_key()
    {
        var schema = SchemaCompiler.FromTexts("""
            module m { yang-version 1.1; namespace "urn:m"; prefix m;
              container c { list l { key k; leaf k { type string; } leaf v { type int8; } leaf r { type string; } } leaf top { type int8; } } }
            """).GetSchemaOrThrow();
        var list = (ListNode)((ContainerNode)schema.Root.DataChildren[0]).DataChildren[0];
        var leaf = list.DataChildren[2];
        string[] Reads(string text)
        {
            XPathParser.TryParse(text, NoPrefixes.Instance, out var expression, out var error).ShouldBeTrue(error?.Message);
            var found = XPathBinder.Bind(expression, schema.Root, leaf, leaf.Module);
            return [.. found.Reads.Select(r => $"{r.Node.Name}<{r.Anchor.Name}{(r.Guard is null ? "" : "!")}").Order(StringComparer.Ordinal), .. found.DeadSteps.Select(d => $"dead {d.Position}")];
        }

        Reads("../v > 3").ShouldBe(["l<l", "v<l"]);
        Reads("../../l[k = current()]/v").ShouldBe(["c<c", "k<c!", "l<c!", "l<l", "r<r", "v<c!"]);
        Reads("/c/top = 1").ShouldBe(["c<", "top<"]);
        Reads("../nope").ShouldBe(["l<l", "dead 3"]);
        Reads("string(/c) = 'x'").ShouldContain("v<");
    }

    private sealed class NoPrefixes : IXPathPrefixes
    {
        public static readonly NoPrefixes Instance = new();

        public YangModule? Resolve(string prefix) => null;

        public string? PrefixOf(YangModule module) => null;
    }
}
