using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Schema;

/// <summary>What a compilation gives.</summary>
/// <param name="Schema">The schema; null when there is any error.</param>
/// <param name="Diagnostics">Everything found, by file and place, whatever order the modules were given in.</param>
public sealed record CompileResult(YangSchema? Schema, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The diagnostics that are errors.</summary>
    public IEnumerable<Diagnostic> Errors => Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>The schema, or an exception that lists every error.</summary>
    /// <exception cref="InvalidOperationException">There are errors.</exception>
    public YangSchema GetSchemaOrThrow() =>
        Schema ?? throw new InvalidOperationException(string.Join(Environment.NewLine, Errors));
}
