using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>Tells what went because another case of its choice came (RFC 7950 §7.9).</summary>
internal static class ChoiceCases
{
    /// <summary>Whether a deleted node had to go: another case of a choice that it is in is there now.</summary>
    /// <param name="deleted">A node of the content before.</param>
    /// <param name="after">The content after.</param>
    public static bool IsReplaced(DataNode deleted, DataTree after)
    {
        for (var node = deleted; !node.IsRoot; node = node.Parent)
        {
            var parent = node.Parent;
            var around = after.Root;
            var exists = parent.IsRoot || after.TryFind(parent.Path, out around);
            if (exists && IsReplaced(node.Schema, around)) return true;
            // With the last node in it a non-presence container is gone too, and may be what another case replaced.
            if (exists || parent.Schema is not ContainerNode { IsPresence: false }) return false;
        }

        return false;
    }

    private static bool IsReplaced(SchemaNode node, DataNode parent)
    {
        for (var (child, at) = (node, node.Parent); at is ChoiceNode or CaseNode; (child, at) = (at, at.Parent))
        {
            if (at is ChoiceNode choice && choice.Children.Any(c => c != child && HasData(c, parent))) return true;
        }

        return false;
    }

    private static bool HasData(SchemaNode node, DataNode parent) => node switch
    {
        ChoiceNode or CaseNode => ((InnerNode)node).Children.Any(c => HasData(c, parent)),
        ListNode or LeafListNode => parent.Entries(node).Count > 0,
        _ => parent.TryGetChild(node, out _),
    };
}
