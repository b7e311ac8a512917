using System.Globalization;
using System.Xml.XPath;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;
using XPathExpression = Taiji.Yang.XPath.XPathExpression;

namespace Taiji.Yang.Tests.XPath;

/// <summary>The part of XPath that knows nothing of YANG, beside the base class library's own engine over the same document.</summary>
public sealed class XPathOracleTests
{
    private const string Signature = "concat(name(), '=', string(), '@', count(ancestor::node()))";

    [Fact]
    public void Random_expressions_are_worth_what_another_engine_says()
    {
        var random = new Random(77);
        var wrong = new List<string>();
        for (var i = 0; i < 150; i++)
        {
            var library = new RandomLibrary(random);
            var evaluator = new XPathEvaluator(new AccessibleTree(library.Tree));
            var places = evaluator.Evaluate(Parse("//node()"), new XPathNode(library.Tree.Root), null).Nodes;
            var others = library.Document.Select("//node()", RandomLibrary.Namespaces).Cast<XPathNavigator>().ToArray();
            places.Count.ShouldBe(others.Length, library.Xml);
            for (var j = 0; j < 40; j++)
            {
                var text = new RandomExpressions(random).Any(3);
                var at = random.Next(places.Count);
                var expected = Show(others[at].Evaluate(text, RandomLibrary.Namespaces));
                var found = Show(evaluator, evaluator.Evaluate(Parse(text), places[at], null));
                if (found != expected) wrong.Add($"{text}\n  expected {expected}\n  found    {found}\n  at node {at} of {library.Xml}");
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
    }

    private static XPathExpression Parse(string text)
    {
        XPathParser.TryParse(text, RandomLibrary.Prefixes.Instance, out var expression, out var error).ShouldBeTrue($"{text}: {error?.Message} at {error?.Position}");
        return expression!;
    }

    private static string Show(object value) => value switch
    {
        XPathNodeIterator nodes => string.Join(" | ", nodes.Cast<XPathNavigator>().Select(n => (string)n.Evaluate(Signature))),
        double number => Number(number),
        bool boolean => boolean.ToString(),
        _ => $"'{value}'",
    };

    private static string Show(XPathEvaluator evaluator, XPathValue value) => value.Type switch
    {
        XPathType.NodeSet => string.Join(" | ", value.Nodes.Select(n => evaluator.Evaluate(Parse(Signature), n, null).String)),
        XPathType.Number => Number(value.Number),
        XPathType.Boolean => value.Boolean.ToString(),
        _ => $"'{value.String}'",
    };

    private static string Number(double number) => number.ToString("G12", CultureInfo.InvariantCulture);
}
