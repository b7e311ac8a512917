using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Taiji.Yang.Types;

/// <summary>
/// Makes types from type statements (RFC 7950 §9). One per schema: it shares what types have in common, such as equal patterns.
/// </summary>
internal sealed partial class TypeFactory
{
    private const int MaximumPatterns = 4096;

    private readonly Dictionary<string, PatternExpression> _expressions = [];

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
        var restrictions = new TypeRestrictions(spec, errors);
        restrictions.CheckApplicable();
        if (spec.Base is { } b && restrictions.AreNone) return Reuse(spec, b);
        YangType? type = spec.BuiltIn switch
        {
            BuiltInType.Binary => new BinaryType(restrictions.NarrowLength((spec.Base as BinaryType)?.Length)),
            BuiltInType.Bits => restrictions.Bits() is { } bits ? new BitsType(bits) : null,
            BuiltInType.Boolean => new BooleanType(),
            BuiltInType.Decimal64 => CreateDecimal64(spec, restrictions),
            BuiltInType.Empty => new EmptyType(),
            BuiltInType.Enumeration => restrictions.Enums() is { } enums ? new EnumerationType(enums) : null,
            BuiltInType.IdentityRef => new IdentityRefType((spec.Base as IdentityRefType)?.Bases ?? spec.IdentityBases),
            BuiltInType.InstanceIdentifier => new InstanceIdentifierType(spec.RequireInstance ?? true),
            BuiltInType.LeafRef => ((spec.Base as LeafRefType)?.Path ?? spec.Path) is { } path ? new LeafRefType(path, spec.RequireInstance ?? true) : null,
            BuiltInType.String => CreateString(spec, restrictions),
            BuiltInType.Union => new UnionType(spec.UnionMembers),
            _ => CreateInteger(spec, restrictions),
        };
        if (type is not null) (type.Name, type.Module) = (spec.Name, spec.Module);
        return type;
    }

    private static YangType Reuse(TypeSpec spec, YangType b)
    {
        if (b is StringType { HasPrefixes: false } text && spec.Module is { } module && PrefixedText.IsMeantBy(module.Name, spec.Name))
        {
            return new StringType(text.Length, text.Patterns, hasPrefixes: true) { Name = spec.Name, Module = module };
        }

        var own = ForAnotherLeaf(b);
        return own.Name == spec.Name && own.Module == spec.Module ? own : own.Renamed(spec.Name, spec.Module);
    }

    private static IntegerType CreateInteger(TypeSpec spec, TypeRestrictions restrictions)
    {
        var b = spec.Base as IntegerType ?? new IntegerType(spec.BuiltIn);
        return new IntegerType(spec.BuiltIn, restrictions.NarrowRange(b.Range, NumberText.ParseInteger) ?? b.Restriction);
    }

    private static Decimal64Type? CreateDecimal64(TypeSpec spec, TypeRestrictions restrictions)
    {
        var b = spec.Base as Decimal64Type;
        if (b is null && restrictions.FractionDigits() is { } digits) b = new Decimal64Type(digits);
        if (b is null) return null;
        return new Decimal64Type(
            b.FractionDigits, restrictions.NarrowRange(b.Range, text => NumberText.ParseDecimal(text, b.FractionDigits)) ?? b.Restriction);
    }

    private StringType CreateString(TypeSpec spec, TypeRestrictions restrictions)
    {
        var b = spec.Base as StringType;
        var patterns = new List<StringPattern>(b?.Patterns ?? []);
        if (patterns.Count + spec.Patterns.Count > MaximumPatterns)
        {
            restrictions.Report(TypePart.Pattern, 0, string.Create(CultureInfo.InvariantCulture, $"With its base types' patterns, a type has at most {MaximumPatterns} here."), "RFC 7950 §9.4.5");
            return new StringType();
        }

        for (var i = 0; i < spec.Patterns.Count; i++)
        {
            if (FindExpression(spec.Patterns[i].Text, out var error) is { } expression) patterns.Add(new StringPattern(spec.Patterns[i], expression));
            else restrictions.Report(TypePart.Pattern, i, error!.Message, "RFC 7950 §9.4.5", error.Position);
        }

        var hasPrefixes = b?.HasPrefixes == true || (spec.Module is { } module && PrefixedText.IsMeantBy(module.Name, spec.Name));
        return new StringType(restrictions.NarrowLength(b?.Length), patterns, hasPrefixes);
    }

    private PatternExpression? FindExpression(string text, out XsdRegexError? error)
    {
        error = null;
        if (_expressions.TryGetValue(text, out var known)) return known;
        if (!XsdRegexParser.TryParse(text, out var syntax, out error)) return null;
        return _expressions[text] = new PatternExpression(syntax);
    }
}
