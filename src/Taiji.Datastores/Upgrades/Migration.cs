using Taiji.Yang.Data;

namespace Taiji.Datastores.Upgrades;

/// <summary>One step of bringing data of older modules to newer ones; those that lead from what is kept to what is asked for are done one after the other.</summary>
/// <param name="Module">The module.</param>
/// <param name="FromRevision">The revision that the data is of; null when the module was not implemented.</param>
/// <param name="ToRevision">The revision that it becomes data of; null when the module is no longer implemented.</param>
/// <param name="Step">Changes <see cref="MigrationDocument.Content"/>. An exception stops the start, with its message.</param>
public sealed record Migration(string Module, string? FromRevision, string? ToRevision, Action<MigrationDocument> Step);

/// <summary>The content of a datastore on its way from older to newer modules.</summary>
public sealed class MigrationDocument
{
    internal MigrationDocument(string datastore, string content, DataTree old)
    {
        Datastore = datastore;
        Content = content;
        Old = old;
    }

    /// <summary><c>running</c> or <c>startup</c>.</summary>
    public string Datastore { get; }

    /// <summary>The content as RFC 7951 JSON text: an object, names with their module's where it changes. What the step makes of it goes to the next one, and in the end must be valid under the newer modules.</summary>
    public string Content { get; set; }

    /// <summary>The content as it was kept, under the older modules: <c>Old.Schema</c> is their schema.</summary>
    public DataTree Old { get; }
}

/// <summary>Which steps are done.</summary>
internal static class MigrationPlan
{
    /// <summary>The steps that lead from some modules to others, in the order in which they are done: as registered, again and again until none fits.</summary>
    /// <param name="from">The revisions of the modules that were implemented.</param>
    /// <param name="to">Of those that are.</param>
    /// <param name="migrations">All steps.</param>
    public static IReadOnlyList<Migration> Of(IReadOnlyDictionary<string, string?> from, IReadOnlyDictionary<string, string?> to, IReadOnlyList<Migration> migrations)
    {
        var state = from.ToDictionary(m => m.Key, m => (m.Value ?? "", true));
        var steps = new List<Migration>();
        var left = migrations.ToList();
        while (left.Find(m => Fits(m, state, to)) is { } next)
        {
            left.Remove(next);
            steps.Add(next);
            state[next.Module] = (next.ToRevision ?? "", next.ToRevision is not null);
        }

        return steps;
    }

    private static bool Fits(Migration step, Dictionary<string, (string Revision, bool IsThere)> state, IReadOnlyDictionary<string, string?> to)
    {
        var (revision, isThere) = state.GetValueOrDefault(step.Module, ("", false));
        if (to.TryGetValue(step.Module, out var wanted) ? isThere && revision == (wanted ?? "") : !isThere) return false;
        return step.FromRevision is null ? !isThere : isThere && step.FromRevision == revision;
    }
}
