using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Syntax;

/// <summary>A YANG statement (RFC 7950 §6.3): one generic node, for YANG and YIN alike.</summary>
public sealed class Statement
{
    internal Statement(string? prefix, string keyword, string? argument, SourceLocation location)
    {
        Prefix = prefix;
        Keyword = keyword;
        Argument = argument;
        Location = location;
    }

    /// <summary>The prefix of an extension's keyword; null for YANG's own.</summary>
    public string? Prefix { get; }

    /// <summary>The keyword, without prefix.</summary>
    public string Keyword { get; }

    /// <summary>The argument after quoting and concatenation, or null.</summary>
    public string? Argument { get; }

    /// <summary>Where the keyword stands.</summary>
    public SourceLocation Location { get; }

    /// <summary>Where the argument stands (the keyword when there is none).</summary>
    public SourceLocation ArgumentLocation { get; internal set; }

    /// <summary>The substatements, in order.</summary>
    public IReadOnlyList<Statement> Substatements { get; internal set; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{(Prefix is null ? "" : Prefix + ":")}{Keyword} {Argument}";
}
