using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Hosting;

/// <summary>The host can't start: the schema, the plug-ins or the start-up configuration are wrong. Carries every diagnostic.</summary>
public sealed class HostStartException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="diagnostics">All findings, at least one of them an error.</param>
    public HostStartException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>All findings.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
