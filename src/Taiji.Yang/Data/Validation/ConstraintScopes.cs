using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>A must or when whose reads the schema doesn't tell, or that are too many to note, so that it is evaluated again at every change.</summary>
/// <param name="Node">The node that has it.</param>
/// <param name="IsWhen">Whether it is a when.</param>
/// <param name="Expression">The expression as written.</param>
/// <param name="Location">The statement.</param>
public sealed record WideConstraint(SchemaNode Node, bool IsWhen, string Expression, SourceLocation Location);

/// <summary>How far the constraints of a configuration look: what a change leads to through them.</summary>
/// <param name="Count">How many musts and whens there are, each counted for every node it governs.</param>
/// <param name="Wide">Those that every change has evaluated again.</param>
public sealed record ConstraintScopes(int Count, IReadOnlyList<WideConstraint> Wide)
{
    /// <summary>Looks at a schema's constraints.</summary>
    /// <param name="schema">The schema.</param>
    public static ConstraintScopes Of(YangSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var count = 0;
        var wide = new List<WideConstraint>();
        var budget = new BindingBudget();
        foreach (var node in schema.Nodes.Where(n => n.IsConfig))
        {
            foreach (var must in node.Musts) Look(node, false, must.Expression, node, must.Location);
            foreach (var when in node.Whens) Look(node, true, when.Expression, when.ContextIsParent ? node.DataParent! : node, when.Location);
        }

        return new ConstraintScopes(count, wide);

        void Look(SchemaNode node, bool isWhen, XPathExpression expression, SchemaNode context, SourceLocation location)
        {
            count++;
            if (!XPathBinder.BindLookUps(expression, schema.Root, context, node.Module, budget).IsComplete) wide.Add(new WideConstraint(node, isWhen, expression.Text, location));
        }
    }
}
