using System.Globalization;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;
using Taiji.Yang.Tests.XPath;

namespace Taiji.Yang.Tests.Data.Validation;

/// <summary>How much of a list's constraints a change has looked at again, whatever the list's length.</summary>
public sealed class ValidationStepsTests
{
    private const string Set = "b=new";

    /// <summary>Constraints of the list y or its leaf b, what else each entry has, and a change in entry 7: a leaf and its value, or the entry's end.</summary>
    [Theory]
    [InlineData("unique b;", "", Set)]
    [InlineData("unique 'b c';", "<c>1</c>", "c=2")]
    [InlineData("must \"count(../y[b = current()/b]) = 1\";", "", Set)]
    [InlineData("must \"not(../y[b = current()/b and a != current()/a])\";", "", Set)]
    [InlineData("must \"not(preceding-sibling::y[b = current()/b])\";", "", Set)]
    [InlineData("must \"not(following-sibling::y[b = current()/b])\";", "", Set)]
    [InlineData("must \"count(../y) < 100000\";", "", "-")]
    [InlineData("must \"count(../y/b) > 1\";", "", Set)]
    [InlineData("must \"sum(../y/c) < 100000\";", "<c>1</c>", "c=3")]
    [InlineData("must \"not(../y[b = 'x'])\";", "", Set)]
    [InlineData("must \"count(../y[b = 'x']) < 2 or a = 3\";", "", Set)]
    [InlineData("must \"../../mode = 'on' or ../y/c = 5\";", "<c>5</c>", "c=5")]
    [InlineData("leaf r { type leafref { path '../../y/b'; } }", "<r>value-{next}</r>", "c=1")]
    [InlineData("leaf r { type leafref { path '../../y/a'; } }", "<r>{even}</r>", "-")]
    [InlineData("list z { key 'k l'; leaf k { type string; } leaf l { type string; } } leaf p { type string; } leaf r { type leafref { path '../z[k = current()/../p]/l'; } }", "<z><k>1</k><l>2</l></z><p>1</p><r>2</r>", "c=1")]
    [InlineData("leaf r { type leafref { path '../../y/a'; } must \"deref(.)/../c = 1\"; }", "<c>1</c><r>{next}</r>", "c=1")]
    [InlineData("leaf r { type string; must \"../../y/b = .\"; }", "<r>value-{next}</r>", "d=1")]
    [InlineData("leaf r { type string; must \". = ../../y/b\"; }", "<r>value-{even}</r>", Set)]
    [InlineData("leaf r { type int32; must \"/x/y[a = current()]/c = 1\"; }", "<c>1</c><r>{next}</r>", "c=1")]
    [InlineData("leaf r { type int32; must \"boolean(../../y[a = current()]/d) or ../../y[a = current()]\"; }", "<r>{next}</r>", "d=1")]
    [InlineData("leaf r { type instance-identifier; }", "<r xmlns:v='urn:v'>/v:x/v:y[v:a='{even}']/v:b</r>", "-")]
    [InlineData("container k { when \"../../y[a = current()/../r]/c = 1\"; leaf l { type string; } } leaf r { type int32; }", "<c>1</c><r>{next}</r><k><l>1</l></k>", "c=1")]
    [InlineData("leaf l { when \"../../y[b = current()/../b][c = 1]\"; type string; default q; must \". != ../b\"; }", "<c>1</c>", Set)]
    [InlineData("max-elements 100000; min-elements 1;", "", "-")]
    [InlineData("leaf-list ll { type leafref { path '../../y/a'; } }", "<ll>{next}</ll><ll>{even}</ll>", "c=4")]
    [InlineData("leaf-list ll { type string; must \"count(../../y[ll = current()]) = 1\"; }", "<ll>v-{i}</ll><ll>w-{i}</ll>", "ll")]
    public void A_change_looks_at_what_it_can_break(string constraints, string each, string change)
    {
        var bench = new ValidationBench($$"""
            leaf mode { type string; }
            container x { list y { key a; {{constraints}} leaf a { type int32; } leaf b { type string; } leaf c { type int32; } leaf d { type int32; } } }
            """);
        int Steps(int n)
        {
            var xml = new StringBuilder("<x>");
            for (var i = 0; i < n; i++)
            {
                xml.Append(CultureInfo.InvariantCulture, $"<y><a>{i}</a><b>value-{i}</b>")
                    .Append(each.Replace("{next}", ((i + 1) % n).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                        .Replace("{even}", (i / 2 * 2).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                        .Replace("{i}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                    .Append("</y>");
            }

            var before = bench.Tree(xml.Append("</x>").ToString());
            bench.Validator.Validate(before).ShouldBeEmpty();
            var editor = before.Edit();
            var entry = "/v:x/y[a='7']";
            if (change == "-") editor.Remove(DataPath.Parse(bench.Schema, entry));
            else if (change == "ll") editor.Create(DataPath.Parse(bench.Schema, $"{entry}/ll[.='new']"));
            else Apply(editor, DataPath.Parse(bench.Schema, $"{entry}/{change[..1]}"), change[2..]);
            var after = editor.Seal();
            var found = bench.Validator.Validate(new DataDiff(before, after), out var steps);
            ValidationBench.Show(found).Order(StringComparer.Ordinal).ShouldBe(ValidationBench.Show(bench.Validator.Validate(after)).Order(StringComparer.Ordinal));
            return steps;
        }

        var few = Steps(40);
        Steps(400).ShouldBe(few);
        few.ShouldBeLessThan(20);
    }

    [Fact]
    public void The_neighbour_of_an_entry_is_found_without_passing_the_others()
    {
        var bench = new ValidationBench("list y { key a; ordered-by user; leaf a { type int32; } } leaf-list z { type int32; }");
        var tree = bench.Tree(string.Concat(Enumerable.Range(0, 3_000).Select(i => $"<y><a>{i}</a></y><z>{i}</z>")));
        var evaluator = new XPathEvaluator(new AccessibleTree(tree)) { MaximumSteps = 20 };
        foreach (var (path, at, expected) in new[] { ("following-sibling::y[1]/a", "/v:y[a='1500']", "1501"), ("preceding-sibling::y[2]/a", "/v:y[a='1500']", "1498"),
            ("preceding-sibling::y[1]/a", "/v:y[a='0']", ""), ("following-sibling::z[1]", "/v:z[.='7']", "8"), ("preceding-sibling::z[3]", "/v:z[.='2']", "") })
        {
            tree.TryFind(DataPath.Parse(bench.Schema, at), out var node).ShouldBeTrue();
            XPathParser.TryParse($"string({path})", new XPathDocuments.Prefixes(bench.Schema.FindModule("v")!), out var expression, out _).ShouldBeTrue();
            evaluator.Evaluate(expression!, new XPathNode(node), bench.Schema.FindModule("v")).String.ShouldBe(expected);
        }
    }

    private static void Apply(DataTreeEditor editor, DataPath path, string text) =>
        editor.SetValue(path, path.Node.Name == "b" ? Encoding.UTF8.GetBytes(text) : [0x80, 0, 0, byte.Parse(text, CultureInfo.InvariantCulture)]);
}
