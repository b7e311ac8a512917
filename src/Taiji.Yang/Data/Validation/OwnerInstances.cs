using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>Finds the instances of a schema node below an instance of one of its ancestors.</summary>
/// <param name="tree">The tree.</param>
internal sealed class OwnerInstances(AccessibleTree tree)
{
    /// <summary>Calls back for each parent instance that may have the node, until it says that it is enough.</summary>
    /// <param name="owner">The node; a choice too.</param>
    /// <param name="anchor">An instance of an ancestor, or of the node itself.</param>
    /// <param name="visit">Receives the parents; true for enough.</param>
    public void VisitParents(SchemaNode owner, DataNode anchor, Func<DataNode, bool> visit)
    {
        if (anchor.Schema == owner)
        {
            if (!anchor.IsRoot) visit(anchor.Parent);
            return;
        }

        var way = new Stack<SchemaNode>();
        for (SchemaNode? n = owner.DataParent; n is not null && n != anchor.Schema; n = n.DataParent) way.Push(n);
        Descend(anchor, [.. way], 0, visit);
    }

    private bool Descend(DataNode node, SchemaNode[] way, int at, Func<DataNode, bool> visit)
    {
        if (at == way.Length) return visit(node);
        if (way[at] is ListNode list)
        {
            foreach (var entry in node.Entries(list))
            {
                if (Descend(entry, way, at + 1, visit)) return true;
            }

            return false;
        }

        var instances = new List<XPathNode>();
        tree.AddInstances(node, way[at], instances);
        return instances.Exists(i => Descend(i.Data, way, at + 1, visit));
    }
}
