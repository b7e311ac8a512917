using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Which defaults exist in the accessible tree (RFC 7950 §7.6.1, §7.7.2): those of nodes whose case is in use and whose whens are true.</summary>
/// <param name="tree">The tree.</param>
internal sealed class DefaultsInUse(AccessibleTree tree)
{
    // A when may read the very default it decides on; then the default counts as there.
    private readonly HashSet<SchemaNode> _deciding = [];

    /// <summary>Whether a leaf-list without entries has its defaults.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="leafList">The leaf-list.</param>
    public bool AreInUse(DataNode parent, LeafListNode leafList) => leafList.MinElements == 0 && IsCaseInUse(parent, leafList) && IsAllowed(parent, leafList);

    /// <summary>Whether the whens that govern a node are true.</summary>
    /// <param name="parent">The parent's instance.</param>
    /// <param name="child">The node.</param>
    public bool IsAllowed(DataNode parent, SchemaNode child)
    {
        if (child.Whens.Count == 0) return true;
        lock (_deciding)
        {
            if (!_deciding.Add(child)) return true;
            try
            {
                var evaluator = new XPathEvaluator(tree);
                foreach (var when in child.Whens)
                {
                    var context = when.ContextIsParent ? new XPathNode(parent) : OwnContext(parent, child);
                    if (!evaluator.EvaluateBoolean(when.Expression, context, child.Module)) return false;
                }

                return true;
            }
            finally
            {
                _deciding.Remove(child);
            }
        }
    }

    private static XPathNode OwnContext(DataNode parent, SchemaNode child) =>
        child is not (ListNode or LeafListNode) && parent.TryGetChildOrDefault(child, out var node) ? new XPathNode(node) : XPathNode.Dummy(parent, child);

    /// <summary>Whether every case around a node has data or is the default of a choice without any.</summary>
    /// <param name="parent">The parent's instance.</param>
    /// <param name="child">The node.</param>
    public static bool IsCaseInUse(DataNode parent, SchemaNode child)
    {
        for (var around = child.Parent; around is ChoiceNode or CaseNode; around = around.Parent)
        {
            if (around is not CaseNode { Parent: ChoiceNode choice } own || HasData(parent, own)) continue;
            if (choice.DefaultCase != own || HasData(parent, choice)) return false;
        }

        return true;
    }

    /// <summary>Whether a choice or case has a node that exists.</summary>
    /// <param name="parent">The parent's instance.</param>
    /// <param name="around">The choice or case.</param>
    public static bool HasData(DataNode parent, InnerNode around)
    {
        foreach (var child in around.Children)
        {
            var found = child switch
            {
                ChoiceNode or CaseNode => HasData(parent, (InnerNode)child),
                ListNode or LeafListNode => parent.Entries(child).Count > 0,
                _ => parent.TryGetChild(child, out _),
            };
            if (found) return true;
        }

        return false;
    }
}
