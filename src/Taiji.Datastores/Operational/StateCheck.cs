using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Checks where a provider wrote: state at or below its node, with no more beside it than the containers and list keys that lead there.</summary>
internal static class StateCheck
{
    /// <summary>The first node that doesn't belong there, or null.</summary>
    /// <param name="state">What a provider wrote.</param>
    /// <param name="node">The provider's schema node.</param>
    public static DataPath? Misplaced(DataTree state, SchemaNode node) => Above(state.Root, node);

    private static DataPath? Above(DataNode at, SchemaNode node)
    {
        foreach (var child in at.Children)
        {
            var schema = child.Schema;
            if (schema is LeafNode { IsKey: true }) continue;
            var misplaced = SchemaWay.IsAtOrBelow(schema, node) ? Below(child)
                : SchemaWay.IsAtOrBelow(node, schema) ? Above(child, node) : child.Path;
            if (misplaced is not null) return misplaced;
        }

        return null;
    }

    // Configuration is running's to tell; a container or list entry may lead to state, with its keys.
    private static DataPath? Below(DataNode at)
    {
        var schema = at.Schema;
        if (!schema.IsConfig || schema is LeafNode { IsKey: true }) return null;
        if (schema is not InnerNode) return at.Path;
        foreach (var child in at.Children)
        {
            if (Below(child) is { } misplaced) return misplaced;
        }

        return null;
    }
}
