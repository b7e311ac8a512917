using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Datastores.Templates;

/// <summary>The variables of a template while it is expanded, and what its expressions are worth.</summary>
internal sealed class TemplateScope
{
    private readonly Dictionary<string, string> _variables;
    private readonly Stack<List<string>> _made = new();
    private readonly XPathEvaluator _evaluator;

    /// <summary>Makes it.</summary>
    /// <param name="input">What expressions see, and the variables that were given.</param>
    /// <param name="name">The template's name.</param>
    public TemplateScope(TemplateInput input, string name)
    {
        _variables = new Dictionary<string, string>(input.Variables, StringComparer.Ordinal) { [ConfigurationTemplate.NameVariable] = name };
        _evaluator = new XPathEvaluator(input.Accessible(), _variables);
    }

    /// <summary>A block begins: a variable that is made in it ends with it.</summary>
    public void Enter() => _made.Push([]);

    /// <summary>The block ends.</summary>
    public void Leave()
    {
        foreach (var variable in _made.Pop()) _variables.Remove(variable);
    }

    /// <summary>Sets a variable: that of a block around, or a new one.</summary>
    /// <param name="assignment">What to set.</param>
    /// <param name="context">The context node.</param>
    /// <param name="place">Where it is written.</param>
    public void Assign(Assignment assignment, XPathNode context, SourceLocation place)
    {
        // A variable holds a text, and no node at all is the empty one.
        var value = string.Concat(assignment.Value.Parts.Select(p => p.Expression is { } e ? Text(Evaluate(e, context, place), all: true) : p.Text));
        if (!_variables.ContainsKey(assignment.Variable)) _made.Peek().Add(assignment.Variable);
        _variables[assignment.Variable] = value;
    }

    /// <summary>Whether a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="context">The context node.</param>
    /// <param name="place">Where it is written.</param>
    public bool Holds(XPathExpression condition, XPathNode context, SourceLocation place) => Evaluate(condition, context, place).Boolean;

    /// <summary>The nodes of an expression, in document order.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="context">The context node.</param>
    /// <param name="place">Where it is written.</param>
    /// <exception cref="RpcErrorException">invalid-value: it gives no nodes but a value.</exception>
    public IReadOnlyList<XPathNode> Nodes(XPathExpression expression, XPathNode context, SourceLocation place) =>
        Evaluate(expression, context, place) is { Type: XPathType.NodeSet } nodes ? nodes.Nodes
            : throw TemplateErrors.At(ErrorTag.InvalidValue, place, $"'{expression}' gives a value, where nodes are needed");

    /// <summary>The only node of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="context">The context node.</param>
    /// <param name="place">Where it is written.</param>
    /// <exception cref="RpcErrorException">invalid-value: it gives none, or more than one.</exception>
    public XPathNode Node(XPathExpression expression, XPathNode context, SourceLocation place) =>
        Nodes(expression, context, place) is [var node] ? node
            : throw TemplateErrors.At(ErrorTag.InvalidValue, place, $"'{expression}' gives {Nodes(expression, context, place).Count} nodes, where one is needed");

    /// <summary>A leaf's text; null when an expression in it gives no node, and nothing is to be set.</summary>
    /// <param name="pattern">The text with expressions; null for an empty one.</param>
    /// <param name="context">The context node.</param>
    /// <param name="place">Where it is written.</param>
    public string? Text(TextPattern? pattern, XPathNode context, SourceLocation place)
    {
        var text = new System.Text.StringBuilder();
        foreach (var part in pattern?.Parts ?? [])
        {
            if (part.Expression is null)
            {
                text.Append(part.Text);
                continue;
            }

            var value = Evaluate(part.Expression, context, place);
            if (value is { Type: XPathType.NodeSet, Nodes.Count: 0 }) return null;
            text.Append(Text(value, all: false));
        }

        return text.ToString();
    }

    /// <summary>The texts of a leaf-list's entries or of a key: one for each node where the whole text is one expression that gives nodes.</summary>
    /// <param name="pattern">The text with expressions.</param>
    /// <param name="context">The context node.</param>
    /// <param name="place">Where it is written.</param>
    /// <returns>Each with its node as context; with the context as it is where it is no node's text.</returns>
    public IEnumerable<(string Text, XPathNode Context)> Values(TextPattern? pattern, XPathNode context, SourceLocation place)
    {
        if (pattern?.Alone is { } expression && Evaluate(expression, context, place) is { Type: XPathType.NodeSet } nodes)
            return [.. nodes.Nodes.Select(n => (TextOf(n), n))];
        return Text(pattern, context, place) is { } text ? [(text, context)] : [];
    }

    /// <summary>A node's parent.</summary>
    /// <param name="node">The node.</param>
    public static XPathNode ParentOf(in XPathNode node) => node.IsDefaultEntry ? new XPathNode(node.Data) : node.Data.IsRoot ? node : new XPathNode(node.Data.Parent);

    private XPathValue Evaluate(XPathExpression expression, XPathNode context, SourceLocation place)
    {
        try
        {
            return _evaluator.Evaluate(expression, context, null);
        }
        catch (RpcErrorException e)
        {
            throw TemplateErrors.At(e.Errors[0].Tag, place, $"'{expression}': {e.Errors[0].Message}");
        }
    }

    private static string Text(in XPathValue value, bool all) => value.Type switch
    {
        XPathType.NodeSet => all ? string.Concat(value.Nodes.Select(n => TextOf(n))) : value.Nodes.Count == 0 ? "" : TextOf(value.Nodes[0]),
        XPathType.Number => XPathNumbers.Format(value.Number),
        XPathType.Boolean => value.Boolean ? "true" : "false",
        _ => value.String,
    };

    // Canonical, names with their module's name: that is a prefix in the output.
    private static string TextOf(in XPathNode node)
    {
        if (node.Schema is not TypedNode typed) return "";
        if (!node.IsDefaultEntry) return node.Data.ValueText;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        typed.Type.Format(node.Value, Yang.Types.ValueForm.Canonical, node.Data.Tree.Schema, null, buffer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
