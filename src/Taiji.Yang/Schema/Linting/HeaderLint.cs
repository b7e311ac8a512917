using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Linting;

/// <summary>What stands at a module's top: its meta statements, revisions, namespace and imports (RFC 8407 §4.2, §4.7 to §4.9).</summary>
internal static class HeaderLint
{
    private const string IetfNamespace = "urn:ietf:params:xml:ns:yang:";

    private static readonly StatementKind[] Wanted = [StatementKind.Organization, StatementKind.Contact, StatementKind.Description, StatementKind.Revision];

    public static void Check(Statement root, YangSchema schema, DiagnosticBag diagnostics)
    {
        foreach (var kind in Wanted)
        {
            if (root.Find(kind) is null) diagnostics.Report(DiagnosticDescriptors.HeaderStatementMissing, root.Location, root.Keyword, Keywords.NameOf(kind));
        }

        CheckNamespace(root, diagnostics);
        var used = new HashSet<string>();
        CollectPrefixes(root, used);
        foreach (var child in root.Children)
        {
            if (child.Kind == StatementKind.Revision) CheckRevision(child, diagnostics);
            else if (child.Kind == StatementKind.Import) CheckImport(child, schema, used, diagnostics);
        }
    }

    private static void CheckNamespace(Statement root, DiagnosticBag diagnostics)
    {
        var name = root.ArgumentOrEmpty;
        if (root.Find(StatementKind.Namespace) is { } space && (name.StartsWith("ietf-", StringComparison.Ordinal) || name.StartsWith("iana-", StringComparison.Ordinal))
            && space.Argument != IetfNamespace + name)
        {
            diagnostics.Report(DiagnosticDescriptors.UnconventionalNamespace, space.ArgumentLocation, name);
        }
    }

    private static void CheckRevision(Statement revision, DiagnosticBag diagnostics)
    {
        foreach (var kind in new[] { StatementKind.Description, StatementKind.Reference })
        {
            if (revision.Find(kind) is null)
                diagnostics.Report(DiagnosticDescriptors.RevisionUndocumented, revision.Location, revision.Argument, Keywords.NameOf(kind));
        }
    }

    private static void CheckImport(Statement import, YangSchema schema, HashSet<string> used, DiagnosticBag diagnostics)
    {
        if (import.Find(StatementKind.Prefix) is not { Argument: { } prefix } statement) return;
        var own = schema.FindModule(import.ArgumentOrEmpty)?.Prefix;
        if (own is not null && own != prefix) diagnostics.Report(DiagnosticDescriptors.UnfamiliarPrefix, statement.ArgumentLocation, import.Argument, own, prefix);
        if (!used.Contains(prefix)) diagnostics.Report(DiagnosticDescriptors.UnusedImport, import.Location, import.Argument);
    }

    /// <summary>All that stands before a colon, in keywords and arguments: more than the prefixes in use, and never less.</summary>
    private static void CollectPrefixes(Statement statement, HashSet<string> used)
    {
        if (statement.Prefix is not null) used.Add(statement.Prefix);
        if (!YinNames.IsElement(statement.Kind) && statement.Argument is { } argument)
        {
            for (var colon = argument.IndexOf(':'); colon >= 0; colon = argument.IndexOf(':', colon + 1))
            {
                var start = colon;
                while (start > 0 && (char.IsAsciiLetterOrDigit(argument[start - 1]) || argument[start - 1] is '_' or '-' or '.')) start--;
                used.Add(argument[start..colon]);
            }
        }

        foreach (var child in statement.Children) CollectPrefixes(child, used);
    }
}
