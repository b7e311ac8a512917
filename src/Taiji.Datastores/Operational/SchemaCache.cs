using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Keeps the tree of state that follows from the schema alone.</summary>
internal sealed class SchemaCache
{
    private volatile Entry? _entry;

    /// <summary>The tree for that schema and version, built when it isn't the one kept.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="version">Of whatever else the tree follows from.</param>
    /// <param name="build">Makes the tree.</param>
    public DataTree Get(YangSchema schema, int version, Func<DataTree> build)
    {
        if (_entry is { } kept && ReferenceEquals(kept.Schema, schema) && kept.Version == version) return kept.Tree;
        var made = new Entry(schema, version, build());
        _entry = made;
        return made.Tree;
    }

    private sealed record Entry(YangSchema Schema, int Version, DataTree Tree);
}
