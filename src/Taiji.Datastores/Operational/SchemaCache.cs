using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Keeps the tree of state that follows from the schema and the edition of the YANG library alone.</summary>
internal sealed class SchemaCache
{
    private volatile Entry? _entry;

    /// <summary>The tree for that schema and edition, built when it isn't the one kept.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="build">Makes the tree.</param>
    public DataTree Get(YangSchema schema, LibraryEdition edition, Func<DataTree> build)
    {
        if (_entry is { } kept && ReferenceEquals(kept.Schema, schema) && ReferenceEquals(kept.Edition, edition)) return kept.Tree;
        var made = new Entry(schema, edition, build());
        _entry = made;
        return made.Tree;
    }

    private sealed record Entry(YangSchema Schema, LibraryEdition Edition, DataTree Tree);
}
