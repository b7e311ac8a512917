namespace Taiji.YangCommands.Schemas;

/// <summary>Which features of a module are supported.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Features">The features' names; null for all.</param>
internal sealed record FeatureChoice(string Module, IReadOnlyList<string>? Features)
{
    /// <summary>Parses <c>MODULE:FEAT,…</c>; <c>MODULE:</c> is none, <c>MODULE:*</c> all.</summary>
    /// <param name="text">The option's value.</param>
    /// <exception cref="UnusableOptionException">It has another form.</exception>
    public static FeatureChoice Parse(string text)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0) throw new UnusableOptionException($"--features {text}: MODULE:FEAT,… was expected (MODULE: for none, MODULE:* for all)");
        var module = text[..colon];
        var names = text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new FeatureChoice(module, names.Contains("*") ? null : names);
    }

    /// <summary>Both choices for one module: every feature that either supports.</summary>
    /// <param name="other">Another choice for the module.</param>
    public FeatureChoice With(FeatureChoice other) =>
        new(Module, Features is null || other.Features is null ? null : [.. Features.Union(other.Features)]);
}
