using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>The eight integer types (RFC 7950 §9.2). Stored big-endian at their width, signed ones with the sign bit flipped.</summary>
public sealed class IntegerType : YangType
{
    private readonly bool _isSigned;

    internal IntegerType(BuiltInType builtIn, ValueRange? range = null)
    {
        BuiltIn = builtIn;
        (_isSigned, FixedSize) = builtIn switch
        {
            BuiltInType.Int8 => (true, 1),
            BuiltInType.Int16 => (true, 2),
            BuiltInType.Int32 => (true, 4),
            BuiltInType.Int64 => (true, 8),
            BuiltInType.UInt8 => (false, 1),
            BuiltInType.UInt16 => (false, 2),
            BuiltInType.UInt32 => (false, 4),
            BuiltInType.UInt64 => (false, 8),
            _ => throw new ArgumentOutOfRangeException(nameof(builtIn)),
        };
        Restriction = range;
        var bits = FixedSize * 8;
        Range = range ?? (_isSigned
            ? ValueRange.Whole(-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
            : ValueRange.Whole(0, (Int128.One << bits) - 1));
    }

    /// <inheritdoc/>
    public override BuiltInType BuiltIn { get; }

    /// <inheritdoc/>
    public override int FixedSize { get; }

    /// <summary>The allowed values.</summary>
    internal ValueRange Range { get; }

    /// <summary><see cref="Range"/> when it is narrower than the built-in type's, else null.</summary>
    internal ValueRange? Restriction { get; }

    /// <summary>The value of a stored integer; unsigned 64-bit ones included.</summary>
    /// <param name="stored">A stored value of this type.</param>
    public Int128 GetValue(ReadOnlySpan<byte> stored)
    {
        var raw = ReadRaw(stored);
        return _isSigned ? (Int128)raw - (Int128.One << ((FixedSize * 8) - 1)) : raw;
    }

    /// <inheritdoc/>
    public override JsonKind GetJsonKind(ReadOnlySpan<byte> stored) => FixedSize == 8 ? JsonKind.String : JsonKind.Number;

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, FixedSize == 8 ? JsonKind.String : JsonKind.Number, Name, out error)) return false;
        var trimmed = ValueText.Trim(text);
        if (!IntegerText.TryParse(trimmed, context.IsDefaultStatement, out var negative, out var magnitude) || !Fits(negative, magnitude))
        {
            error = context.IsTrial ? ValueError.Trial : NoInteger(text);
            return false;
        }

        if (Restriction is not null && !Restriction.Contains(negative ? -(Int128)magnitude : magnitude))
        {
            error = context.IsTrial ? ValueError.Trial : Restriction.Error(System.Text.Encoding.UTF8.GetString(trimmed));
            return false;
        }

        Store(negative ? 0 - magnitude : magnitude, head, destination);
        return true;
    }

    /// <summary>Writes the stored form where it goes, its bytes first in a word: a buffer on the stack would cost each call more than the parsing.</summary>
    private void Store(ulong value, ReadOnlySpan<byte> head, IBufferWriter<byte> destination)
    {
        if (!head.IsEmpty) destination.Write(head);
        var bits = FixedSize * 8;
        var flip = _isSigned ? 1UL << (bits - 1) : 0;
        BinaryPrimitives.WriteUInt64BigEndian(destination.GetSpan(8), (value ^ flip) << (64 - bits));
        destination.Advance(FixedSize);
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        var span = destination.GetSpan(20);
        var raw = ReadRaw(stored);
        int written;
        if (_isSigned)
        {
            var flip = 1UL << ((FixedSize * 8) - 1);
            Utf8Formatter.TryFormat(unchecked((long)(raw - flip)), span, out written);
        }
        else
        {
            Utf8Formatter.TryFormat(raw, span, out written);
        }

        destination.Advance(written);
    }

    private static ulong ReadRaw(ReadOnlySpan<byte> stored) => stored.Length switch
    {
        1 => stored[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(stored),
        4 => BinaryPrimitives.ReadUInt32BigEndian(stored),
        _ => BinaryPrimitives.ReadUInt64BigEndian(stored),
    };

    private bool Fits(bool negative, ulong magnitude)
    {
        var bits = FixedSize * 8;
        if (!_isSigned) return (!negative || magnitude == 0) && (bits == 64 || magnitude >> bits == 0);
        var limit = 1UL << (bits - 1);
        return negative ? magnitude <= limit : magnitude < limit;
    }

    private ValueError NoInteger(ReadOnlySpan<byte> text)
    {
        var bits = FixedSize * 8;
        var (low, high) = _isSigned
            ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
            : (Int128.Zero, (Int128.One << bits) - 1);
        return new ValueError(string.Create(
            CultureInfo.InvariantCulture, $"{ValueText.Quote(text)} is no {BuiltIn.ToString().ToLowerInvariant()}: expected an integer from {low} to {high}."));
    }
}
