using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Sealed nodes with the drafts they came from, for the phases that finish them.</summary>
internal sealed class SealedNodes
{
    /// <summary>All nodes by ordinal.</summary>
    public List<SchemaNode> All { get; } = [];

    public List<(TypedNode Node, DraftNode Draft, CompiledType Type)> Typed { get; } = [];

    public List<(ListNode Node, DraftNode Draft)> Lists { get; } = [];

    public List<(ChoiceNode Node, DraftNode Draft)> Choices { get; } = [];

    public List<(SchemaNode Node, List<ScopedStatement>? Musts, List<DraftWhen>? Whens)> Constrained { get; } = [];
}
