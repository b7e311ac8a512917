using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>Tells of schema nodes whether a change of an instance can make anything void, or set what is void: most changes are nowhere near a when.</summary>
/// <param name="schema">The schema.</param>
/// <param name="index">What reads what.</param>
internal sealed class WhenReach(YangSchema schema, ConstraintIndex index)
{
    private const byte No = 1, Yes = 2;

    // Found when first asked for; whoever comes at the same time finds the same.
    private readonly byte[] _known = new byte[schema.Nodes.Count];
    private readonly bool _isEverywhere = HasWhen(index.Unbounded);

    /// <summary>Whether a change can.</summary>
    /// <param name="diff">The change.</param>
    public bool IsTouchedBy(DataDiff diff)
    {
        if (_isEverywhere) return true;
        foreach (var change in diff.Changes)
        {
            if (Touches(change.Schema)) return true;
        }

        return false;
    }

    private static bool HasWhen(IReadOnlyList<Dependent> dependents)
    {
        foreach (var dependent in dependents)
        {
            if (dependent.Kind == DependentKind.When) return true;
        }

        return false;
    }

    private bool Touches(SchemaNode node)
    {
        ref var known = ref _known[node.Ordinal];
        if (known == 0) known = IsNearWhen(node) ? Yes : No;
        return known == Yes;
    }

    /// <summary>What is in it, and what comes and goes with it: containers around it, and cases beside it.</summary>
    private bool IsNearWhen(SchemaNode node)
    {
        if (IsInWhen(node) || HasWhen(index.PassersOf(node))) return true;
        for (var around = node.Parent; around is ChoiceNode or CaseNode or ContainerNode { IsPresence: false }; around = around.Parent)
        {
            if (around is ChoiceNode ? IsInWhen(around) : IsWhen(around)) return true;
        }

        return false;
    }

    private bool IsInWhen(SchemaNode node)
    {
        if (IsWhen(node)) return true;
        if (node is not InnerNode inner) return false;
        foreach (var child in inner.Children)
        {
            if (IsInWhen(child)) return true;
        }

        return false;
    }

    private bool IsWhen(SchemaNode node) => node.Whens.Count > 0 || HasWhen(index.ReadersOf(node));
}
