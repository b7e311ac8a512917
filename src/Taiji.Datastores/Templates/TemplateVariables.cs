using Taiji.Yang.XPath;

namespace Taiji.Datastores.Templates;

/// <summary>Which variables a template asks for: those that it doesn't set itself before.</summary>
internal sealed class TemplateVariables
{
    private readonly List<string> _asked = [];
    private readonly Stack<HashSet<string>> _set = new([[ConfigurationTemplate.NameVariable]]);

    /// <summary>The variables, in the order in which they are first written.</summary>
    /// <param name="content">The template.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<TemplateNode> content)
    {
        var variables = new TemplateVariables();
        variables.Block(content);
        return variables._asked;
    }

    private void Block(IEnumerable<TemplateNode> content)
    {
        _set.Push([]);
        foreach (var node in content) Node(node);
        _set.Pop();
    }

    private void Node(TemplateNode node)
    {
        switch (node)
        {
            case ElementNode element:
                Element(element);
                break;
            case ConditionNode condition:
                foreach (var branch in condition.Branches)
                {
                    Expression(branch.Condition);
                    Block(branch.Content);
                }

                break;
            case EachNode each:
                Expression(each.Nodes);
                Block(each.Content);
                break;
            case LoopNode loop:
                _set.Push([]);
                Assign(loop.First);
                Expression(loop.Condition);
                Block(loop.Content);
                Assign(loop.Next);
                _set.Pop();
                break;
            case SetNode set:
                Assign(set.Assignment);
                break;
            case ContextNode context:
                Expression(context.Node);
                break;
            case CopyNode copy:
                Expression(copy.Source);
                break;
        }
    }

    private void Element(ElementNode element)
    {
        Pattern(element.Anchor);
        Pattern(element.Value);
        Block([.. element.Keys, .. element.Children]);
    }

    private void Assign(Assignment? assignment)
    {
        if (assignment is null) return;
        Pattern(assignment.Value);
        _set.Peek().Add(assignment.Variable);
    }

    private void Pattern(TextPattern? pattern)
    {
        foreach (var part in pattern?.Parts ?? []) Expression(part.Expression);
    }

    private void Expression(XPathExpression? expression)
    {
        foreach (var variable in expression?.Variables ?? [])
        {
            if (!_set.Any(s => s.Contains(variable)) && !_asked.Contains(variable)) _asked.Add(variable);
        }
    }
}
