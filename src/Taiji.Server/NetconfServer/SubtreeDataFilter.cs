using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>A subtree filter (RFC 6241 §6).</summary>
internal sealed class SubtreeDataFilter(YangSchema schema, IReadOnlyList<SubtreeFilterNode> elements) : DataFilter
{
    private readonly SubtreeFilter _filter = new(schema, elements);

    /// <inheritdoc/>
    public override IReadOnlyList<DataPath>? Reach(YangSchema schema) => _filter.Reach(schema);

    /// <inheritdoc/>
    public override DataTree Apply(DataTree tree)
    {
        if (tree.RootNode is not NotificationNode notification) return _filter.Apply(tree);

        return Find(notification) switch
        {
            null => DataTree.Empty(schema, notification),
            { Children.Count: 0 } => tree,
            var element => new SubtreeFilter(schema, element.Children, notification).Apply(tree),
        };
    }

    /// <inheritdoc/>
    public override bool SelectsWhole(DataTree tree) => Find(tree.RootNode) is { Children.Count: 0 };

    /// <summary>The element for a notification: a filter's top-level elements are those of notifications (RFC 5277 §3.6).</summary>
    private SubtreeFilterNode? Find(InnerNode notification) =>
        elements.FirstOrDefault(e => e.Name == notification.Name && (e.Module is null || e.Module == notification.Module));
}
