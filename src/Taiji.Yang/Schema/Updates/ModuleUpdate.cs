using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Updates;

/// <summary>
/// Whether a module may be published as a new revision of another: the rules of RFC 7950 §11. What can't be decided (whether a changed must is more relaxed, a changed
/// pattern wider) counts as a change that isn't allowed. Groupings are compared where they are used.
/// </summary>
public sealed class ModuleUpdate
{
    private readonly YangModule _old;
    private readonly YangModule _new;
    private readonly DiagnosticBag _diagnostics = new();

    private ModuleUpdate(YangModule old, YangModule @new)
    {
        _old = old;
        _new = @new;
    }

    /// <summary>Compares two revisions. Both are compiled with all features, so that nothing is hidden.</summary>
    /// <param name="oldSchema">The schema with the published revision.</param>
    /// <param name="old">The published revision.</param>
    /// <param name="newSchema">The schema with the new revision.</param>
    /// <param name="new">The new revision.</param>
    /// <returns>What isn't allowed; empty when nothing is wrong. The related place is the old one.</returns>
    public static IReadOnlyList<Diagnostic> Compare(YangSchema oldSchema, YangModule old, YangSchema newSchema, YangModule @new)
    {
        ArgumentNullException.ThrowIfNull(oldSchema);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(newSchema);
        ArgumentNullException.ThrowIfNull(@new);
        var update = new ModuleUpdate(old, @new);
        var (before, after) = (ModuleDefinitions.Of(old), ModuleDefinitions.Of(@new));
        update.CompareHeaders(before.Root, after.Root);
        new DefinitionUpdate(old, @new, update._diagnostics).Compare(before, after);
        new NodeUpdate(old, @new, before, after, update._diagnostics).Compare(oldSchema.Root, newSchema.Root);
        return update._diagnostics.ToSorted();
    }

    private void CompareHeaders(Statement old, Statement @new)
    {
        if (_old.Name != _new.Name) _diagnostics.ReportRelated(DiagnosticDescriptors.ModuleRenamed, @new.ArgumentLocation, old.ArgumentLocation, _old.Name);
        if (_old.Namespace != _new.Namespace)
        {
            var (before, after) = (old.Find(StatementKind.Namespace) ?? old, @new.Find(StatementKind.Namespace) ?? @new);
            _diagnostics.ReportRelated(DiagnosticDescriptors.NamespaceChanged, after.ArgumentLocation, before.ArgumentLocation, _old.Namespace);
        }

        var first = @new.Find(StatementKind.Revision);
        var isNewer = first is not null && string.CompareOrdinal(first.Argument, _old.Revision) > 0;
        if (!isNewer && !_old.Source.Span.SequenceEqual(_new.Source.Span))
            _diagnostics.Report(DiagnosticDescriptors.NewRevisionExpected, first?.ArgumentLocation ?? @new.Location, _old.Revision ?? "none");
    }
}
