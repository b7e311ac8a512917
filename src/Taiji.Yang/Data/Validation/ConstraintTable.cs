using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Validation;

/// <summary>Which schema nodes have anything to check at or below them, so that the rest of the data is never walked. One per schema.</summary>
internal sealed class ConstraintTable
{
    private readonly bool[] _own;
    private readonly bool[] _below;

    /// <summary>Makes the table.</summary>
    /// <param name="schema">The schema.</param>
    public ConstraintTable(YangSchema schema)
    {
        _own = new bool[schema.Nodes.Count];
        _below = new bool[schema.Nodes.Count];
        foreach (var node in schema.Nodes)
        {
            if (!HasOwn(node)) continue;
            _own[node.Ordinal] = true;
            for (SchemaNode? n = node; n is not null && !_below[n.Ordinal]; n = n.Parent) _below[n.Ordinal] = true;
        }
    }

    /// <summary>Whether instances of the node, or its absence, may violate something.</summary>
    /// <param name="node">The node.</param>
    public bool IsChecked(SchemaNode node) => _own[node.Ordinal];

    /// <summary>Whether the node or one below it is checked.</summary>
    /// <param name="node">The node.</param>
    public bool HasChecks(SchemaNode node) => _below[node.Ordinal];

    /// <summary>Whether a type refers to instances that must exist.</summary>
    /// <param name="type">The type.</param>
    public static bool RequiresInstance(YangType type) => type switch
    {
        LeafRefType leafRef => leafRef.RequireInstance || RequiresInstance(leafRef.TargetType),
        InstanceIdentifierType instance => instance.RequireInstance,
        UnionType union => union.Members.Any(RequiresInstance),
        _ => false,
    };

    private static bool HasOwn(SchemaNode node) => node.Musts.Count > 0 || node.Whens.Count > 0 || node switch
    {
        LeafNode leaf => leaf.IsMandatory || RequiresInstance(leaf.Type),
        LeafListNode leafList => leafList.MinElements > 0 || leafList.MaxElements is not null || RequiresInstance(leafList.Type),
        ListNode list => list.MinElements > 0 || list.MaxElements is not null || list.Uniques.Count > 0,
        AnyNode any => any.IsMandatory,
        ChoiceNode => true,
        _ => false,
    };
}
