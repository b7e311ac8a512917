namespace Taiji.Yang.Schema;

/// <summary>Where modules are looked for, and what a compilation may cost.</summary>
public sealed record SchemaCompilerOptions
{
    /// <summary>Directories searched with their subfolders, in this order; before the embedded modules.</summary>
    public IReadOnlyList<string> SearchDirectories { get; init; } = [];

    /// <summary>Whether modules that are nowhere else are taken from those embedded in this assembly.</summary>
    public bool UseEmbeddedModules { get; init; } = true;

    /// <summary>Plug-ins for extensions, beside those the compiler has itself (RFC 7950 §7.19).</summary>
    public IReadOnlyList<ExtensionHandler> ExtensionHandlers { get; init; } = [];

    /// <summary>The most schema nodes (and uses) a compilation expands to; nested uses can multiply a few lines without bound.</summary>
    public int MaxNodes { get; init; } = 1_000_000;

    /// <summary>The deepest schema tree, in nodes and uses.</summary>
    public int MaxDepth { get; init; } = 400;
}
