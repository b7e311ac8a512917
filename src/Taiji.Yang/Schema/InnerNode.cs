namespace Taiji.Yang.Schema;

/// <summary>A schema node with children.</summary>
public abstract class InnerNode : SchemaNode
{
    /// <summary>With so few children a scan is quicker than a look-up.</summary>
    private const int LargestScan = 8;

    private Dictionary<(YangModule, string), SchemaNode>? _byName;

    private protected InnerNode(SchemaNodeKind kind, string name, YangModule module)
        : base(kind, name, module)
    {
    }

    /// <summary>The schema children, choices and cases included, in document order (augments after, in module order).</summary>
    public IReadOnlyList<SchemaNode> Children { get; internal set; } = [];

    /// <summary>The data-node children with choices and cases flattened away, in document order. No rpcs, actions or notifications.</summary>
    public IReadOnlyList<SchemaNode> DataChildren { get; internal set; } = [];

    /// <summary>The actions defined directly in the node (RFC 7950 §7.15).</summary>
    public IReadOnlyList<OperationNode> Actions { get; internal set; } = [];

    /// <summary>The notifications defined directly in the node (RFC 7950 §7.16).</summary>
    public IReadOnlyList<NotificationNode> Notifications { get; internal set; } = [];

    /// <summary>The data child, action or notification of that module and name, or null.</summary>
    /// <param name="module">The module whose namespace the child is in.</param>
    /// <param name="name">The identifier.</param>
    public SchemaNode? FindChild(YangModule module, string name)
    {
        if (_byName is null && DataChildren.Count + Actions.Count + Notifications.Count > LargestScan) _byName = BuildIndex();
        if (_byName is not null) return _byName.GetValueOrDefault((module, name));
        return Scan(DataChildren, module, name) ?? Scan(Actions, module, name) ?? Scan(Notifications, module, name)
            ?? (this is SchemaRoot root ? Scan(root.Rpcs, module, name) : null);
    }

    private static SchemaNode? Scan(IReadOnlyList<SchemaNode> nodes, YangModule module, string name)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Name == name && nodes[i].Module == module) return nodes[i];
        }

        return null;
    }

    private Dictionary<(YangModule, string), SchemaNode> BuildIndex()
    {
        var index = new Dictionary<(YangModule, string), SchemaNode>(DataChildren.Count);
        // While a faulty module is compiled two nodes may have one name; the first counts.
        foreach (var node in DataChildren) index.TryAdd((node.Module, node.Name), node);
        foreach (var node in Actions) index.TryAdd((node.Module, node.Name), node);
        foreach (var node in Notifications) index.TryAdd((node.Module, node.Name), node);
        foreach (var node in this is SchemaRoot root ? root.Rpcs : []) index.TryAdd((node.Module, node.Name), node);
        return index;
    }
}
