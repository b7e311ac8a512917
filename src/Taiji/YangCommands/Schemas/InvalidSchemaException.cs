using Taiji.Yang.Diagnostics;

namespace Taiji.YangCommands.Schemas;

/// <summary>The modules make no schema.</summary>
/// <param name="diagnostics">Everything found in them.</param>
internal sealed class InvalidSchemaException(IReadOnlyList<Diagnostic> diagnostics) : Exception("The modules have errors.")
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
