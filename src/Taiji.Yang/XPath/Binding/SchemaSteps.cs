using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Binding;

/// <summary>Location steps over schema nodes, as the accessible tree has them: no choices, no cases; an operation is its input or output.</summary>
internal static class SchemaSteps
{
    /// <summary>Adds where a step leads from a node.</summary>
    /// <param name="step">The step.</param>
    /// <param name="from">The node, with the anchor of the way to it.</param>
    /// <param name="unprefixed">The module of unprefixed names.</param>
    /// <param name="context">The expression's context: tells which operation's input or output is meant.</param>
    /// <param name="result">Receives the nodes.</param>
    public static void Add(XPathStep step, XPathRead from, YangModule? unprefixed, SchemaNode context, HashSet<XPathRead> result)
    {
        switch (step.Axis)
        {
            case XPathAxis.Child:
                foreach (var child in Named(from.Node, step.Test, unprefixed) ?? Children(from.Node, context)) AddIf(child, from.Anchor);
                break;
            case XPathAxis.Self:
                AddIf(from.Node, from.Anchor);
                break;
            case XPathAxis.Parent:
                if (Parent(from.Node) is { } parent) AddIf(parent, from.Node == from.Anchor ? parent : from.Anchor);
                break;
            case XPathAxis.Descendant or XPathAxis.DescendantOrSelf:
                if (step.Axis == XPathAxis.DescendantOrSelf) AddIf(from.Node, from.Anchor);
                if (from.Node is InnerNode inner) foreach (var below in Descendants(inner)) AddIf(below, from.Anchor);
                break;
            case XPathAxis.Ancestor or XPathAxis.AncestorOrSelf:
                AddAncestors();
                break;
            case XPathAxis.FollowingSibling or XPathAxis.PrecedingSibling:
                if (Parent(from.Node) is not { } around) break;
                foreach (var sibling in Children(around, context)) AddIf(sibling, from.Node == from.Anchor ? around : from.Anchor, around);
                break;
        }

        void AddIf(SchemaNode node, SchemaNode anchor, SchemaNode? within = null)
        {
            if (step.Test.Kind == XPathTestKind.Text) result.Add(from);
            else if (step.Test.Kind == XPathTestKind.Node || (node is not SchemaRoot && step.Test.Accepts(NamedAs(node), unprefixed))) result.Add(new XPathRead(node, anchor, EntryGuards.KeepIn(from.Guard, within ?? node)));
        }

        void AddAncestors()
        {
            var anchor = from.Anchor;
            if (step.Axis == XPathAxis.AncestorOrSelf) AddIf(from.Node, anchor);
            for (var n = from.Node; Parent(n) is { } up; n = up)
            {
                if (n == anchor) anchor = up;
                AddIf(up, anchor);
            }
        }
    }

    /// <summary>All data nodes below a node.</summary>
    /// <param name="node">The node.</param>
    public static IEnumerable<SchemaNode> Descendants(InnerNode node)
    {
        foreach (var child in node.DataChildren)
        {
            yield return child;
            if (child is not InnerNode inner) continue;
            foreach (var below in Descendants(inner)) yield return below;
        }
    }

    /// <summary>Says that a step leads nowhere, and what may have been meant.</summary>
    /// <param name="step">The step.</param>
    /// <param name="from">The nodes it starts from.</param>
    /// <param name="context">The expression's context.</param>
    public static string NothingFound(XPathStep step, IReadOnlyCollection<XPathRead> from, SchemaNode context)
    {
        var places = string.Join(", ", from.Take(3).Select(n => n.Node.SchemaPath));
        if (step.Test.Kind != XPathTestKind.Name) return $"No node can be found here ({places}).";
        var message = $"No '{step.Test.Name}' can be found here ({places})";
        var near = from.Take(20).SelectMany(n => Children(n.Node, context)).ToList();
        if (near.Find(n => n.Name == step.Test.Name) is { } elsewhere) return $"{message}; there is one of the module {elsewhere.Module.Name}.";
        var hint = Suggestion.For(step.Test.Name, near.Select(n => n.Name));
        return message + (hint.Length > 0 ? hint : ".");
    }

    /// <summary>The parent in the accessible tree; null for the root.</summary>
    /// <param name="node">A node.</param>
    public static SchemaNode? Parent(SchemaNode node) => node is OperationDataNode ? node.Parent?.DataParent : node.DataParent;

    private static SchemaNode NamedAs(SchemaNode node) => node is OperationDataNode { Parent: { } operation } ? operation : node;

    /// <summary>The one data node that a name test can mean; null when all children must be looked at.</summary>
    private static IEnumerable<SchemaNode>? Named(SchemaNode node, XPathTest test, YangModule? unprefixed) =>
        test.Kind == XPathTestKind.Name && node is InnerNode inner && (test.Module ?? unprefixed) is { } module && inner.FindChild(module, test.Name) is { IsDataNode: true } child ? [child] : null;

    private static IEnumerable<SchemaNode> Children(SchemaNode node, SchemaNode context)
    {
        if (node is not InnerNode inner) yield break;
        foreach (var child in inner.DataChildren) yield return child;
        for (var n = context; n is not null; n = n.Parent)
        {
            if (n is OperationDataNode or NotificationNode && Parent(n) == node) yield return n;
        }
    }
}
