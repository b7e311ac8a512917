using System.Text;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>The core function library (XPath 1.0 §4).</summary>
internal sealed partial class TermEvaluator
{
    private XPathValue Call(CallTerm call, in TermContext context)
    {
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.Last: return XPathValue.Of((double)context.Size);
            case XPathFunctionKind.Position: return XPathValue.Of((double)context.Position);
            case XPathFunctionKind.Count when IsCounted(call.Arguments[0]): return XPathValue.Of((double)Count((PathTerm)call.Arguments[0], context));
            case XPathFunctionKind.Count: return XPathValue.Of((double)NodesOf(call, context).Count);
            case XPathFunctionKind.Id: return XPathValue.Of(new List<XPathNode>());
            case XPathFunctionKind.Sum when TrySum(call.Arguments[0], context, out var sum): return XPathValue.Of(sum);
            case XPathFunctionKind.Sum: return XPathValue.Of(NodesOf(call, context).Sum(n => XPathNumbers.Parse(_strings.Of(n))));
            case XPathFunctionKind.Boolean: return XPathValue.Of(EvaluateBoolean(call.Arguments[0], context));
            case XPathFunctionKind.Not: return XPathValue.Of(!EvaluateBoolean(call.Arguments[0], context));
            case XPathFunctionKind.True: return XPathValue.Of(true);
            case XPathFunctionKind.False or XPathFunctionKind.Lang: return XPathValue.Of(false);
            case XPathFunctionKind.LocalName or XPathFunctionKind.NamespaceUri or XPathFunctionKind.Name: return XPathValue.Of(NameOf(call, context));
            case XPathFunctionKind.Number or XPathFunctionKind.Floor or XPathFunctionKind.Ceiling or XPathFunctionKind.Round: return XPathValue.Of(NumberOf(call, context));
            case >= XPathFunctionKind.Current: return CallYang(call, context);
            default: return CallText(call, context);
        }
    }

    private XPathValue Argument(CallTerm call, int index, in TermContext context) => Evaluate(call.Arguments[index], context);

    private List<XPathNode> NodesOf(CallTerm call, in TermContext context) => Argument(call, 0, context).NodeList;

    /// <summary>The argument's text, or the context node's when it is left out.</summary>
    private string TextOf(CallTerm call, int index, in TermContext context) =>
        index < call.Arguments.Count ? ToText(Argument(call, index, context)) : _strings.Of(context.Node);

    private double NumberOf(CallTerm call, in TermContext context)
    {
        var value = call.Arguments.Count == 0 ? XPathNumbers.Parse(_strings.Of(context.Node)) : ToNumber(Argument(call, 0, context));
        return call.Function.Kind switch
        {
            XPathFunctionKind.Floor => Math.Floor(value),
            XPathFunctionKind.Ceiling => Math.Ceiling(value),
            XPathFunctionKind.Round => XPathNumbers.Round(value),
            _ => value,
        };
    }

    private string NameOf(CallTerm call, in TermContext context)
    {
        var node = context.Node;
        if (call.Arguments.Count > 0)
        {
            var nodes = NodesOf(call, context);
            if (nodes.Count == 0) return "";
            node = nodes[0];
        }

        if (_tree.NamedAs(node) is not { } schema) return "";
        return call.Function.Kind switch
        {
            XPathFunctionKind.LocalName => schema.Name,
            XPathFunctionKind.NamespaceUri => schema.Module.Namespace,
            _ => (_prefixes.PrefixOf(schema.Module) ?? schema.Module.Name) + ":" + schema.Name,
        };
    }

    private XPathValue CallText(CallTerm call, in TermContext context)
    {
        var first = TextOf(call, 0, context);
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.Concat:
                var output = new StringBuilder(first);
                for (var i = 1; i < call.Arguments.Count; i++) output.Append(TextOf(call, i, context));
                return XPathValue.Of(output.ToString());
            case XPathFunctionKind.StartsWith:
                return XPathValue.Of(first.StartsWith(TextOf(call, 1, context), StringComparison.Ordinal));
            case XPathFunctionKind.Contains:
                return XPathValue.Of(first.Contains(TextOf(call, 1, context), StringComparison.Ordinal));
            case XPathFunctionKind.SubstringBefore:
                var before = first.IndexOf(TextOf(call, 1, context), StringComparison.Ordinal);
                return XPathValue.Of(before < 0 ? "" : first[..before]);
            case XPathFunctionKind.SubstringAfter:
                var sought = TextOf(call, 1, context);
                var after = first.IndexOf(sought, StringComparison.Ordinal);
                return XPathValue.Of(after < 0 ? "" : first[(after + sought.Length)..]);
            case XPathFunctionKind.Substring:
                var start = ToNumber(Argument(call, 1, context));
                return XPathValue.Of(XPathTexts.Substring(first, start, call.Arguments.Count > 2 ? ToNumber(Argument(call, 2, context)) : null));
            case XPathFunctionKind.StringLength:
                return XPathValue.Of((double)XPathTexts.Length(first));
            case XPathFunctionKind.NormalizeSpace:
                return XPathValue.Of(string.Join(' ', first.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
            case XPathFunctionKind.Translate:
                return XPathValue.Of(XPathTexts.Translate(first, TextOf(call, 1, context), TextOf(call, 2, context)));
            default:
                return XPathValue.Of(first);
        }
    }
}
