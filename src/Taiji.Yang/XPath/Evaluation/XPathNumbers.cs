using System.Globalization;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Numbers and their texts (XPath 1.0 §4.2, §4.4).</summary>
public static class XPathNumbers
{
    /// <summary>The number that a text stands for: optional minus, digits, optional fraction, white space around; NaN for anything else.</summary>
    /// <param name="text">The text.</param>
    public static double Parse(string text)
    {
        var trimmed = text.AsSpan().Trim(" \t\r\n");
        var digits = trimmed.StartsWith("-") ? trimmed[1..] : trimmed;
        var dots = 0;
        var figures = 0;
        foreach (var c in digits)
        {
            if (c == '.') dots++;
            else if (char.IsAsciiDigit(c)) figures++;
            else return double.NaN;
        }

        if (figures == 0 || dots > 1) return double.NaN;
        return double.Parse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    /// <summary>The text of a number: no exponent, no more digits than tell it from its neighbours.</summary>
    /// <param name="value">The number.</param>
    public static string Format(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return "0";
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        if (e < 0) return shortest;
        var exponent = int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = shortest[..e].TrimStart('-');
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var text = point <= 0 ? "0." + new string('0', -point) + digits
            : point >= digits.Length ? digits + new string('0', point - digits.Length)
            : digits[..point] + "." + digits[point..];
        return (value < 0 ? "-" : "") + text;
    }

    /// <summary>round(): to the nearest integer, halves up (XPath 1.0 §4.4).</summary>
    /// <param name="value">The number.</param>
    internal static double Round(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value) || value == 0) return value;
        if (value is < 0 and >= -0.5) return -0.0;
        var floor = Math.Floor(value);
        return value - floor >= 0.5 ? floor + 1 : floor;
    }
}
