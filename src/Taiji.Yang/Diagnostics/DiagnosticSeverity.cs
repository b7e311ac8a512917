namespace Taiji.Yang.Diagnostics;

/// <summary>How grave a <see cref="Diagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>A remark; changes nothing.</summary>
    Info,

    /// <summary>Suspicious but legal; the schema is made all the same.</summary>
    Warning,

    /// <summary>Against the RFC; no schema is made.</summary>
    Error,
}
