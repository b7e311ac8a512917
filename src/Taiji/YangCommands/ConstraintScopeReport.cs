using System.Globalization;
using Taiji.Yang.Data.Validation;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands;

/// <summary>Says which constraints every change has evaluated again, because the schema doesn't tell what they read.</summary>
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
            console.Error.WriteLine($"{wide.Location}: note: the {(wide.IsWhen ? "when" : "must")} \"{wide.Expression}\" of {wide.Node.SchemaPath} is evaluated again at every change: the schema doesn't tell what it reads");
        }

        console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scopes.Wide.Count} of {scopes.Count} musts and whens are evaluated again at every change"));
    }
}
