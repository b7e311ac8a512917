namespace Taiji.Yang.Schema;

/// <summary>An <c>identity</c> (RFC 7950 §7.18).</summary>
public sealed class Identity
{
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
    public IReadOnlyList<Identity> Bases
    {
        get;
        internal set
        {
            field = value;
            foreach (var @base in value) @base.Derived.Add(this);
        }
    }
    = [];

    /// <summary>The identities that name this one as a base.</summary>
    internal List<Identity> Derived { get; } = [];

    /// <summary>A number unique in the schema, sorted by module name then name; the stored form of identityref values.</summary>
    public int Ordinal { get; internal set; } = -1;

    /// <summary>Whether an if-feature governs it (RFC 7950 §7.18).</summary>
    public bool IsConditional { get; internal set; }

    /// <summary>The status.</summary>
    public DefinitionStatus Status { get; internal set; }

    /// <summary>The description, if any.</summary>
    public string? Description { get; internal set; }

    /// <summary>Whether it is derived from <paramref name="other"/>, directly or not (RFC 7950 §7.18.2); never from itself.</summary>
    /// <param name="other">The possible ancestor.</param>
    public bool IsDerivedFrom(Identity other)
    {
        var identity = this;
        while (identity.Bases.Count == 1)
        {
            identity = identity.Bases[0];
            if (identity == other) return true;
        }

        return identity.Bases.Count > 1 && IsAmongAncestors(identity, other);
    }

    /// <summary>Several bases may share ancestors: each is looked at once.</summary>
    private static bool IsAmongAncestors(Identity identity, Identity other)
    {
        var seen = new HashSet<Identity>();
        var pending = new Stack<Identity>();
        pending.Push(identity);
        while (pending.TryPop(out var next))
        {
            foreach (var b in next.Bases)
            {
                if (b == other) return true;
                if (seen.Add(b)) pending.Push(b);
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Module.Name}:{Name}";
}
