namespace Taiji.Yang.Types;

/// <summary>What a type restricts beyond its built-in type, in the words of its module (RFC 7950 §9.2.4, §9.4.4, §9.4.5).</summary>
/// <param name="Range">The range's argument; null for none.</param>
/// <param name="Length">The length's argument; null for none.</param>
/// <param name="Patterns">The patterns, all of which must match.</param>
public sealed record TypeFacets(string? Range, string? Length, IReadOnlyList<string> Patterns)
{
    /// <summary>Those of a type; of a leafref its target's.</summary>
    /// <param name="type">The type.</param>
    public static TypeFacets Of(YangType type) => type switch
    {
        LeafRefType leafRef => Of(leafRef.TargetType),
        IntegerType number => new TypeFacets(number.Restriction?.Spec.Text, null, []),
        Decimal64Type number => new TypeFacets(number.Restriction?.Spec.Text, null, []),
        StringType text => new TypeFacets(null, text.Length?.Spec.Text, [.. text.Patterns.Select(p => p.Spec.Text)]),
        BinaryType octets => new TypeFacets(null, octets.Length?.Spec.Text, []),
        _ => new TypeFacets(null, null, []),
    };
}
