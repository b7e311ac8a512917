using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Filters;

/// <summary>A subtree filter (RFC 6241 §6).</summary>
internal sealed class SubtreeDataFilter(YangSchema schema, IReadOnlyList<SubtreeFilterNode> elements) : DataFilter
{
    private readonly SubtreeFilter _filter = new(schema, elements);

    /// <inheritdoc/>
    public override IReadOnlyList<DataPath>? Reach(YangSchema schema) => _filter.Reach(schema);

    /// <inheritdoc/>
    public override DataTree Apply(DataTree tree, SelectedNodes? selected) => selected is null ? _filter.Apply(tree) : _filter.Apply(tree, selected.Add, selected.Add);

    /// <inheritdoc/>
    public override DataTree? ApplyToNotification(DataTree notification)
    {
        // The filter's top-level elements are those of notifications.
        if (Find(elements, notification.RootNode) is not { } element) return null;
        // Content matches decide about the notification as they do about any element with them (RFC 6241 §6.2.5).
        var matches = element.Children.Where(c => !string.IsNullOrEmpty(c.Content)).ToList();
        if (matches.Exists(m => Select([m], notification).IsEmpty)) return null;
        if (matches.Count == element.Children.Count) return notification;
        var selected = Select(element.Children, notification);
        return selected.IsEmpty ? null : selected;
    }

    /// <inheritdoc/>
    public override IReadOnlySet<SchemaNode>? Conditions(YangSchema schema)
    {
        var matches = new HashSet<SchemaNode>();
        CollectMatches(schema.Root, elements, matches);
        // Of a leaf-list all entries are looked at.
        return matches.Any(m => m is not LeafNode) ? null : matches;
    }

    /// <inheritdoc/>
    public override bool CoversDefault(SchemaNode node)
    {
        var way = new List<SchemaNode>();
        for (var n = node; n is { Parent: not null }; n = n.DataParent) way.Insert(0, n);
        return Covers(elements, way, 0);
    }

    /// <inheritdoc/>
    public override bool SelectsWhole(ListNode list)
    {
        var way = new List<SchemaNode>();
        for (SchemaNode? n = list; n is { Parent: not null }; n = n.DataParent) way.Insert(0, n);
        return IsWhole(elements, way, 0);
    }

    // Content matches and attributes decide by the data; and where two elements stand for the same node, so may either.
    private static bool IsWhole(IReadOnlyList<SubtreeFilterNode> elements, List<SchemaNode> way, int step)
    {
        if (elements.Any(e => e.Content?.Length > 0 || e.Attributes.Count > 0) || elements.Count(e => Stands(e, way[step])) != 1) return false;
        var element = elements.Single(e => Stands(e, way[step]));
        return element.Children.Count == 0 || (step < way.Count - 1 && IsWhole(element.Children, way, step + 1));
    }

    private DataTree Select(IReadOnlyList<SubtreeFilterNode> children, DataTree notification) =>
        new SubtreeFilter(schema, children, notification.RootNode).Apply(notification);

    private static void CollectMatches(InnerNode parent, IReadOnlyList<SubtreeFilterNode> elements, HashSet<SchemaNode> matches)
    {
        foreach (var element in elements)
        {
            foreach (var node in parent.DataChildren.Where(n => Stands(element, n)))
            {
                if (element.Children.Count > 0 && node is InnerNode inner) CollectMatches(inner, element.Children, matches);
                else if (!string.IsNullOrEmpty(element.Content)) matches.Add(node);
            }
        }
    }

    private static bool Covers(IReadOnlyList<SubtreeFilterNode> elements, List<SchemaNode> way, int step)
    {
        foreach (var element in elements)
        {
            if (!Stands(element, way[step])) continue;
            // A selection node, and an element with nothing but content matches, stand for all of it (RFC 6241 §6.2.5).
            if (element.Children.Count == 0 || element.Children.All(c => !string.IsNullOrEmpty(c.Content))) return true;
            // A container on the way to something that is selected.
            if (step == way.Count - 1 ? way[step] is ContainerNode : Covers(element.Children, way, step + 1)) return true;
        }

        return false;
    }

    private static bool Stands(SubtreeFilterNode element, SchemaNode node) =>
        element.Name == node.Name && (element.Module is null || element.Module == node.Module);

    private static SubtreeFilterNode? Find(IReadOnlyList<SubtreeFilterNode> elements, SchemaNode node) => elements.FirstOrDefault(e => Stands(e, node));
}
