using System.Text.RegularExpressions;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Datastores.Templates;

/// <summary>Compiles what is in an element: elements, and the blocks that instructions make of them.</summary>
/// <param name="compiler">Compiles elements and texts.</param>
/// <param name="element">The element.</param>
/// <param name="parent">Its schema node.</param>
/// <param name="keys">Gets the key elements; of other length than a list's keys for none.</param>
internal sealed partial class BlockCompiler(TemplateCompiler compiler, ElementMarkup element, InnerNode parent, ElementNode?[] keys)
{
    private static readonly HashSet<string> BlockEnds = new(StringComparer.Ordinal) { "elif", "else", "end" };

    private int _at;

    /// <summary>Compiles it all.</summary>
    public List<TemplateNode> Compile()
    {
        var nodes = Block(isOutermost: true);
        while (_at < element.Children.Count)
        {
            // An end, elif or else that nothing began.
            var stray = (InstructionMarkup)element.Children[_at++];
            compiler.Report(TemplateDiagnostics.WrongInstruction, stray.Place, stray.Target, "there is no if, foreach or for that it belongs to");
            nodes.AddRange(Block(isOutermost: true));
        }

        return nodes;
    }

    private List<TemplateNode> Block(bool isOutermost = false)
    {
        var nodes = new List<TemplateNode>();
        for (; _at < element.Children.Count; _at++)
        {
            switch (element.Children[_at])
            {
                case InstructionMarkup { Target: var target } when BlockEnds.Contains(target):
                    return nodes;
                case InstructionMarkup instruction:
                    if (Instruction(instruction) is { } made) nodes.Add(made);
                    break;
                case TextMarkup { IsBlank: false } text:
                    compiler.Report(TemplateDiagnostics.WrongContent, text.Place, element.Name, $"'{text.Text.Trim()}' is text, where elements were expected");
                    break;
                case ElementMarkup child when compiler.Element(child, parent) is { } node:
                    if (node.Schema is LeafNode { IsKey: true } key && isOutermost && keys.Length > key.KeyIndex) keys[key.KeyIndex] = node;
                    else if (node.Schema is LeafNode { IsKey: true }) compiler.Report(TemplateDiagnostics.WrongContent, node.Place, element.Name, $"the key '{node.Schema.Name}' can't depend on an instruction");
                    else nodes.Add(node);
                    break;
            }
        }

        return nodes;
    }

    private TemplateNode? Instruction(InstructionMarkup instruction)
    {
        switch (instruction.Target)
        {
            case "if":
                return Condition(instruction);
            case "foreach":
                var nodes = Expression(instruction);
                var repeated = Loop(instruction);
                return nodes is null ? null : new EachNode(instruction.Place, nodes, repeated);
            case "for":
                return For(instruction);
            case "set":
                return Assignment(instruction, instruction.Data) is { } assignment ? new SetNode(instruction.Place, assignment) : null;
            case "set-context-node":
                return Expression(instruction) is { } context ? new ContextNode(instruction.Place, context) : null;
            case "save-context" or "switch-context" when Name().IsMatch(instruction.Data):
                return new SavedContextNode(instruction.Place, instruction.Data, instruction.Target == "switch-context");
            case "copy-tree":
                return Expression(instruction) is { } source ? new CopyNode(instruction.Place, source) : null;
            case "save-context" or "switch-context":
                return Wrong(instruction, "a name was expected");
            default:
                return Wrong(instruction, "known are if, elif, else, foreach, for, end, set, set-context-node, save-context, switch-context, copy-tree, macro, endmacro and expand");
        }
    }

    private ConditionNode Condition(InstructionMarkup begin)
    {
        var branches = new List<(XPathExpression?, IReadOnlyList<TemplateNode>)>();
        for (var opening = begin; ;)
        {
            var condition = opening.Target == "else" ? null : Expression(opening);
            _at++;
            branches.Add((condition, Block()));
            if (_at == element.Children.Count)
            {
                Wrong(begin, "it has no end");
                break;
            }

            var next = (InstructionMarkup)element.Children[_at];
            if (next.Target == "end") break;
            if (opening.Target == "else") Wrong(next, "nothing but end follows else");
            opening = next;
        }

        return new ConditionNode(begin.Place, branches);
    }

    private List<TemplateNode> Loop(InstructionMarkup begin)
    {
        _at++;
        var content = Block();
        if (_at == element.Children.Count) Wrong(begin, "it has no end");
        else if (element.Children[_at] is InstructionMarkup { Target: not "end" } other) Wrong(other, $"it stands in a {begin.Target}, which has no branches");
        return content;
    }

    private LoopNode? For(InstructionMarkup begin)
    {
        var parts = Parts(begin.Data);
        var content = Loop(begin);
        if (parts is not [var first, var condition, var next])
        {
            Wrong(begin, "VARIABLE=VALUE; {CONDITION}; VARIABLE=VALUE was expected");
            return null;
        }

        var before = first.Length == 0 ? null : Assignment(begin, first);
        var after = next.Length == 0 ? null : Assignment(begin, next);
        return Expression(begin with { Data = condition }) is { } expression ? new LoopNode(begin.Place, before, expression, after, content) : null;
    }

    // At semicolons outside of braces.
    private static List<string> Parts(string data)
    {
        var parts = new List<string>();
        var (begin, depth) = (0, 0);
        for (var i = 0; i < data.Length; i++)
        {
            if (data[i] == '{') depth++;
            else if (data[i] == '}') depth--;
            if (data[i] != ';' || depth > 0) continue;
            parts.Add(data[begin..i].Trim());
            begin = i + 1;
        }

        parts.Add(data[begin..].Trim());
        return parts;
    }

    private Assignment? Assignment(InstructionMarkup instruction, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !Name().IsMatch(text[..equals].Trim()))
        {
            Wrong(instruction, $"VARIABLE=VALUE was expected, not '{text}'");
            return null;
        }

        return compiler.Pattern(text[(equals + 1)..].Trim(), element.Scope, instruction.Place) is { } value ? new Assignment(text[..equals].Trim(), value) : null;
    }

    private XPathExpression? Expression(InstructionMarkup instruction)
    {
        if (compiler.Pattern(instruction.Data, element.Scope, instruction.Place) is not { } pattern) return null;
        if (pattern.Alone is { } expression) return expression;
        Wrong(instruction, $"one expression in braces was expected, not '{instruction.Data}'");
        return null;
    }

    private TemplateNode? Wrong(InstructionMarkup instruction, string problem)
    {
        compiler.Report(TemplateDiagnostics.WrongInstruction, instruction.Place, instruction.Target, problem);
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z_][\w.-]*$")]
    private static partial Regex Name();
}
