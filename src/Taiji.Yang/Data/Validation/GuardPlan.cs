using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>
/// How to get from a changed list entry to the owners that look it up: the texts that the guard's targets have there are looked for in the leaves that the guard compares them with.
/// </summary>
internal sealed class GuardPlan
{
    private readonly IndexDefinition? _index;

    private GuardPlan(SchemaNode unit, List<EntryGuard> conditions, List<EntryGuard> sources, IndexDefinition? index)
    {
        Unit = unit;
        Levels = EntryNesting.LevelsOf(unit);
        Conditions = conditions;
        Sources = sources;
        _index = index;
    }

    /// <summary>The innermost unit with a target.</summary>
    public SchemaNode Unit { get; }

    /// <summary>The lists from the root to the unit.</summary>
    public IReadOnlyList<SchemaNode> Levels { get; }

    /// <summary>Equalities with fixed texts.</summary>
    public IReadOnlyList<EntryGuard> Conditions { get; }

    /// <summary>Equalities with leaves of one unit near the owner.</summary>
    public IReadOnlyList<EntryGuard> Sources { get; }

    /// <summary>The index over the sources; null when they lie in the anchor's own entry (or around it), where there is nothing to look for.</summary>
    public IndexDefinition? Index => _index;

    /// <summary>Makes a plan.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="anchor">The anchor of the read.</param>
    public static GuardPlan Of(EntryGuard guard, SchemaNode anchor)
    {
        var all = new List<EntryGuard>();
        for (var g = guard; g is not null; g = g.And) all.Add(g);
        var unit = all.MaxBy(g => EntryNesting.DepthOf(g.Unit))!.Unit;
        var conditions = all.Where(g => g.Source is null).ToList();
        // The innermost sources tell the most.
        var sources = all.Where(g => g.Source is not null && IndexDefinition.IsIndexable(SourceUnitOf(g))).GroupBy(SourceUnitOf).MaxBy(g => EntryNesting.DepthOf(g.Key))?.ToList() ?? [];
        var depth = EntryNesting.DepthOf(anchor);
        var index = sources.Count > 0 && EntryNesting.DepthOf(SourceUnitOf(sources[0])) > depth
            ? new IndexDefinition(SourceUnitOf(sources[0]), [.. sources.Select(s => s.Source!)], depth)
            : null;
        return new GuardPlan(unit, conditions, sources, index);
    }

    /// <summary>The unit that the sources are in.</summary>
    public SchemaNode SourceUnit => SourceUnitOf(Sources[0]);

    private static SchemaNode SourceUnitOf(EntryGuard guard) => EntryNesting.UnitOf(guard.Source!);
}
