namespace Taiji.Yang.Diagnostics;

/// <summary>A place in a source text.</summary>
/// <param name="File">The file's path, or the module's name for embedded text.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column, in characters; a tab counts as one.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <summary><c>FILE:LINE:COL</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
