using System.Globalization;

namespace Taiji.Yang.Types;

/// <summary>Gives enums their values and bits their positions (RFC 7950 §9.6.4.2, §9.7.4.2).</summary>
/// <param name="errors">Receives the errors.</param>
/// <param name="part">What is numbered.</param>
/// <param name="statement"><c>enum</c> or <c>bit</c>.</param>
/// <param name="number"><c>value</c> or <c>position</c>.</param>
/// <param name="low">The lowest number.</param>
/// <param name="high">The highest number.</param>
/// <param name="section">The section that decides.</param>
internal sealed class AssignedNumbers(TypeRestrictions errors, TypePart part, string statement, string number, Int128 low, Int128 high, string section)
{
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<Int128, string> _numbers = [];
    private Int128? _highest;

    /// <summary>The numbers of the base type's names; null when the type is not a restricted one.</summary>
    public IReadOnlyDictionary<string, Int128>? Base { get; init; }

    /// <summary>The number of the next name, or null when it is wrong.</summary>
    /// <param name="index">Its index, for errors.</param>
    /// <param name="name">The assigned name.</param>
    /// <param name="text">The number as written, or null.</param>
    public Int128? Assign(int index, string name, string? text)
    {
        if (!_names.Add(name)) return Fail(index, $"The {statement} '{name}' is defined twice.");
        var inherited = default(Int128);
        if (Base?.TryGetValue(name, out inherited) == false) return Fail(index, $"The {statement} '{name}' is not one of the base type's.");
        if (Number(index, name, text, inherited) is not { } value) return null;
        if (Base is not null && value != inherited)
        {
            return Fail(index, string.Create(CultureInfo.InvariantCulture, $"The {number} of the {statement} '{name}' is {inherited} in the base type and can't be changed to {value}."));
        }

        if (!_numbers.TryAdd(value, name))
        {
            return Fail(index, string.Create(CultureInfo.InvariantCulture, $"The {number} {value} of the {statement} '{name}' is that of '{_numbers[value]}' already."));
        }

        _highest = _highest is { } h && h > value ? h : value;
        return value;
    }

    private Int128? Number(int index, string name, string? text, Int128 inherited)
    {
        if (text is null)
        {
            var next = Base is not null ? inherited : _highest is { } h ? h + 1 : 0;
            return next <= high ? next
                : Fail(index, string.Create(CultureInfo.InvariantCulture, $"The {statement} '{name}' needs a {number}: the highest possible one, {high}, is taken."));
        }

        return NumberText.ParseInteger(text) is { } value && value >= low && value <= high ? value
            : Fail(index, string.Create(CultureInfo.InvariantCulture, $"The {number} \"{text}\" of the {statement} '{name}' is no integer from {low} to {high}."));
    }

    private Int128? Fail(int index, string message)
    {
        errors.Report(part, index, message, section);
        return null;
    }
}
