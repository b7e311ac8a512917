using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>One step of a <see cref="DataPath"/>.</summary>
/// <param name="Node">The data node's schema node (or an action, rpc or notification as the last step).</param>
/// <param name="Key">
/// A list entry's encoded key (<see cref="KeyCodec"/>) or a leaf-list entry's stored value; null for other nodes, and for a whole list or leaf-list as the last step.
/// </param>
public readonly record struct DataPathStep(SchemaNode Node, ReadOnlyMemory<byte>? Key = null)
{
    /// <summary>Position (0-based) of an entry of a list without keys, or of a leaf-list with duplicates; null otherwise.</summary>
    public long? Position { get; init; }
}

/// <summary>A schema-resolved instance path from the root: the only path type past the protocols' edges. Steps name data nodes only (no choice, no case).</summary>
public sealed partial class DataPath
{
    private readonly DataPathStep[] _steps;

    /// <summary>Makes a path.</summary>
    /// <param name="schema">The schema its nodes belong to.</param>
    /// <param name="steps">The steps from the root.</param>
    public DataPath(YangSchema schema, params ReadOnlySpan<DataPathStep> steps)
    {
        Schema = schema;
        RootNode = schema.Root;
        _steps = steps.ToArray();
    }

    /// <summary>Makes a path in a tree with another root than a datastore's.</summary>
    /// <param name="schema">The schema its nodes belong to.</param>
    /// <param name="rootNode">The tree's root: an input, output or notification.</param>
    /// <param name="steps">The steps from that root.</param>
    public DataPath(YangSchema schema, InnerNode rootNode, params ReadOnlySpan<DataPathStep> steps)
        : this(schema, steps) => RootNode = rootNode;

    /// <summary>The schema.</summary>
    public YangSchema Schema { get; }

    /// <summary>The schema node of the root: <see cref="YangSchema.Root"/>, or an operation's input or output, or a notification.</summary>
    public InnerNode RootNode { get; }

    /// <summary>The steps; empty for the root.</summary>
    public ReadOnlySpan<DataPathStep> Steps => _steps;

    /// <summary>Whether it is the root.</summary>
    public bool IsRoot => _steps.Length == 0;

    /// <summary>The last step's schema node; the root's for the root path.</summary>
    public SchemaNode Node => IsRoot ? RootNode : _steps[^1].Node;

    /// <summary>Whether the last step is a list or leaf-list without key: all its entries.</summary>
    public bool IsWholeList => !IsRoot && _steps[^1] is { Key: null, Position: null, Node: ListNode or LeafListNode };

    /// <summary>The path one step up; the root's is the root.</summary>
    public DataPath Parent => new(Schema, RootNode, IsRoot ? [] : Steps[..^1]);

    /// <summary>This path with one more step.</summary>
    /// <param name="node">The child's schema node.</param>
    /// <param name="key">Its key, see <see cref="DataPathStep.Key"/>.</param>
    public DataPath Append(SchemaNode node, ReadOnlyMemory<byte>? key = null) => new(Schema, RootNode, [.. _steps, new DataPathStep(node, key)]);
}
