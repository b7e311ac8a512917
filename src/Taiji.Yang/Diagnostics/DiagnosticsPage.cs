using System.Text;

namespace Taiji.Yang.Diagnostics;

/// <summary>Writes <c>docs/diagnostics.md</c> from the table.</summary>
internal static class DiagnosticsPage
{
    public static string Write()
    {
        var page = new StringBuilder("""
            # Diagnostics

            What the YANG compiler reports, as `FILE:LINE:COL: error TJ1042: message`. Ids are stable and never reused.
            `{0}`, `{1}` … stand for names and texts from the module. This page is made from the table in `src/Taiji.Yang/Diagnostics`;
            a test compares the two.

            | id | severity | message | decided by |
            |---|---|---|---|

            """);
        foreach (var descriptor in DiagnosticDescriptors.All)
        {
            var message = descriptor.Format.Replace("{{", "{").Replace("}}", "}").Replace("|", "\\|");
            page.Append($"| {descriptor.Id} | {descriptor.Severity.ToString().ToLowerInvariant()} | {message} | {descriptor.Section} |\n");
        }

        return page.ToString();
    }
}
