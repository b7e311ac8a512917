namespace Taiji.Yang.Types;

/// <summary>Lexical forms of numbers in YANG statements, as strictly as RFC 7950 §14 has them.</summary>
internal static class NumberText
{
    /// <summary><c>integer-value</c>: no plus sign, no leading zeros.</summary>
    /// <param name="text">The text.</param>
    public static Int128? ParseInteger(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        if (!IsDigits(digits) || digits.Length > 30 || (digits.Length > 1 && digits[0] == '0')) return null;
        Int128 value = 0;
        foreach (var c in digits) value = (value * 10) + (c - '0');
        return text.StartsWith('-') ? -value : value;
    }

    /// <summary><c>decimal-value</c> or <c>integer-value</c>, times 10^<paramref name="fractionDigits"/>; null when it has more digits than that.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fractionDigits">The type's fraction-digits.</param>
    public static Int128? ParseDecimal(string text, int fractionDigits)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = dot < 0 ? [] : text.AsSpan(dot + 1);
        var whole = dot < 0 ? text : text[..dot];
        if ((dot >= 0 && !IsDigits(fraction)) || ParseInteger(whole) is not { } value) return null;
        if (fraction.TrimEnd('0').Length > fractionDigits) return null;
        if (Int128.Abs(value) > (Int128)ulong.MaxValue) return null;
        var negative = text.StartsWith('-');
        value = Int128.Abs(value);
        for (var i = 0; i < fractionDigits; i++) value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        return negative ? -value : value;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
