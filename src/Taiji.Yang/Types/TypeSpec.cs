using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Types;

/// <summary>A <c>range</c> or <c>length</c> as written (RFC 7950 §9.2.4, §9.4.4).</summary>
/// <param name="Text">The argument.</param>
/// <param name="ErrorMessage">error-message, or null.</param>
/// <param name="ErrorAppTag">error-app-tag, or null.</param>
internal sealed record RestrictionSpec(string Text, string? ErrorMessage = null, string? ErrorAppTag = null);

/// <summary>A <c>pattern</c> as written (RFC 7950 §9.4.5).</summary>
/// <param name="Text">The argument: an XSD regular expression.</param>
/// <param name="InvertMatch"><c>modifier invert-match</c> (RFC 7950 §9.4.6).</param>
/// <param name="ErrorMessage">error-message, or null.</param>
/// <param name="ErrorAppTag">error-app-tag, or null.</param>
internal sealed record PatternSpec(string Text, bool InvertMatch = false, string? ErrorMessage = null, string? ErrorAppTag = null);

/// <summary>An <c>enum</c> as written (RFC 7950 §9.6.4).</summary>
/// <param name="Name">The assigned name.</param>
/// <param name="Value">The text of <c>value</c>, or null: assigned automatically.</param>
/// <param name="Status">The status.</param>
/// <param name="IsSupported">False when its if-feature is false: it takes part in the numbering, but is no value of the type.</param>
/// <param name="IsConditional">Whether it has an if-feature.</param>
internal sealed record EnumSpec(
    string Name, string? Value = null, DefinitionStatus Status = DefinitionStatus.Current, bool IsSupported = true, bool IsConditional = false)
{
    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }
}

/// <summary>A <c>bit</c> as written (RFC 7950 §9.7.4).</summary>
/// <param name="Name">The assigned name.</param>
/// <param name="Position">The text of <c>position</c>, or null: assigned automatically.</param>
/// <param name="Status">The status.</param>
/// <param name="IsSupported">False when its if-feature is false.</param>
/// <param name="IsConditional">Whether it has an if-feature.</param>
internal sealed record BitSpec(
    string Name, string? Position = null, DefinitionStatus Status = DefinitionStatus.Current, bool IsSupported = true, bool IsConditional = false);

/// <summary>One <c>type</c> statement with its typedef resolved: what <see cref="TypeFactory"/> makes a <see cref="YangType"/> from.</summary>
internal sealed record TypeSpec
{
    /// <summary>The built-in type at the bottom of the typedef chain.</summary>
    public required BuiltInType BuiltIn { get; init; }

    /// <summary>The name as written, without prefix: a built-in's or a typedef's.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the typedef that <see cref="Name"/> names; null when it is a built-in's name.</summary>
    public YangType? Base { get; init; }

    /// <summary>The module that defines the typedef; null for a built-in.</summary>
    public YangModule? Module { get; init; }

    /// <summary>Whether the statement stands in a module of YANG 1.1 (what a derived type may restrict differs: RFC 7950 §1.1).</summary>
    public bool IsVersion11 { get; init; } = true;

    /// <summary>range, or null.</summary>
    public RestrictionSpec? Range { get; init; }

    /// <summary>length, or null.</summary>
    public RestrictionSpec? Length { get; init; }

    /// <summary>The patterns, in order.</summary>
    public IReadOnlyList<PatternSpec> Patterns { get; init; } = [];

    /// <summary>The enums, in order.</summary>
    public IReadOnlyList<EnumSpec> Enums { get; init; } = [];

    /// <summary>The bits, in order.</summary>
    public IReadOnlyList<BitSpec> Bits { get; init; } = [];

    /// <summary>The text of fraction-digits, or null.</summary>
    public string? FractionDigits { get; init; }

    /// <summary>A leafref's path, or null.</summary>
    public XPathExpression? Path { get; init; }

    /// <summary>require-instance, or null when not written.</summary>
    public bool? RequireInstance { get; init; }

    /// <summary>A union's member types, in order.</summary>
    public IReadOnlyList<YangType> UnionMembers { get; init; } = [];

    /// <summary>An identityref's bases.</summary>
    public IReadOnlyList<Identity> IdentityBases { get; init; } = [];
}

/// <summary>The part of a <see cref="TypeSpec"/> that an error is about: where the compiler points.</summary>
internal enum TypePart
{
    /// <summary>The type statement.</summary>
    Type,

    /// <summary>range.</summary>
    Range,

    /// <summary>length.</summary>
    Length,

    /// <summary>The pattern at the error's index.</summary>
    Pattern,

    /// <summary>The enum at the error's index.</summary>
    Enum,

    /// <summary>The bit at the error's index.</summary>
    Bit,

    /// <summary>fraction-digits.</summary>
    FractionDigits,

    /// <summary>path.</summary>
    Path,

    /// <summary>require-instance.</summary>
    RequireInstance,

    /// <summary>The member type at the error's index.</summary>
    UnionMember,

    /// <summary>The base at the error's index.</summary>
    Base,
}

/// <summary>Why a <see cref="TypeSpec"/> is no type.</summary>
/// <param name="Part">What it is about.</param>
/// <param name="Index">Which of several (pattern, enum, bit, member, base), from 0; else 0.</param>
/// <param name="Message">What is wrong and what was expected.</param>
/// <param name="Section">The section that decides, e.g. <c>RFC 7950 §9.2.4</c>.</param>
/// <param name="Offset">Where in the argument of the part's statement, in UTF-16 units from 0; 0 for all of it.</param>
internal sealed record TypeError(TypePart Part, int Index, string Message, string Section, int Offset = 0);
