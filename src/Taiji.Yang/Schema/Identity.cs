namespace Taiji.Yang.Schema;

/// <summary>An <c>identity</c> (RFC 7950 §7.18).</summary>
public sealed class Identity
{
    private readonly HashSet<Identity> _ancestors = [];

    internal Identity(string name, YangModule module)
    {
        Name = name;
        Module = module;
    }

    /// <summary>The identifier.</summary>
    public string Name { get; }

    /// <summary>The module that defines it.</summary>
    public YangModule Module { get; }

    /// <summary>The direct bases.</summary>
    public IReadOnlyList<Identity> Bases { get; internal set; } = [];

    /// <summary>A number unique in the schema, sorted by module name then name; the stored form of identityref values.</summary>
    public int Ordinal { get; internal set; } = -1;

    /// <summary>The status.</summary>
    public DefinitionStatus Status { get; internal set; }

    /// <summary>The description, if any.</summary>
    public string? Description { get; internal set; }

    /// <summary>Whether it is derived from <paramref name="other"/>, directly or not (RFC 7950 §7.18.2); never from itself.</summary>
    /// <param name="other">The possible ancestor.</param>
    public bool IsDerivedFrom(Identity other) => _ancestors.Contains(other);

    /// <summary>Called once by the compiler, bases before derived.</summary>
    internal void CloseAncestors()
    {
        foreach (var b in Bases)
        {
            _ancestors.Add(b);
            _ancestors.UnionWith(b._ancestors);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Module.Name}:{Name}";
}
