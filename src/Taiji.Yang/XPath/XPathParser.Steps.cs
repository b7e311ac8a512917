using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

public sealed partial class XPathParser
{
    private bool AtStep() => Current.Kind switch
    {
        XPathTokenKind.Name or XPathTokenKind.Axis => true,
        XPathTokenKind.Function => Current.Prefix is null && IsNodeType(Current.Text),
        XPathTokenKind.Punctuation => Current.Text is "." or ".." or "@",
        _ => false,
    };

    private static bool IsNodeType(string name) => name is "node" or "text" or "comment" or "processing-instruction";

    /// <summary>Parses steps; <c>//</c> stands for <c>/descendant-or-self::node()/</c>.</summary>
    private List<XPathStep> ParseSteps(bool deep)
    {
        var steps = new List<XPathStep>();
        while (true)
        {
            var step = ParseStep();
            if (!deep) steps.Add(step);
            else if (CanDescend(step)) steps.Add(new XPathStep(step.Position, XPathAxis.Descendant, step.Test, step.Predicates));
            else steps.AddRange([new XPathStep(step.Position, XPathAxis.DescendantOrSelf, new XPathTest(XPathTestKind.Node), []), step]);
            if (!Current.Is("/") && !Current.Is("//")) return steps;
            deep = Current.Text == "//";
            _at++;
        }
    }

    /// <summary>Whether <c>//step</c> is the same as <c>descendant::step</c>: unless its predicates count positions.</summary>
    private static bool CanDescend(XPathStep step) => step.Axis == XPathAxis.Child
        && step.Predicates.All(p => p.Type is XPathType.Boolean or XPathType.String or XPathType.NodeSet && !CountsPositions(p));

    private static bool CountsPositions(XPathTerm term) =>
        term is CallTerm { Function.Kind: XPathFunctionKind.Position or XPathFunctionKind.Last } || term.Parts.Any(CountsPositions);

    private XPathStep ParseStep()
    {
        var start = Current;
        if (TryTake(".")) return new XPathStep(start.Position, XPathAxis.Self, new XPathTest(XPathTestKind.Node), []);
        if (TryTake("..")) return new XPathStep(start.Position, XPathAxis.Parent, new XPathTest(XPathTestKind.Node), []);
        var axis = XPathAxis.Child;
        if (TryTake("@"))
        {
            axis = XPathAxis.Attribute;
        }
        else if (Current.Kind == XPathTokenKind.Axis)
        {
            axis = FindAxis(Current.Text) ?? throw new XPathSyntaxException(new XPathSyntaxError(start.Position, $"There is no axis '{Current.Text}'."));
            _at++;
            Take("::");
        }

        return new XPathStep(start.Position, axis, ParseTest(), ParsePredicates());
    }

    private static XPathAxis? FindAxis(string name) => name switch
    {
        "child" => XPathAxis.Child,
        "parent" => XPathAxis.Parent,
        "self" => XPathAxis.Self,
        "descendant" => XPathAxis.Descendant,
        "descendant-or-self" => XPathAxis.DescendantOrSelf,
        "ancestor" => XPathAxis.Ancestor,
        "ancestor-or-self" => XPathAxis.AncestorOrSelf,
        "following-sibling" => XPathAxis.FollowingSibling,
        "preceding-sibling" => XPathAxis.PrecedingSibling,
        "following" => XPathAxis.Following,
        "preceding" => XPathAxis.Preceding,
        "attribute" => XPathAxis.Attribute,
        "namespace" => XPathAxis.Namespace,
        _ => null,
    };

    private XPathTest ParseTest()
    {
        var token = Current;
        if (token.Kind == XPathTokenKind.Function && token.Prefix is null && IsNodeType(token.Text))
        {
            _at++;
            Take("(");
            if (token.Text == "processing-instruction" && Current.Kind == XPathTokenKind.Literal) _at++;
            Take(")");
            return new XPathTest(token.Text switch { "node" => XPathTestKind.Node, "text" => XPathTestKind.Text, _ => XPathTestKind.None });
        }

        if (token.Kind != XPathTokenKind.Name) throw Unexpected(token, "a node's name");
        _at++;
        if (token.Prefix is null) return token.Text == "*" ? new XPathTest(XPathTestKind.AnyName) : new XPathTest(XPathTestKind.Name, token.Text);
        var module = _prefixes.Resolve(token.Prefix)
            ?? throw new XPathSyntaxException(new XPathSyntaxError(token.Position, $"The prefix '{token.Prefix}' stands for no known module."));
        return token.Text == "*" ? new XPathTest(XPathTestKind.AnyNameOfModule, "", module) : new XPathTest(XPathTestKind.Name, token.Text, module);
    }
}
