using System.Globalization;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>Checks and compiles the substatements of one type statement (RFC 7950 §9).</summary>
/// <param name="spec">The statement.</param>
/// <param name="errors">Receives every error.</param>
internal sealed class TypeRestrictions(TypeSpec spec, List<TypeError> errors)
{
    private const int MaximumMembers = 256;

    /// <summary>Whether no substatement changes the base type.</summary>
    public bool AreNone => spec is { Range: null, Length: null, FractionDigits: null, Path: null, RequireInstance: null, Patterns.Count: 0, Enums.Count: 0, Bits.Count: 0 };

    /// <summary>Adds an error.</summary>
    /// <param name="part">The part.</param>
    /// <param name="index">Which of several.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="section">The section that decides.</param>
    /// <param name="offset">Where in the statement's argument (UTF-16 units from 0); 0 for all of it.</param>
    public void Report(TypePart part, int index, string message, string section, int offset = 0) => errors.Add(new TypeError(part, index, message, section, offset));

    /// <summary>Checks that each substatement belongs to the type, and that those required are there.</summary>
    public void CheckApplicable()
    {
        var builtIn = spec.BuiltIn;
        var isNumber = builtIn is BuiltInType.Decimal64 || IsInteger(builtIn);
        if (spec.Range is not null && !isNumber) Misplaced(TypePart.Range, "range", "numbers", "RFC 7950 §9.2.4");
        if (spec.Length is not null && builtIn is not (BuiltInType.String or BuiltInType.Binary)) Misplaced(TypePart.Length, "length", "string and binary", "RFC 7950 §9.4.4");
        if (spec.Patterns.Count > 0 && builtIn != BuiltInType.String) Misplaced(TypePart.Pattern, "pattern", "string", "RFC 7950 §9.4.5");
        if (spec.Enums.Count > 0 && builtIn != BuiltInType.Enumeration) Misplaced(TypePart.Enum, "enum", "enumeration", "RFC 7950 §9.6.4");
        if (spec.Bits.Count > 0 && builtIn != BuiltInType.Bits) Misplaced(TypePart.Bit, "bit", "bits", "RFC 7950 §9.7.4");
        if (spec.RequireInstance is not null) CheckRequireInstance();
        CheckOwn(BuiltInType.Decimal64, TypePart.FractionDigits, "fraction-digits", spec.FractionDigits is not null, "RFC 7950 §9.3.4");
        CheckOwn(BuiltInType.LeafRef, TypePart.Path, "path", spec.Path is not null, "RFC 7950 §9.9.2");
        CheckOwn(BuiltInType.IdentityRef, TypePart.Base, "base", spec.IdentityBases.Count > 0, "RFC 7950 §9.10.2");
        CheckOwn(BuiltInType.Union, TypePart.UnionMember, "type", spec.UnionMembers.Count > 0, "RFC 7950 §9.12");
        if (spec.IdentityBases.Count > 1 && !spec.IsVersion11) Report(TypePart.Base, 1, "Several bases need YANG 1.1.", "RFC 6020 §9.10.2");
        CheckMembers();
    }

    /// <summary>The range narrowed by the statement; null when there is none.</summary>
    /// <param name="within">The base type's range.</param>
    /// <param name="parse">The value of a bound.</param>
    public ValueRange? NarrowRange(ValueRange within, Func<string, Int128?> parse) => spec.Range is null ? null
        : ValueRange.Narrow(spec.Range, within, parse, message => Report(TypePart.Range, 0, message, "RFC 7950 §9.2.4"));

    /// <summary>The length narrowed by the statement, else the base type's.</summary>
    /// <param name="within">The base type's length, or null.</param>
    public ValueRange? NarrowLength(ValueRange? within) => spec.Length is null ? within : ValueRange.Narrow(
        spec.Length, within ?? ValueRange.Whole(0, ulong.MaxValue), NumberText.ParseInteger, message => Report(TypePart.Length, 0, message, "RFC 7950 §9.4.4"));

    /// <summary>The number of fraction digits, or null when it is wrong.</summary>
    public int? FractionDigits()
    {
        if (spec.FractionDigits is null) return null;
        if (NumberText.ParseInteger(spec.FractionDigits) is { } digits && digits >= 1 && digits <= 18) return (int)digits;
        Report(TypePart.FractionDigits, 0, $"fraction-digits is an integer from 1 to 18, not \"{spec.FractionDigits}\".", "RFC 7950 §9.3.4");
        return null;
    }

