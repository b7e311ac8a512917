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

/// <summary>A must or when that each entry of a list has and that looks at other entries otherwise than by a value: when one changes, it is evaluated for all of them.</summary>
/// <param name="Node">The node that has it.</param>
/// <param name="IsWhen">Whether it is a when.</param>
/// <param name="Expression">The expression as written.</param>
/// <param name="Location">The statement.</param>
/// <param name="Read">A node in entries that it reads.</param>
public sealed record ListConstraint(SchemaNode Node, bool IsWhen, string Expression, SourceLocation Location, SchemaNode Read);

/// <summary>How far the constraints of a configuration look: what a change leads to through them.</summary>
/// <param name="Count">How many musts and whens there are, each counted for every node it governs.</param>
/// <param name="Wide">Those that every change has evaluated again.</param>
/// <param name="Lists">Those that a change of one entry has evaluated again for all.</param>
public sealed record ConstraintScopes(int Count, IReadOnlyList<WideConstraint> Wide, IReadOnlyList<ListConstraint> Lists)
{
    /// <summary>Looks at a schema's constraints.</summary>
    /// <param name="schema">The schema.</param>
    public static ConstraintScopes Of(YangSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var count = 0;
        var wide = new List<WideConstraint>();
        var lists = new List<ListConstraint>();
        var budget = new BindingBudget();
        foreach (var node in schema.Nodes.Where(n => n.IsConfig))
        {
            foreach (var must in node.Musts) Look(node, false, must.Expression, node, must.Location);
            foreach (var when in node.Whens) Look(node, true, when.Expression, when.ContextIsParent ? node.DataParent! : node, when.Location);
        }

        return new ConstraintScopes(count, wide, lists);

        void Look(SchemaNode node, bool isWhen, XPathExpression expression, SchemaNode context, SourceLocation location)
        {
            count++;
            var dependencies = XPathBinder.BindLookUps(expression, schema.Root, context, node.Module, budget);
            if (!dependencies.IsComplete) wide.Add(new WideConstraint(node, isWhen, expression.Text, location));
            else if (dependencies.Reads.Where(r => MeetsAllEntries(r, expression, context)).OrderByDescending(r => r.Node is TypedNode).FirstOrDefault() is { Node: { } read }) lists.Add(new ListConstraint(node, isWhen, expression.Text, location, read));
        }
    }

    /// <summary>Whether many instances of the context node read what there are many of, each the same, and no value tells which.</summary>
    private static bool MeetsAllEntries(in XPathRead read, XPathExpression expression, SchemaNode context) =>
        read is { IsPassed: false, Guard: null } && !EntryGuards.IsOnlyOne(read) && !EntryGuards.IsOnlyOne(read with { Node = context })
        && !SharedValues.IsSharedBelow(expression, context, read.Anchor);
}
