using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Evaluates the terms of one expression for one current node.</summary>
internal sealed partial class TermEvaluator
{
    private readonly AccessibleTree _tree;
    private readonly IXPathPrefixes _prefixes;
    private readonly IReadOnlyDictionary<string, string>? _variables;
    private readonly XPathNode _current;
    private readonly YangModule? _unprefixed;
    private readonly StringValues _strings;
    private readonly TermMemo? _memo;
    private long _stepsLeft;

    public TermEvaluator(
        AccessibleTree tree, IXPathPrefixes prefixes, IReadOnlyDictionary<string, string>? variables, XPathNode current, YangModule? unprefixed, TermMemo? memo = null,
        long maximumSteps = XPathEvaluator.DefaultMaximumSteps)
    {
        _tree = tree;
        _prefixes = prefixes;
        _variables = variables;
        _current = current;
        _unprefixed = unprefixed;
        _memo = memo;
        _stepsLeft = maximumSteps;
        _strings = new StringValues(tree, prefixes);
    }

    /// <summary>The value of a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="context">What for.</param>
    public XPathValue Evaluate(XPathTerm term, in TermContext context) =>
        _memo is null || !TermMemo.IsWorthKeeping(term) || !TryTop(term, context.Node, out var top) ? Find(term, context) : Remembered(_memo, term, top, context);

    private XPathValue Remembered(TermMemo memo, XPathTerm term, in XPathNode top, in TermContext context)
    {
        if (memo.TryGet(term, top, out var value)) return value;
        value = Find(term, context);
        memo.Keep(term, top, value);
        return value;
    }

    /// <summary>The ancestor that a term's value hangs on; false in a predicate that looks at the current node, where it hangs on two.</summary>
    private bool TryTop(XPathTerm term, in XPathNode node, out XPathNode top)
    {
        top = _tree.Root;
        if (term.Climb == ContextClimb.Free) return true;
        if (node != _current) return false;
        top = node;
        for (var i = 0; i < term.Climb; i++)
        {
            if (!_tree.TryGetParent(top, out var parent)) return false;
            top = parent;
        }

        return true;
    }

    private XPathValue Find(XPathTerm term, in TermContext context) => term switch
    {
        NumberTerm number => XPathValue.Of(number.Value),
        LiteralTerm literal => XPathValue.Of(literal.Value),
        PathTerm path => XPathValue.Of(EvaluatePath(path, context)),
        BinaryTerm binary => EvaluateBinary(binary, context),
        CallTerm call => Call(call, context),
        FilterTerm filter => XPathValue.Of(EvaluateFilter(filter, context)),
        NegationTerm negation => XPathValue.Of(-ToNumber(Evaluate(negation.Operand, context))),
        VariableTerm variable => Variable(variable),
        _ => throw new InvalidOperationException($"Unknown term {term.GetType().Name}."),
    };

    private XPathValue EvaluateBinary(BinaryTerm term, in TermContext context)
    {
        switch (term.Operator)
        {
            case XPathOperator.Or:
                return XPathValue.Of(EvaluateBoolean(term.Left, context) || EvaluateBoolean(term.Right, context));
            case XPathOperator.And:
                return XPathValue.Of(EvaluateBoolean(term.Left, context) && EvaluateBoolean(term.Right, context));
        }

        var left = Evaluate(term.Left, context);
        var right = Evaluate(term.Right, context);
        return term.Operator switch
        {
            XPathOperator.Union => XPathValue.Of(NodeSets.Union(_tree, left.NodeList, right.NodeList)),
            XPathOperator.Add => XPathValue.Of(ToNumber(left) + ToNumber(right)),
            XPathOperator.Subtract => XPathValue.Of(ToNumber(left) - ToNumber(right)),
            XPathOperator.Multiply => XPathValue.Of(ToNumber(left) * ToNumber(right)),
            XPathOperator.Divide => XPathValue.Of(ToNumber(left) / ToNumber(right)),
            XPathOperator.Modulo => XPathValue.Of(ToNumber(left) % ToNumber(right)),
            _ => XPathValue.Of(Compare(term.Operator, left, right)),
        };
    }

    private List<XPathNode> EvaluateFilter(FilterTerm term, in TermContext context)
    {
        var nodes = Evaluate(term.Inner, context).NodeList;
        foreach (var predicate in term.Predicates) nodes = Filter(nodes, predicate);
        return nodes;
    }

    /// <summary>Counts nodes that were looked at: predicates in predicates multiply them.</summary>
    private void Spend(int nodes)
    {
        _stepsLeft -= nodes;
        if (_stepsLeft >= 0) return;
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Application, Tag = ErrorTag.ResourceDenied, Message = "The XPath expression looks at too many nodes.",
        });
    }

    private XPathValue Variable(VariableTerm term)
    {
        if (_variables?.TryGetValue(term.Name, out var value) == true) return XPathValue.Of(value);
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Application, Tag = ErrorTag.OperationFailed, Message = $"The variable '${term.Name}' in the XPath expression is not bound.",
        });
    }

    private double ToNumber(in XPathValue value) => value.Type switch
    {
        XPathType.Number => value.Number,
        XPathType.Boolean => value.Boolean ? 1 : 0,
        XPathType.String => XPathNumbers.Parse(value.String),
        _ => value.NodeList.Count == 0 ? double.NaN : XPathNumbers.Parse(_strings.Of(value.NodeList[0])),
    };

    private string ToText(in XPathValue value) => value.Type switch
    {
        XPathType.String => value.String,
        XPathType.Boolean => value.Boolean ? "true" : "false",
        XPathType.Number => XPathNumbers.Format(value.Number),
        _ => value.NodeList.Count == 0 ? "" : _strings.Of(value.NodeList[0]),
    };
}
