namespace Taiji.Yang.Schema;

/// <summary>Gathers the children of one node by sort.</summary>
internal sealed class ChildLists
{
    private List<SchemaNode>? _children;
    private List<OperationNode>? _operations;
    private List<NotificationNode>? _notifications;

    public void Add(SchemaNode node)
    {
        switch (node)
        {
            case OperationNode operation: (_operations ??= []).Add(operation); break;
            case NotificationNode notification: (_notifications ??= []).Add(notification); break;
            default: (_children ??= []).Add(node); break;
        }
    }

    public void AssignTo(InnerNode node)
    {
        if (_children is not null)
        {
            var children = _children.ToArray();
            node.Children = children;
            node.DataChildren = Array.TrueForAll(children, c => c.IsDataNode) ? children : Flatten(children);
        }

        if (_notifications is not null) node.Notifications = _notifications.ToArray();
        if (_operations is null) return;
        if (node is SchemaRoot root) root.Rpcs = _operations.ToArray();
        else node.Actions = _operations.ToArray();
    }

    private static SchemaNode[] Flatten(SchemaNode[] children)
    {
        var data = new List<SchemaNode>(children.Length);
        foreach (var child in children)
        {
            // Choices and cases are sealed before their parents: theirs are flat already.
            if (child.IsDataNode) data.Add(child);
            else data.AddRange(((InnerNode)child).DataChildren);
        }

        return [.. data];
    }
}
