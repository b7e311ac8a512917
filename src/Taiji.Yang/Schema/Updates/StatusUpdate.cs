using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Schema.Updates;

/// <summary>A status goes from current to deprecated to obsolete, and never back.</summary>
internal static class StatusUpdate
{
    public static void Compare(DefinitionStatus old, DefinitionStatus @new, string name, SourceLocation place, SourceLocation oldPlace, DiagnosticBag diagnostics)
    {
        if (@new < old)
            diagnostics.ReportRelated(DiagnosticDescriptors.StatementChanged, place, oldPlace, name, "status", UpdateText.Of(old), UpdateText.Of(@new));
    }
}

/// <summary>Values of statements in messages.</summary>
internal static class UpdateText
{
    public static string Of(string? value) => value is null ? "absent" : $"\"{value}\"";

    public static string Of(bool value) => value ? "\"true\"" : "\"false\"";

    public static string Of(DefinitionStatus status) => status switch
    {
        DefinitionStatus.Deprecated => "\"deprecated\"",
        DefinitionStatus.Obsolete => "\"obsolete\"",
        _ => "\"current\"",
    };
}
