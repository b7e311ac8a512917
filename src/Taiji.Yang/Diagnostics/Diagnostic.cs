using System.Globalization;

namespace Taiji.Yang.Diagnostics;

/// <summary>What a diagnostic id stands for; the table of all is <c>DiagnosticDescriptors</c>.</summary>
/// <param name="Id">The stable id, e.g. <c>TJ1042</c>.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Format">The message's composite format.</param>
/// <param name="Section">The section that decides, e.g. <c>RFC 7950 §7.8.2</c>.</param>
public sealed record DiagnosticDescriptor(string Id, DiagnosticSeverity Severity, string Format, string Section);

/// <summary>A finding in YANG text, for whoever writes YANG.</summary>
/// <param name="Descriptor">What was found.</param>
/// <param name="Location">Where.</param>
/// <param name="Arguments">The message's arguments.</param>
/// <param name="Related">Another place that has to do with it (the first definition of a duplicate, say).</param>
public sealed record Diagnostic(
    DiagnosticDescriptor Descriptor, SourceLocation Location, IReadOnlyList<object?> Arguments, SourceLocation? Related = null)
{
    /// <summary>The descriptor's id.</summary>
    public string Id => Descriptor.Id;

    /// <summary>The descriptor's severity.</summary>
    public DiagnosticSeverity Severity => Descriptor.Severity;

    /// <summary>The message without place and id.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Descriptor.Format, [.. Arguments]);

    /// <summary><c>FILE:LINE:COL: error TJ1042: message</c>.</summary>
    public override string ToString() =>
        $"{Location}: {(Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "info" })} {Id}: {Message}"
        + (Related is { } r ? $" (see {r})" : "");
}
