using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>Checks a file's statements against <see cref="Grammar"/>: arguments, substatements, order of a module's sections.</summary>
internal sealed class GrammarChecker(bool version11, DiagnosticBag diagnostics)
{
    /// <summary>Checks a module or submodule and all below.</summary>
    /// <param name="root">The top statement.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    public static void Check(Statement root, DiagnosticBag diagnostics)
    {
        var checker = new GrammarChecker(root.Find(StatementKind.YangVersion)?.Argument == "1.1", diagnostics);
        checker.CheckStatement(root);
        checker.CheckOrder(root);
    }

    /// <summary>Checks an extension's instance: its argument, and its substatements where there is a rule for them.</summary>
    public static void CheckExtension(Statement instance, ArgumentSyntax argument, StatementRule? rule, bool version11, DiagnosticBag diagnostics)
    {
        var checker = new GrammarChecker(version11, diagnostics);
        if (argument != ArgumentSyntax.Text) checker.CheckArgument(instance, argument);
        if (rule is not null) checker.CheckSubstatements(instance, rule);
    }

    private void CheckStatement(Statement statement)
    {
        var rule = Grammar.RuleOf(statement);
        CheckArgument(statement, rule.Argument);
        CheckSubstatements(statement, rule);
    }

    private void CheckSubstatements(Statement statement, StatementRule rule)
    {
        Span<byte> counts = stackalloc byte[Keywords.Count];
        counts.Clear();
        foreach (var child in statement.Children)
        {
            if (child.Prefix is not null) CheckInstance(child);
            else if (child.Kind == StatementKind.Unknown) CountMeant(ReportUnknown(child, rule.AllowedNames), counts);
            else if (CheckOccurrence(statement, child, rule[child.Kind], ref counts[(int)child.Kind])) CheckStatement(child);
        }

        foreach (var required in rule.Required)
        {
            if (counts[(int)required] == 0)
            {
                diagnostics.Report(DiagnosticDescriptors.MissingSubstatement, statement.Location, statement.Keyword, Keywords.NameOf(required));
            }
        }
    }

    /// <summary>What an extension may hold only it knows; but YANG's statements keep their own rules there (RFC 7950 §7.19).</summary>
    private void CheckInstance(Statement instance)
    {
        foreach (var child in instance.Children)
        {
            if (child.Prefix is not null) CheckInstance(child);
            else if (child.Kind == StatementKind.Unknown) ReportUnknown(child, Keywords.All);
            else CheckStatement(child);
        }
    }

    /// <summary>Says what was meant, if that can be told.</summary>
    private string? ReportUnknown(Statement statement, IEnumerable<string> candidates)
    {
        var meant = Suggestion.Nearest(statement.Keyword, candidates);
        diagnostics.Report(DiagnosticDescriptors.UnknownStatement, statement.Location, statement.Keyword, meant is null ? "" : $"; did you mean '{meant}'?");
        return meant;
    }

    /// <summary>What is there under a misspelt keyword is not missing as well.</summary>
    private static void CountMeant(string? keyword, Span<byte> counts)
    {
        if (keyword is not null) counts[(int)Keywords.Find(keyword)] |= 1;
    }

    private bool CheckOccurrence(Statement parent, Statement child, Occurrence occurrence, ref byte count)
    {
        if (occurrence == Occurrence.None)
        {
            diagnostics.Report(DiagnosticDescriptors.MisplacedStatement, child.Location, child.Keyword, parent.Keyword);
            return false;
        }

        if (!version11 && occurrence.HasFlag(Occurrence.Only11))
        {
            diagnostics.Report(DiagnosticDescriptors.OnlyInVersion11, child.Location, child.Keyword, parent.Keyword);
            return false;
        }

        var single = !occurrence.HasFlag(Occurrence.Many) || (!version11 && occurrence.HasFlag(Occurrence.OnceIn10));
        if (single && count > 0)
        {
            diagnostics.ReportRelated(
                DiagnosticDescriptors.RepeatedSubstatement, child.Location, parent.Find(child.Kind)?.Location ?? default, child.Keyword, parent.Keyword);
        }

        count = 1;
        return true;
    }

    private void CheckArgument(Statement statement, ArgumentSyntax syntax)
    {
        if (syntax == ArgumentSyntax.None)
        {
            if (statement.HasArgument) diagnostics.Report(DiagnosticDescriptors.UnexpectedArgument, statement.ArgumentLocation, statement.Keyword);
            return;
        }

        if (!statement.HasArgument)
        {
            diagnostics.Report(DiagnosticDescriptors.MissingArgument, statement.Location, statement.Keyword);
            return;
        }

        if (syntax != ArgumentSyntax.Text && ArgumentRules.Check(syntax, statement.ArgumentOrEmpty, version11) is { } expected)
        {
            diagnostics.Report(
                DiagnosticDescriptors.BadArgument, statement.ArgumentLocation, statement.ArgumentOrEmpty, statement.Keyword, expected);
        }
    }

    /// <summary>A module's sections come in a fixed order: header, linkage, meta, revisions, body (RFC 7950 §14).</summary>
    private void CheckOrder(Statement root)
    {
        var reached = 0;
        var last = root;
        foreach (var child in root.Children)
        {
            var section = SectionOf(child.Kind);
            if (section == 0) continue;
            if (section < reached) diagnostics.Report(DiagnosticDescriptors.WrongOrder, child.Location, child.Keyword, last.Keyword);
            if (section <= reached) continue;
            reached = section;
            last = child;
        }
    }

    private static int SectionOf(StatementKind kind) => kind switch
    {
        StatementKind.Unknown => 0,
        StatementKind.YangVersion or StatementKind.Namespace or StatementKind.Prefix or StatementKind.BelongsTo => 1,
        StatementKind.Import or StatementKind.Include => 2,
        StatementKind.Organization or StatementKind.Contact or StatementKind.Description or StatementKind.Reference => 3,
        StatementKind.Revision => 4,
        _ => 5,
    };
}
