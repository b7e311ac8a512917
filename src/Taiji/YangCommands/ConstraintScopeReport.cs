using System.Globalization;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands;

/// <summary>Says which constraints every change has evaluated again, because the schema doesn't tell what they read, and which are evaluated for all entries of a list when one changes.</summary>
internal static class ConstraintScopeReport
{
    /// <summary>Writes a line for each, and their number.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="console">Receives the lines.</param>
    public static void Write(YangSchema schema, CommandConsole console)
    {
        var scopes = ConstraintScopes.Of(schema);
        foreach (var wide in scopes.Wide)
        {
            Note(wide.Location, wide.IsWhen, wide.Expression, wide.Node, "is evaluated again at every change: the schema doesn't tell what it reads");
        }

        foreach (var list in scopes.Lists)
        {
            Note(list.Location, list.IsWhen, list.Expression, list.Node, $"is evaluated again for all entries when '{list.Read.Name}' changes in one of them");
        }

        console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scopes.Wide.Count} of {scopes.Count} musts and whens are evaluated again at every change, {scopes.Lists.Count} for all entries of a list when one changes"));

        void Note(SourceLocation location, bool isWhen, string expression, SchemaNode node, string what) =>
            console.Error.WriteLine($"{location}: note: the {(isWhen ? "when" : "must")} \"{expression}\" of {node.SchemaPath} {what}");
    }
}
