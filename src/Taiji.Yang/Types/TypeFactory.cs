using System.Diagnostics.CodeAnalysis;

namespace Taiji.Yang.Types;

/// <summary>
/// Makes types from type statements (RFC 7950 §9). One per schema: it shares what types have in common, such as equal patterns.
/// </summary>
internal sealed partial class TypeFactory
{
    private readonly Dictionary<string, YangType> _shared = [];

    /// <summary>Makes the type, or says everything that is wrong.</summary>
    /// <param name="spec">The type statement with its typedef resolved.</param>
    /// <param name="type">The type.</param>
    /// <param name="errors">All errors; empty on success.</param>
    public bool TryCreate(TypeSpec spec, [NotNullWhen(true)] out YangType? type, out IReadOnlyList<TypeError> errors)
    {
        var found = new List<TypeError>();
        type = Create(spec, found);
        errors = found;
        if (found.Count > 0) type = null;
        return type is not null;
    }

    /// <summary>
    /// The type for one more leaf: leafref paths start at the leaf that has the type (RFC 7950 §9.9.2), so each leaf needs leafrefs (also those inside unions) of its own.
    /// </summary>
    /// <param name="type">A type, e.g. a typedef's or a grouping's.</param>
    /// <returns><paramref name="type"/> itself when it holds no leafref, else a copy with unbound leafrefs.</returns>
    public static YangType ForAnotherLeaf(YangType type) => type switch
    {
        LeafRefType leafRef => leafRef.Unbound(),
        UnionType union when LeafRefsOf(union).Any() => union.With([.. union.Members.Select(ForAnotherLeaf)]),
        _ => type,
    };

    /// <summary>The leafrefs in a type: itself, or a union's members; the compiler sets each one's <see cref="LeafRefType.Target"/>.</summary>
    /// <param name="type">A leaf's type.</param>
    public static IEnumerable<LeafRefType> LeafRefsOf(YangType type) => type switch
    {
        LeafRefType leafRef => [leafRef],
        UnionType union => union.Members.SelectMany(LeafRefsOf),
        _ => [],
    };

    private YangType? Create(TypeSpec spec, List<TypeError> errors)
    {
        switch (spec.BuiltIn)
        {
            case BuiltInType.LeafRef when spec.Path is not null:
                return new LeafRefType(spec.Path, spec.RequireInstance ?? true) { Name = spec.Name };
            case BuiltInType.Union:
                return _shared.GetValueOrDefault("") ?? new UnionType(spec.UnionMembers) { Name = spec.Name };
            default:
                errors.Add(new TypeError(TypePart.Type, 0, $"The type '{spec.Name}' can't be made.", "RFC 7950 §9"));
                return null;
        }
    }
}
