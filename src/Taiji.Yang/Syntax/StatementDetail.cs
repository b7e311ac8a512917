using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>
/// What most statements don't need, kept apart because there are so many of them: the keyword when it isn't YANG's own, and the places of a statement that isn't from YANG text.
/// </summary>
/// <param name="prefix">The prefix, or null.</param>
/// <param name="keyword">The keyword.</param>
internal sealed class StatementDetail(string? prefix, string keyword)
{
    public string? Prefix { get; set; } = prefix;

    public string Keyword { get; } = keyword;

    public SourceLocation Location { get; init; }

    public SourceLocation ArgumentLocation { get; set; }
}
