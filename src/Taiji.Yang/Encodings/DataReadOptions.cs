namespace Taiji.Yang.Encodings;

/// <summary>What a reader of instance data takes.</summary>
public sealed record DataReadOptions
{
    /// <summary>Whether <c>config false</c> nodes may appear; otherwise each is unknown-element.</summary>
    public bool AllowState { get; init; }

    /// <summary>The deepest nesting of elements or objects; beyond it: too-big.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Reading stops after that many errors.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Reads what <see cref="DataWriteOptions.KeepsAnyContent"/> wrote.</summary>
    public bool TakesAnyContent { get; init; }

    /// <summary>Whether entries of JSON lists are looked at without a token for each part where they allow it; the outcome is the same.</summary>
    internal bool LooksAhead { get; init; } = true;
}
