using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Indexing;

/// <summary>Where a change lies for an index.</summary>
internal enum IndexRelation
{
    /// <summary>It changes nothing for the index.</summary>
    None,

    /// <summary>Units come or go.</summary>
    Units,

    /// <summary>Columns of one unit change.</summary>
    Columns,
}

/// <summary>
/// An index by value: which <i>units</i> (the root, list entries, entries of a leaf-list) have certain values in some of their leaves. Looked up below one instance of an outer
/// list, or anywhere.
/// </summary>
internal sealed class IndexDefinition : IEquatable<IndexDefinition>
{
    private readonly HashSet<SchemaNode> _above = [];
    private readonly HashSet<SchemaNode> _within = [];

    /// <summary>Defines an index.</summary>
    /// <param name="unit">The unit; <see cref="IsIndexable"/>.</param>
    /// <param name="columns">Leaves of the unit outside of inner lists; of a leaf-list, itself.</param>
    /// <param name="scopeDepth">How many of the lists around, from the root, a look-up gives an entry of.</param>
    /// <param name="isOfPaths">Whether the one column is an instance-identifier, found by every node on the way to what it names.</param>
    public IndexDefinition(SchemaNode unit, IReadOnlyList<TypedNode> columns, int scopeDepth, bool isOfPaths = false)
    {
        Unit = unit;
        Columns = columns;
        ScopeDepth = scopeDepth;
        IsOfPaths = isOfPaths;
        Levels = EntryNesting.LevelsOf(unit);
        for (SchemaNode? n = unit; n is not null; n = n.DataParent)
        {
            if (n is not ContainerNode { IsPresence: false }) _above.Add(n);
        }

        foreach (var column in columns)
        {
            for (SchemaNode? n = column; n is not null && n != unit; n = n.DataParent) _within.Add(n);
        }
    }

    /// <summary>The unit.</summary>
    public SchemaNode Unit { get; }

    /// <summary>The leaves.</summary>
    public IReadOnlyList<TypedNode> Columns { get; }

    /// <summary>How many of <see cref="Levels"/> a look-up gives an entry of.</summary>
    public int ScopeDepth { get; }

    /// <summary>Whether it finds instance-identifiers by the nodes on their way.</summary>
    public bool IsOfPaths { get; }

    /// <summary>The lists (and at last perhaps the leaf-list) from the root to the unit.</summary>
    public IReadOnlyList<SchemaNode> Levels { get; }

    /// <summary>Whether instances of the unit are told apart by keys.</summary>
    /// <param name="unit">A root, list or leaf-list.</param>
    public static bool IsIndexable(SchemaNode unit) => EntryNesting.LevelsOf(unit).All(l => l is ListNode { Keys.Count: > 0 } or LeafListNode { IsConfig: true });

    /// <summary>Where a change of a node lies.</summary>
    /// <param name="changed">The schema node of a change.</param>
    public IndexRelation RelationTo(SchemaNode changed) =>
        _above.Contains(changed) ? IndexRelation.Units : _within.Contains(changed) ? IndexRelation.Columns : IndexRelation.None;

    /// <inheritdoc/>
    public bool Equals(IndexDefinition? other) =>
        other is not null && Unit == other.Unit && ScopeDepth == other.ScopeDepth && IsOfPaths == other.IsOfPaths && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IndexDefinition);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Unit.Ordinal);
        hash.Add(ScopeDepth);
        foreach (var column in Columns) hash.Add(column.Ordinal);
        return hash.ToHashCode();
    }
}
