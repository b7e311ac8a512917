namespace Taiji.Yang.Types;

/// <summary>The lexical forms of integer values (RFC 7950 §9.2.1).</summary>
internal static class IntegerText
{
    private const int SafeDecimalDigits = 19;

    /// <summary>Reads sign and magnitude.</summary>
    /// <param name="text">The text without white space.</param>
    /// <param name="allowOtherBases">Whether hexadecimal and octal are understood (default statements only).</param>
    /// <param name="negative">Whether a minus sign is there.</param>
    /// <param name="magnitude">The absolute value.</param>
    /// <returns>False when it is no integer or needs more than 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, bool allowOtherBases, out bool negative, out ulong magnitude)
    {
        negative = false;
        magnitude = 0;
        if (text.IsEmpty) return false;
        if (text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == (byte)'-';
            text = text[1..];
        }

        var radix = 10u;
        if (allowOtherBases && text.Length > 1 && text[0] == (byte)'0')
        {
            radix = (text[1] | 0x20) == 'x' ? 16u : 8u;
            text = text[(radix == 16 ? 2 : 1)..];
        }

        return TryDigits(text, radix, out magnitude);
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, uint radix, out ulong value)
    {
        value = 0;
        if (digits.IsEmpty) return false;
        if (radix == 10 && digits.Length <= SafeDecimalDigits) return TrySafeDecimal(digits, out value);
        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            if (digit > 9) digit = radix == 16 && (uint)((b | 0x20) - 'a') < 6 ? (uint)((b | 0x20) - 'a' + 10) : 16;
            if (digit >= radix || value > (ulong.MaxValue - digit) / radix) return false;
            value = (value * radix) + digit;
        }

        return true;
    }

    /// <summary>Digits so few that they can't overflow: no division for each.</summary>
    private static bool TrySafeDecimal(ReadOnlySpan<byte> digits, out ulong value)
    {
        value = 0;
        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            if (digit > 9) return false;
            value = (value * 10) + digit;
        }

        return true;
    }
}
