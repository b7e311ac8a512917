using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Tests.XPath.Evaluation;

/// <summary>Expressions of a reader who may not see everything, and node-sets that are found one node after the other.</summary>
public sealed class ReadableTreeTests
{
    [Fact]
    public void What_may_not_be_read_is_to_an_expression_as_if_it_were_not_there()
    {
        var random = new Random(5);
        var wrong = new List<string>();
        for (var i = 0; i < 150; i++)
        {
            var tree = new RandomLibrary(random).Tree;
            var hidden = Descendants(tree.Root).Where(_ => random.Next(6) == 0).ToHashSet();
            bool IsReadable(DataNode node) => !hidden.Contains(node);
            var copy = DataSelection.Readable(tree, IsReadable);
            var pruned = new XPathEvaluator(new AccessibleTree(copy));
            var viewed = new XPathEvaluator(new AccessibleTree(tree) { IsReadable = IsReadable, IsWholeReadable = i % 2 == 0 ? null : s => !hidden.Any(h => IsIn(h, s)) });
            for (var j = 0; j < 60; j++)
            {
                var text = new RandomExpressions(random).Any(3);
                var expected = Show(pruned, pruned.Evaluate(Parse(text), new XPathNode(copy.Root), null));
                var found = Show(viewed, viewed.Evaluate(Parse(text), new XPathNode(tree.Root), null));
                if (found != expected) wrong.Add($"{text}\n  expected {expected}\n  found    {found}\n  hidden {string.Join(' ', hidden.Select(h => h.Path))}");
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong.Take(5)));
    }

    [Theory]
    [InlineData("/m:lib/m:shelf")]
    [InlineData("/m:lib/m:shelf/m:book/m:title")]
    [InlineData("/m:lib/m:shelf[m:title = 'a' or n:div > 0]/m:book[not(m:tag)]")]
    [InlineData("/m:lib/m:shelf[m:no = 2]/m:book")]
    [InlineData("/m:lib/*/m:*[m:title]/*")]
    [InlineData("m:lib/m:shelf/m:book/m:tag")]
    [InlineData("/m:lib/shelf[no = 1]/book[isbn = 'a']")]
    [InlineData("//m:title")]
    [InlineData("/m:lib/m:shelf[2]/m:book[last()]")]
    [InlineData("/m:lib/m:shelf/m:title | /m:lib/m:tag")]
    public void Nodes_found_one_after_the_other_are_those_of_the_whole_set_in_its_order(string text)
    {
        var random = new Random(text.Length);
        for (var i = 0; i < 40; i++)
        {
            var tree = new RandomLibrary(random).Tree;
            var evaluator = new XPathEvaluator(new AccessibleTree(tree) { IsWithoutShortcuts = true });
            var expected = evaluator.Evaluate(Parse(text), new XPathNode(tree.Root), null).Nodes.Select(n => n.ToString());
            new XPathEvaluator(new AccessibleTree(tree)).Enumerate(Parse(text), new XPathNode(tree.Root), null).Select(n => n.ToString()).ShouldBe(expected, text);
        }
    }

    [Fact]
    public void Of_nodes_that_are_not_asked_for_nothing_is_looked_at()
    {
        var tree = TenThousand();
        var asked = 0;
        var accessible = new AccessibleTree(tree) { IsReadable = _ => asked++ >= 0 };
        new XPathEvaluator(accessible).Enumerate(Parse("/m:lib/m:shelf/m:book[m:title = 'b']"), new XPathNode(tree.Root), null).Take(3).Count().ShouldBe(3);
        asked.ShouldBeLessThan(100);
        asked = 0;
        new XPathEvaluator(accessible).Evaluate(Parse("/m:lib/m:shelf/m:book[m:isbn = '77'][m:and = 1]/m:title"), new XPathNode(tree.Root), null).Nodes.Count.ShouldBe(1);
        asked.ShouldBeLessThan(20, "an entry is looked up by its keys");
        asked = 0;
        // Names without prefix can mean one child only.
        new XPathEvaluator(accessible).Evaluate(Parse("/m:lib/shelf/book[isbn = '77'][and = 1]/title"), new XPathNode(tree.Root), null).Nodes.Count.ShouldBe(1);
        asked.ShouldBeLessThan(20);
    }

    private static DataTree TenThousand()
    {
        var editor = DataTree.Empty(RandomLibrary.Schema).Edit();
        var shelf = new DataPath(RandomLibrary.Schema).Child("m:lib").Entry("shelf", "1");
        editor.Create(new DataPath(RandomLibrary.Schema).Child("m:lib"));
        editor.Create(shelf);
        for (var i = 0; i < 10_000; i++)
        {
            var book = shelf.Entry("book", $"{i}", "1");
            editor.Create(book);
            editor.SetText(book.Child("title"), i % 2 == 0 ? "a" : "b");
        }

        return editor.Seal();
    }

    private static bool IsIn(DataNode node, SchemaNode schema)
    {
        for (var at = node; !at.IsRoot; at = at.Parent)
        {
            if (at.Schema == schema) return true;
        }

        return false;
    }

    private static IEnumerable<DataNode> Descendants(DataNode node)
    {
        if (node.Schema is not InnerNode) yield break;
        foreach (var child in node.Children)
        {
            yield return child;
            foreach (var below in Descendants(child)) yield return below;
        }
    }

    private static XPathExpression Parse(string text)
    {
        XPathParser.TryParse(text, RandomLibrary.Prefixes.Instance, out var expression, out var error).ShouldBeTrue($"{text}: {error?.Message} at {error?.Position}");
        return expression!;
    }

    private static string Show(XPathEvaluator evaluator, XPathValue value) => value.Type switch
    {
        XPathType.NodeSet => string.Join(" | ", value.Nodes.Select(n => evaluator.Evaluate(Parse("concat(name(), '=', string(), '@', count(ancestor::node()))"), n, null).String)),
        XPathType.Number => double.IsNaN(value.Number) ? "NaN" : value.Number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        XPathType.Boolean => value.Boolean.ToString(),
        _ => $"'{value.String}'",
    };
}
