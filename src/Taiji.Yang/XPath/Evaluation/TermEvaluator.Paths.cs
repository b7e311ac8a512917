using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Location paths (XPath 1.0 §2).</summary>
internal sealed partial class TermEvaluator
{
    private List<XPathNode> EvaluatePath(PathTerm path, in TermContext context) => EvaluateSteps(path, path.Steps.Count, context);

    private List<XPathNode> EvaluateSteps(PathTerm path, int count, in TermContext context)
    {
        List<XPathNode> nodes = path.Start is not null ? Evaluate(path.Start, context).NodeList
            : [path.IsAbsolute ? _tree.Root : context.Node];
        for (var i = 0; i < count && nodes.Count > 0; i++) nodes = EvaluateStep(path.Steps[i], nodes);

        return nodes;
    }

    private List<XPathNode> EvaluateStep(XPathStep step, List<XPathNode> from)
    {
        if (from.Count == 1)
        {
            var single = EvaluateStep(step, from[0]);
            if (step.IsReverse) single.Reverse();
            return single;
        }

        var result = new List<XPathNode>();
        foreach (var node in from)
        {
            var found = EvaluateStep(step, node);
            if (step.IsReverse) found.Reverse();
            result.AddRange(found);
        }

        if (!KeepsOrder(step.Axis, from)) NodeSets.Order(_tree, result);
        return result;
    }

    /// <summary>Whether results of nodes in document order come out in it, without duplicates: nodes of one schema node never lie in each other, texts aside.</summary>
    private static bool KeepsOrder(XPathAxis axis, List<XPathNode> from)
    {
        if (axis == XPathAxis.Self) return true;
        if (axis is not (XPathAxis.Child or XPathAxis.Descendant or XPathAxis.DescendantOrSelf)) return false;
        var schema = from[0].Schema;
        foreach (var node in from)
        {
            if (node.Schema != schema || node.IsText) return false;
        }

        return true;
    }

    /// <summary>The step's nodes in the order of its axis.</summary>
    private List<XPathNode> EvaluateStep(XPathStep step, in XPathNode node)
    {
        var nodes = new List<XPathNode>();
        var first = 0;
        if (step.Equalities.Items.Count == 0 || !TryLookUp(step, node, nodes)) first = AddAxis(step, node, nodes);
        Spend(nodes.Count + 1);
        for (var i = first; i < step.Predicates.Count && nodes.Count > 0; i++) nodes = Filter(nodes, step.Predicates[i]);
        return nodes;
    }

    /// <summary>Adds the axis's nodes; returns how many predicates are dealt with already.</summary>
    private int AddAxis(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        switch (step.Axis)
        {
            case XPathAxis.Child:
                if (TryPosition(step, node, nodes)) return 1;
                _tree.AddChildren(node, step.Test, _unprefixed, nodes);
                break;
            case XPathAxis.Self:
                AddIfAccepted(step.Test, node, nodes);
                break;
            case XPathAxis.Parent:
                if (_tree.TryGetParent(node, out var parent)) AddIfAccepted(step.Test, parent, nodes);
                break;
            case XPathAxis.Ancestor or XPathAxis.AncestorOrSelf:
                if (step.Axis == XPathAxis.AncestorOrSelf) AddIfAccepted(step.Test, node, nodes);
                AddAncestors(step.Test, node, nodes);
                break;
            case XPathAxis.DescendantOrSelf:
                AddIfAccepted(step.Test, node, nodes);
                AddDescendants(step.Test, node, nodes);
                break;
            case XPathAxis.Descendant:
                AddDescendants(step.Test, node, nodes);
                break;
            case XPathAxis.FollowingSibling or XPathAxis.PrecedingSibling:
                if (TryNeighbour(step, node, nodes)) return 1;
                AddSiblings(step, node, nodes);
                break;
            case XPathAxis.Following or XPathAxis.Preceding:
                AddAround(step, node, nodes);
                break;
        }

        return 0;
    }

    private void AddAncestors(in XPathTest test, XPathNode node, List<XPathNode> nodes)
    {
        while (_tree.TryGetParent(node, out var parent))
        {
            AddIfAccepted(test, parent, nodes);
            node = parent;
        }
    }

    private void AddIfAccepted(in XPathTest test, in XPathNode node, List<XPathNode> nodes)
    {
        if (_tree.Accepts(node, test, _unprefixed)) nodes.Add(node);
    }

    private void AddDescendants(in XPathTest test, in XPathNode node, List<XPathNode> nodes)
    {
        foreach (var child in ChildrenOf(node))
        {
            AddIfAccepted(test, child, nodes);
            AddDescendants(test, child, nodes);
        }
    }

    private List<XPathNode> ChildrenOf(in XPathNode node)
    {
        var children = new List<XPathNode>();
        _tree.AddChildren(node, new XPathTest(XPathTestKind.Node), null, children);
        return children;
    }

    private void AddSiblings(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        if (!_tree.TryGetParent(node, out var parent)) return;
        var siblings = ChildrenOf(parent);
        var own = siblings.IndexOf(node);
        if (step.Axis == XPathAxis.FollowingSibling)
        {
            for (var i = own + 1; i < siblings.Count; i++) AddIfAccepted(step.Test, siblings[i], nodes);
        }
        else
        {
            for (var i = own - 1; i >= 0; i--) AddIfAccepted(step.Test, siblings[i], nodes);
        }
    }

    /// <summary>Everything after the node, or before it: without its ancestors and descendants.</summary>
    private void AddAround(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        var isFollowing = step.Axis == XPathAxis.Following;
        for (var n = node; _tree.TryGetParent(n, out var parent); n = parent)
        {
            var siblings = ChildrenOf(parent);
            var own = siblings.IndexOf(n);
            var inOrder = new List<XPathNode>();
            for (var i = isFollowing ? own + 1 : 0; i < (isFollowing ? siblings.Count : own); i++)
            {
                AddIfAccepted(step.Test, siblings[i], inOrder);
                AddDescendants(step.Test, siblings[i], inOrder);
            }

            if (!isFollowing) inOrder.Reverse();
            nodes.AddRange(inOrder);
        }
    }

    private List<XPathNode> Filter(List<XPathNode> nodes, XPathTerm predicate)
    {
        Spend(nodes.Count);
        var kept = new List<XPathNode>();
        for (var i = 0; i < nodes.Count; i++)
        {
            var value = Evaluate(predicate, new TermContext(nodes[i], i + 1, nodes.Count));
            if (value.Type == XPathType.Number ? value.Number == i + 1 : value.Boolean) kept.Add(nodes[i]);
        }

        return kept;
    }
}
