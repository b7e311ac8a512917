using System.Collections.Frozen;

namespace Taiji.Yang.Schema;

/// <summary>A schema node with children.</summary>
public abstract class InnerNode : SchemaNode
{
    private FrozenDictionary<(YangModule, string), SchemaNode>? _byName;

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
    public SchemaNode? FindChild(YangModule module, string name) =>
        (_byName ??= BuildIndex()).GetValueOrDefault((module, name));

    private FrozenDictionary<(YangModule, string), SchemaNode> BuildIndex() =>
        DataChildren.Concat(Actions).Concat(Notifications).Concat(Kind == SchemaNodeKind.Root ? ((SchemaRoot)this).Rpcs : [])
            .ToFrozenDictionary(n => (n.Module, n.Name));
}
