using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>decimal64</c> (RFC 7950 §9.3): a 64-bit integer times 10^-fraction-digits. Stored as that integer, big-endian, sign bit flipped.</summary>
public sealed class Decimal64Type : YangType
{

    internal Decimal64Type(int fractionDigits, ValueRange? range = null)
    {
        FractionDigits = fractionDigits;
        Restriction = range;
        Range = range ?? ValueRange.Whole(long.MinValue, long.MaxValue);
    }

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Decimal64;

    /// <inheritdoc/>
    public override int FixedSize => 8;

    /// <summary>Digits after the decimal point: 1 to 18.</summary>
    public int FractionDigits { get; }

    /// <summary>The allowed values, scaled.</summary>
    internal ValueRange Range { get; }

    /// <summary><see cref="Range"/> when it is narrower than the built-in type's, else null.</summary>
    internal ValueRange? Restriction { get; }

    /// <summary>The value times 10^<see cref="FractionDigits"/>.</summary>
    /// <param name="stored">A stored value of this type.</param>
    public static long GetScaled(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadInt64BigEndian(stored) ^ long.MinValue;

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        var trimmed = ValueText.Trim(text);
        if (!TryScale(trimmed, out var scaled))
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError(string.Create(
                CultureInfo.InvariantCulture,
                $"{ValueText.Quote(text)} is no decimal64: expected a decimal number with at most {FractionDigits} fraction digits that fits 64 bits."));
            return false;
        }

        if (Restriction is not null && !Restriction.Contains(scaled))
        {
            error = context.IsTrial ? ValueError.Trial : Restriction.Error(Encoding.UTF8.GetString(trimmed));
            return false;
        }

        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, scaled ^ long.MinValue);
        ValueText.Store(destination, head, bytes);
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        var scaled = GetScaled(stored);
        var magnitude = scaled < 0 ? 0 - (ulong)scaled : (ulong)scaled;
        Span<byte> buffer = stackalloc byte[24];
        var at = buffer.Length;
        for (var digit = 0; digit <= FractionDigits || magnitude != 0; digit++)
        {
            if (digit == FractionDigits) buffer[--at] = (byte)'.';
            buffer[--at] = (byte)('0' + (magnitude % 10));
            magnitude /= 10;
        }

        if (scaled < 0) buffer[--at] = (byte)'-';
        var end = buffer.Length;
        while (buffer[end - 1] == (byte)'0' && buffer[end - 2] != (byte)'.') end--;
        destination.Write(buffer[at..end]);
    }

    private bool TryScale(ReadOnlySpan<byte> text, out long scaled)
    {
        scaled = 0;
        if (text.IsEmpty) return false;
        var negative = text[0] == (byte)'-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        var dot = text.IndexOf((byte)'.');
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? default : text[(dot + 1)..];
        if (whole.IsEmpty || (dot >= 0 && fraction.IsEmpty)) return false;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        fraction = fraction.TrimEnd((byte)'0');
        if (fraction.Length > FractionDigits) return false;
        UInt128 value = 0;
        foreach (var b in whole.TrimStart((byte)'0'))
        {
            value = (value * 10) + (uint)(b - '0');
            if (value > ulong.MaxValue) return false;
        }

        for (var i = 0; i < FractionDigits; i++) value = (value * 10) + (uint)(i < fraction.Length ? fraction[i] - '0' : 0);
        var limit = (UInt128)long.MaxValue + (negative ? 1u : 0u);
        if (value > limit) return false;
        scaled = unchecked((long)(negative ? 0 - (ulong)value : (ulong)value));
        return true;
    }
}
