using System.Buffers;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Linting;

/// <summary>What each statement should have and how it should be named (RFC 8407 §4.3, §4.4, §4.11, §4.14).</summary>
internal static class StatementLint
{
    private const int LongestIdentifier = 64;

    private static readonly SearchValues<char> Conventional = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly HashSet<StatementKind> Documented =
    [
        StatementKind.Action, StatementKind.AnyData, StatementKind.AnyXml, StatementKind.Augment, StatementKind.Choice, StatementKind.Container, StatementKind.Extension,
        StatementKind.Feature, StatementKind.Grouping, StatementKind.Identity, StatementKind.Leaf, StatementKind.LeafList, StatementKind.List, StatementKind.Notification,
        StatementKind.Rpc, StatementKind.Typedef,
    ];

    private static readonly HashSet<StatementKind> Named =
    [
        .. Documented.Where(k => k != StatementKind.Augment), StatementKind.Bit, StatementKind.Case, StatementKind.Module, StatementKind.Submodule,
    ];

    private static readonly HashSet<(StatementKind, string)> Defaults =
    [
        (StatementKind.Config, "true"), (StatementKind.Mandatory, "false"), (StatementKind.MaxElements, "unbounded"), (StatementKind.MinElements, "0"),
        (StatementKind.OrderedBy, "system"), (StatementKind.Status, "current"), (StatementKind.YinElement, "false"),
    ];

    public static void Check(Statement parent, DiagnosticBag diagnostics)
    {
        if (Named.Contains(parent.Kind)) CheckIdentifier(parent, diagnostics);
        foreach (var child in parent.Children)
        {
            CheckDescription(child, diagnostics);
            CheckParentName(child, parent, diagnostics);
            // In a refine or deviation a default may be what the change is about.
            if (parent.Kind is not (StatementKind.Refine or StatementKind.Deviate) && Defaults.Contains((child.Kind, child.ArgumentOrEmpty)))
                diagnostics.Report(DiagnosticDescriptors.ExplicitDefault, child.Location, child.Keyword, child.Argument);
            if (child.Kind == StatementKind.AnyXml) diagnostics.Report(DiagnosticDescriptors.AnyXmlUsed, child.Location, child.Argument);
            Check(child, diagnostics);
        }
    }

    private static void CheckDescription(Statement statement, DiagnosticBag diagnostics)
    {
        if (statement.Find(StatementKind.Description) is not null) return;
        if (Documented.Contains(statement.Kind)) diagnostics.Report(DiagnosticDescriptors.DescriptionMissing, statement.Location, statement.Keyword, statement.Argument);
        else if (statement.Kind is StatementKind.Enum or StatementKind.Bit)
            diagnostics.Report(DiagnosticDescriptors.ValueUndocumented, statement.Location, statement.Keyword, statement.Argument);
    }

    private static void CheckIdentifier(Statement statement, DiagnosticBag diagnostics)
    {
        var name = statement.ArgumentOrEmpty;
        if (name.Length > LongestIdentifier) diagnostics.Report(DiagnosticDescriptors.LongIdentifier, statement.ArgumentLocation, name, name.Length);
        if (name.AsSpan().ContainsAnyExcept(Conventional))
            diagnostics.Report(DiagnosticDescriptors.UnconventionalIdentifier, statement.ArgumentLocation, name);
    }

    private static void CheckParentName(Statement child, Statement parent, DiagnosticBag diagnostics)
    {
        if (parent.Kind is StatementKind.Container or StatementKind.List && child.Kind is StatementKind.Leaf or StatementKind.LeafList or StatementKind.Container or StatementKind.List
            && child.ArgumentOrEmpty.StartsWith(parent.ArgumentOrEmpty + "-", StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticDescriptors.RepeatedParentName, child.ArgumentLocation, child.Argument, parent.Keyword, parent.Argument);
        }
    }
}
