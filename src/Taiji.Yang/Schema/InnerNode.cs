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
    public SchemaNode? FindChild(YangModule module, string name) => FindChild(module, name.AsSpan());

    /// <summary>As the other one.</summary>
    /// <param name="module">The module whose namespace the child is in.</param>
    /// <param name="name">The identifier.</param>
    public SchemaNode? FindChild(YangModule module, ReadOnlySpan<char> name)
    {
        if (_byName is null && DataChildren.Count + Actions.Count + Notifications.Count > LargestScan) _byName = BuildIndex();
        if (_byName is not null) return _byName.GetAlternateLookup<ChildName>().TryGetValue(new ChildName(module, name), out var node) ? node : null;
        return Scan(DataChildren, module, name) ?? Scan(Actions, module, name) ?? Scan(Notifications, module, name)
            ?? (this is SchemaRoot root ? Scan(root.Rpcs, module, name) : null);
    }

    private static SchemaNode? Scan(IReadOnlyList<SchemaNode> nodes, YangModule module, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Module == module && name.SequenceEqual(nodes[i].Name)) return nodes[i];
        }

        return null;
    }

    private Dictionary<(YangModule, string), SchemaNode> BuildIndex()
    {
        var index = new Dictionary<(YangModule, string), SchemaNode>(DataChildren.Count, ChildNameComparer.Instance);
        // While a faulty module is compiled two nodes may have one name; the first counts.
        foreach (var node in DataChildren) index.TryAdd((node.Module, node.Name), node);
        foreach (var node in Actions) index.TryAdd((node.Module, node.Name), node);
        foreach (var node in Notifications) index.TryAdd((node.Module, node.Name), node);
        foreach (var node in this is SchemaRoot root ? root.Rpcs : []) index.TryAdd((node.Module, node.Name), node);
        return index;
    }

    /// <summary>A child's name that is part of a longer text.</summary>
    private readonly ref struct ChildName(YangModule module, ReadOnlySpan<char> name)
    {
        public YangModule Module { get; } = module;

        public ReadOnlySpan<char> Name { get; } = name;
    }

    private sealed class ChildNameComparer : IEqualityComparer<(YangModule Module, string Name)>, IAlternateEqualityComparer<ChildName, (YangModule Module, string Name)>
    {
        public static readonly ChildNameComparer Instance = new();

        public bool Equals((YangModule Module, string Name) x, (YangModule Module, string Name) y) => x.Module == y.Module && x.Name == y.Name;

        public bool Equals(ChildName alternate, (YangModule Module, string Name) other) => alternate.Module == other.Module && alternate.Name.SequenceEqual(other.Name);

        public int GetHashCode((YangModule Module, string Name) key) => HashCode.Combine(key.Module, string.GetHashCode(key.Name));

        public int GetHashCode(ChildName alternate) => HashCode.Combine(alternate.Module, string.GetHashCode(alternate.Name));

        public (YangModule Module, string Name) Create(ChildName alternate) => (alternate.Module, alternate.Name.ToString());
    }
}
