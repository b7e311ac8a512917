using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Updates;

/// <summary>Compares the definitions that are no nodes: typedefs, groupings, identities, features, extensions.</summary>
internal sealed class DefinitionUpdate(YangModule old, YangModule @new, DiagnosticBag diagnostics)
{
    public void Compare(ModuleDefinitions before, ModuleDefinitions after)
    {
        foreach (var ((kind, name), statement) in before.All)
        {
            if (!after.All.TryGetValue((kind, name), out var updated))
            {
                diagnostics.Report(DiagnosticDescriptors.DefinitionRemoved, statement.Location, Keywords.NameOf(kind), name);
                continue;
            }

            StatusUpdate.Compare(StatusOf(statement), StatusOf(updated), name, updated.Location, statement.Location, diagnostics);
            CompareOne(kind, name, statement, updated);
        }
    }

    private void CompareOne(StatementKind kind, string name, Statement before, Statement after)
    {
        switch (kind)
        {
            case StatementKind.Typedef:
                CompareTypedef(name, before, after);
                break;
            case StatementKind.Identity:
                CompareBases(name, before, after);
                break;
            case StatementKind.Extension when before.Find(StatementKind.Argument)?.Argument != after.Find(StatementKind.Argument)?.Argument:
                Changed(name, "argument", before.Find(StatementKind.Argument), after.Find(StatementKind.Argument), before, after);
                break;
            default:
                break;
        }

        if (kind is StatementKind.Feature or StatementKind.Identity) CompareIfFeatures(name, before, after);
    }

    private void CompareTypedef(string name, Statement before, Statement after)
    {
        if (old.TypedefTypes.TryGetValue(name, out var oldType) && @new.TypedefTypes.TryGetValue(name, out var newType))
            new TypeUpdate(name, after.Location, before.Location, diagnostics).Compare(oldType, newType);
        foreach (var kind in new[] { StatementKind.Default, StatementKind.Units })
        {
            var (oldValue, newValue) = (before.Find(kind), after.Find(kind));
            if (oldValue is not null && oldValue.Argument != newValue?.Argument) Changed(name, Keywords.NameOf(kind), oldValue, newValue, before, after);
        }
    }

    /// <summary>A base may be added to an identity, and none taken away.</summary>
    private void CompareBases(string name, Statement before, Statement after)
    {
        var left = after.Children.Where(c => c.Kind == StatementKind.Base).Select(b => LocalName(b.ArgumentOrEmpty)).ToHashSet();
        foreach (var gone in before.Children.Where(c => c.Kind == StatementKind.Base && !left.Contains(LocalName(c.ArgumentOrEmpty))))
            Changed(name, "base", gone, null, before, after);
    }

    private void CompareIfFeatures(string name, Statement before, Statement after)
    {
        var known = before.Children.Where(c => c.Kind == StatementKind.IfFeature).Select(c => c.Argument).ToHashSet();
        foreach (var added in after.Children.Where(c => c.Kind == StatementKind.IfFeature && !known.Contains(c.Argument)))
            diagnostics.ReportRelated(DiagnosticDescriptors.ConstraintAdded, added.Location, before.Location, name, "if-feature", added.Argument);
    }

    private void Changed(string name, string what, Statement? oldValue, Statement? newValue, Statement before, Statement after) => diagnostics.ReportRelated(
        DiagnosticDescriptors.StatementChanged, (newValue ?? after).Location, (oldValue ?? before).Location, name, what,
        UpdateText.Of(oldValue?.Argument), UpdateText.Of(newValue?.Argument));

    // Prefixes may change.
    private static string LocalName(string reference) => reference[(reference.IndexOf(':') + 1)..];

    private static DefinitionStatus StatusOf(Statement statement) => statement.Find(StatementKind.Status)?.Argument switch
    {
        "deprecated" => DefinitionStatus.Deprecated,
        "obsolete" => DefinitionStatus.Obsolete,
        _ => DefinitionStatus.Current,
    };
}
