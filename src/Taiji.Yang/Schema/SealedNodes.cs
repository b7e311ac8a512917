using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Sealed nodes with the drafts they came from, for the phases that finish them.</summary>
internal sealed class SealedNodes
{
    /// <summary>All nodes by ordinal.</summary>
    public List<SchemaNode> All { get; } = [];

    public List<(TypedNode Node, DraftNode Draft, CompiledType Type)> Typed { get; } = [];

    /// <summary>Leaves left out for a fault of their type, by data parent and name: who refers to them is not at fault.</summary>
    public HashSet<(SchemaNode Parent, string Name)> Faulty { get; } = [];

    /// <summary>Nodes that lack children for a fault that has been reported; the root when any module's top does.</summary>
    public HashSet<SchemaNode> Incomplete { get; } = [];

    /// <summary>Whether that a node is not there may come of a fault that has been reported.</summary>
    /// <param name="parent">Where it was looked for.</param>
    /// <param name="name">Its name.</param>
    /// <param name="module">Its module; null when unknown.</param>
    public bool IsLost(SchemaNode parent, string name, YangModule? module) =>
        Faulty.Contains((parent, name)) || Incomplete.Contains(parent) || module is { IsIncomplete: true };

    public List<(ListNode Node, DraftNode Draft)> Lists { get; } = [];

    public List<(ChoiceNode Node, DraftNode Draft)> Choices { get; } = [];

    public List<(SchemaNode Node, List<ScopedStatement>? Musts, List<DraftWhen>? Whens)> Constrained { get; } = [];
}
