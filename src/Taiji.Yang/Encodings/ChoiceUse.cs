using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>Which case of a choice is in use (RFC 7950 §7.9.3).</summary>
internal static class ChoiceUse
{
    /// <summary>Whether a default of the node would be in use: every case around it is the chosen one, or the default one where none is chosen.</summary>
    /// <param name="parent">The data parent.</param>
    /// <param name="child">A child of it in the schema.</param>
    public static bool IsInUse(DataNode parent, SchemaNode child)
    {
        for (SchemaNode? node = child.Parent; node is CaseNode or ChoiceNode; node = node.Parent)
        {
            if (node is CaseNode branch && !IsChosen(parent, branch)) return false;
        }

        return true;
    }

    private static bool IsChosen(DataNode parent, CaseNode branch)
    {
        var choice = (ChoiceNode)branch.Parent!;
        foreach (var existing in parent.Children)
        {
            if (CaseOf(existing.Schema, choice) is { } chosen) return chosen == branch;
        }

        return choice.DefaultCase == branch;
    }

    private static CaseNode? CaseOf(SchemaNode schema, ChoiceNode choice)
    {
        for (SchemaNode? node = schema; node?.Parent is CaseNode or ChoiceNode; node = node.Parent)
        {
            if (node.Parent == choice) return (CaseNode)node;
        }

        return null;
    }
}