    /// <summary>The enums with their values, or null when there are errors.</summary>
    public IReadOnlyList<EnumValue>? Enums()
    {
        if (spec.Enums.Count == 0) Report(TypePart.Type, 0, "An enumeration needs at least one enum.", "RFC 7950 §9.6.4");
        var inherited = (spec.Base as EnumerationType)?.Values;
        var numbering = new AssignedNumbers(this, TypePart.Enum, "enum", "value", int.MinValue, int.MaxValue, "RFC 7950 §9.6.4.2")
        {
            Base = inherited?.ToDictionary(v => v.Name, v => (Int128)v.Value),
        };
        var values = new List<EnumValue>();
        for (var i = 0; i < spec.Enums.Count; i++)
        {
            var (name, text, _, isSupported, _) = spec.Enums[i];
            if (name.Length == 0 || name != name.Trim()) Report(TypePart.Enum, i, $"The enum \"{name}\" must have a name without white space at its ends.", "RFC 7950 §9.6.4");
            if (numbering.Assign(i, name, text) is { } value && isSupported) values.Add(Value(spec.Enums[i], (int)value, inherited?.FirstOrDefault(v => v.Name == name)));
        }

        if (spec.Base is not null && !spec.IsVersion11) Report(TypePart.Enum, 0, "Restricting an enumeration needs YANG 1.1.", "RFC 6020 §9.6.1");
        return errors.Count == 0 ? values : null;
    }

    // What a restricted enumeration doesn't say again of a name is as it was.
    private static EnumValue Value(EnumSpec spec, int value, EnumValue? inherited) => new(spec.Name, value, spec.Status)
    {
        IsConditional = spec.IsConditional || inherited?.IsConditional == true,
        Description = spec.Description ?? inherited?.Description,
    };

    /// <summary>The bits with their positions, or null when there are errors.</summary>
    public IReadOnlyList<BitValue>? Bits()
    {
        if (spec.Bits.Count == 0) Report(TypePart.Type, 0, "The type bits needs at least one bit.", "RFC 7950 §9.7.4");
        var inherited = (spec.Base as BitsType)?.Bits;
        var numbering = new AssignedNumbers(this, TypePart.Bit, "bit", "position", 0, uint.MaxValue, "RFC 7950 §9.7.4.2")
        {
            Base = inherited?.ToDictionary(b => b.Name, b => (Int128)b.Position),
        };
        var bits = new List<BitValue>();
        for (var i = 0; i < spec.Bits.Count; i++)
        {
            var (name, text, status, isSupported, isConditional) = spec.Bits[i];
            if (numbering.Assign(i, name, text) is { } position && isSupported) bits.Add(new BitValue(name, (uint)position, status) { IsConditional = isConditional || inherited?.Any(b => b.Name == name && b.IsConditional) == true });
        }

        if (spec.Base is not null && !spec.IsVersion11) Report(TypePart.Bit, 0, "Restricting the type bits needs YANG 1.1.", "RFC 6020 §9.7.1");
        return errors.Count == 0 ? bits : null;
    }

    private static bool IsInteger(BuiltInType type) => type is BuiltInType.Int8 or BuiltInType.Int16 or BuiltInType.Int32 or BuiltInType.Int64
        or BuiltInType.UInt8 or BuiltInType.UInt16 or BuiltInType.UInt32 or BuiltInType.UInt64;

    private void Misplaced(TypePart part, string statement, string where, string section) =>
        Report(part, 0, $"'{statement}' restricts {where}, not the type '{spec.Name}'.", section);

    private void CheckOwn(BuiltInType owner, TypePart part, string statement, bool isThere, string section)
    {
        if (spec.BuiltIn != owner)
        {
            if (isThere) Misplaced(part, statement, $"the type {owner.ToString().ToLowerInvariant()}", section);
        }
        else if (spec.Base is not null)
        {
            if (isThere) Report(part, 0, $"'{statement}' is given where the built-in type is used, not where the type '{spec.Name}' derived from it is.", section);
        }
        else if (!isThere)
        {
            Report(TypePart.Type, 0, $"The type {spec.Name} needs '{statement}'.", section);
        }
    }

    private void CheckRequireInstance()
    {
        if (spec.BuiltIn is not (BuiltInType.LeafRef or BuiltInType.InstanceIdentifier))
        {
            Misplaced(TypePart.RequireInstance, "require-instance", "leafref and instance-identifier", "RFC 7950 §9.9.3");
        }
        else if (spec.BuiltIn == BuiltInType.LeafRef && !spec.IsVersion11)
        {
            Report(TypePart.RequireInstance, 0, "require-instance in a leafref needs YANG 1.1.", "RFC 6020 §9.9.1");
        }
    }

    private void CheckMembers()
    {
        if (spec.UnionMembers.Count > MaximumMembers) Report(TypePart.UnionMember, MaximumMembers, string.Create(CultureInfo.InvariantCulture, $"A union has at most {MaximumMembers} members here."), "RFC 7950 §9.12");
        if (spec.Base is null && spec.UnionMembers.Count > 0 && new UnionType(spec.UnionMembers).Extent.IsExcessive)
        {
            Report(
                TypePart.Type, 0,
                string.Create(CultureInfo.InvariantCulture, $"With the unions in it, a union has at most {UnionExtent.MaximumTypes} member types here, in at most {UnionExtent.MaximumDepth} levels."),
                "RFC 7950 §9.12");
        }

        if (spec.IsVersion11) return;
        for (var i = 0; i < spec.UnionMembers.Count; i++)
        {
            if (spec.UnionMembers[i].BuiltIn is BuiltInType.Empty or BuiltInType.LeafRef)
            {
                Report(TypePart.UnionMember, i, $"The type {spec.UnionMembers[i].Name} in a union needs YANG 1.1.", "RFC 6020 §9.12");
            }
        }
    }
}
