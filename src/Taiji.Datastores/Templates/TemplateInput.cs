using Taiji.Yang.Data;

namespace Taiji.Datastores.Templates;

/// <summary>What a template is applied with.</summary>
/// <param name="Data">The data that its expressions see: what whoever applies it may read.</param>
public sealed record TemplateInput(DataTree Data)
{
    /// <summary>The variables' values, by name without the dollar.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The node that relative paths begin at; null for the root.</summary>
    public DataPath? Context { get; init; }
}
