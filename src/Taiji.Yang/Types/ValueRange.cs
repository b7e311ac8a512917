using System.Globalization;

namespace Taiji.Yang.Types;

/// <summary>
/// A compiled <c>range</c> or <c>length</c> (RFC 7950 §9.2.4, §9.4.4): disjoint parts in ascending order. decimal64 bounds are scaled by 10^fraction-digits.
/// </summary>
internal sealed class ValueRange
{
    private readonly (Int128 Low, Int128 High)[] _parts;

    private ValueRange((Int128 Low, Int128 High)[] parts, RestrictionSpec spec)
    {
        _parts = parts;
        Spec = spec;
    }

    /// <summary>The statement.</summary>
    public RestrictionSpec Spec { get; }

    /// <summary>The parts, disjoint and in ascending order.</summary>
    public IReadOnlyList<(Int128 Low, Int128 High)> Parts => _parts;

    /// <summary>The lowest value.</summary>
    public Int128 Low => _parts[0].Low;

    /// <summary>The highest value.</summary>
    public Int128 High => _parts[^1].High;

    /// <summary>All values of a built-in type.</summary>
    /// <param name="low">The lowest.</param>
    /// <param name="high">The highest.</param>
    public static ValueRange Whole(Int128 low, Int128 high) =>
        new([(low, high)], new RestrictionSpec(string.Create(CultureInfo.InvariantCulture, $"{low}..{high}")));

    /// <summary>Whether the value is in one of the parts.</summary>
    /// <param name="value">The value, scaled for decimal64.</param>
    public bool Contains(Int128 value)
    {
        var i = FirstReaching(value);
        return i < _parts.Length && value >= _parts[i].Low;
    }

    /// <summary>Whether all values of another range are in this one.</summary>
    /// <param name="other">The other range.</param>
    public bool Covers(ValueRange other)
    {
        foreach (var (low, high) in other._parts)
        {
            // Parts of this range that touch each other count as one.
            var reached = low;
            foreach (var part in _parts)
            {
                if (part.Low <= reached && part.High >= reached) reached = part.High + 1;
            }

            if (reached <= high) return false;
        }

        return true;
    }

    /// <summary>The error for a value outside.</summary>
    /// <param name="shown">The value or length, for the message.</param>
    public ValueError Error(string shown) =>
        new(Spec.ErrorMessage ?? $"{shown} is outside the allowed {Spec.Text}.", Spec.ErrorAppTag);

    /// <summary>Compiles a range that narrows another (RFC 7950 §9.2.4).</summary>
    /// <param name="spec">The statement.</param>
    /// <param name="within">The base type's.</param>
    /// <param name="parseBound">The value of a bound's text, or null when it is none.</param>
    /// <param name="report">Receives each error's message.</param>
    public static ValueRange? Narrow(RestrictionSpec spec, ValueRange within, Func<string, Int128?> parseBound, Action<string> report)
    {
        var parts = new List<(Int128 Low, Int128 High)>();
        foreach (var text in spec.Text.Split('|'))
        {
            if (ParsePart(text, within, parseBound, report) is not { } part) return null;
            if (part.Low > part.High)
            {
                report($"The part \"{text.Trim()}\" ends before it begins.");
                return null;
            }

            if (parts.Count > 0 && part.Low <= parts[^1].High)
            {
                report($"The parts of \"{spec.Text}\" must be disjoint and in ascending order: \"{text.Trim()}\" does not follow the part before it.");
                return null;
            }

            if (!within.Covers(part))
            {
                report($"The part \"{text.Trim()}\" is outside what the base type allows: {within.Spec.Text}.");
                return null;
            }

            parts.Add(part);
        }

        return new ValueRange([.. parts], spec);
    }

    private static (Int128 Low, Int128 High)? ParsePart(string text, ValueRange within, Func<string, Int128?> parseBound, Action<string> report)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var lowText = (dots < 0 ? text : text[..dots]).Trim();
        var highText = dots < 0 ? lowText : text[(dots + 2)..].Trim();
        var low = Bound(lowText);
        var high = dots < 0 ? low : Bound(highText);
        return low is { } l && high is { } h ? (l, h) : null;

        Int128? Bound(string bound)
        {
            var value = bound switch { "min" => within.Low, "max" => within.High, _ => parseBound(bound) };
            if (value is null) report($"\"{bound}\" is no bound of a value of the type; expected a value, min or max.");
            return value;
        }
    }

    /// <summary>Whether every value of the part is in this range; parts that touch count as one.</summary>
    private bool Covers((Int128 Low, Int128 High) part)
    {
        var from = part.Low;
        for (var i = FirstReaching(from); i < _parts.Length && from >= _parts[i].Low; i++)
        {
            if (part.High <= _parts[i].High) return true;
            from = _parts[i].High + 1;
        }

        return false;
    }

    /// <summary>The first part that does not end below the value.</summary>
    private int FirstReaching(Int128 value)
    {
        var (from, to) = (0, _parts.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_parts[middle].High < value) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
