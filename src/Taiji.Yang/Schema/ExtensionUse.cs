using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>An instance of an extension where it stands in a text, for <see cref="ExtensionHandler.Check"/>.</summary>
public sealed class ExtensionUse
{
    private readonly DiagnosticBag _diagnostics;

    internal ExtensionUse(Statement statement, Statement parent, bool isVersion11, DiagnosticBag diagnostics)
    {
        Statement = statement;
        Parent = parent;
        IsVersion11 = isVersion11;
        _diagnostics = diagnostics;
    }

    /// <summary>The instance.</summary>
    public Statement Statement { get; }

    /// <summary>The statement it stands in.</summary>
    public Statement Parent { get; }

    /// <summary>Whether the text is of YANG 1.1.</summary>
    public bool IsVersion11 { get; }

    /// <summary>Reports a finding; one of severity error makes the compilation fail.</summary>
    /// <param name="descriptor">What is found, with the handler's own id.</param>
    /// <param name="location">Where: of <see cref="Statement"/> or one below it.</param>
    /// <param name="arguments">The message's arguments.</param>
    public void Report(DiagnosticDescriptor descriptor, SourceLocation location, params ReadOnlySpan<object?> arguments) =>
        _diagnostics.Report(descriptor, location, arguments);
}
