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
    /// <param name="allowsConfiguration">Whether it may give configuration too.</param>
    public static DataPath? Misplaced(DataTree state, SchemaNode node, bool allowsConfiguration) => Above(state.Root, node, allowsConfiguration);

    /// <summary>What of it is state, with what leads there.</summary>
    /// <param name="state">What a provider wrote.</param>
    public static DataTree WithoutConfiguration(DataTree state)
    {
        var found = new List<DataNode>();
        Collect(state.Root, found);
        return DataSelection.Select(state, found);
    }

    private static DataPath? Above(DataNode at, SchemaNode node, bool allowsConfiguration)
    {
        foreach (var child in at.Children)
        {
            var schema = child.Schema;
            if (schema is LeafNode { IsKey: true }) continue;
            var misplaced = SchemaWay.IsAtOrBelow(schema, node) ? (allowsConfiguration ? null : Below(child))
                : SchemaWay.IsAtOrBelow(node, schema) ? Above(child, node, allowsConfiguration) : child.Path;
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

    private static void Collect(DataNode at, List<DataNode> found)
    {
        foreach (var child in at.Children)
        {
            if (!child.Schema.IsConfig) found.Add(child);
            else if (child.Schema is InnerNode) Collect(child, found);
        }
    }
}
