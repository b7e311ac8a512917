using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>binary</c> (RFC 7950 §9.8). Stored as its octets; the lexical form is base64, broken into lines at will.</summary>
public sealed class BinaryType : YangType
{
    private const int StackBytes = 512;

    internal BinaryType(ValueRange? length = null) => Length = length;

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Binary;

    /// <inheritdoc/>
    public override int FixedSize => -1;

    /// <summary>The allowed number of octets; null when unrestricted.</summary>
    internal ValueRange? Length { get; }

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        var size = Base64.GetMaxDecodedFromUtf8Length(text.Length);
        var rented = size <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(size);
        Span<byte> octets = rented ?? stackalloc byte[StackBytes];
        try
        {
            if (HasInnerSpace(text) || Base64.DecodeFromUtf8(text, octets, out _, out var written) != OperationStatus.Done)
            {
                error = context.IsTrial ? ValueError.Trial : new ValueError($"{ValueText.Quote(text)} is no base64 (RFC 4648 §4).");
                return false;
            }

            if (Length?.Contains(written) == false)
            {
                error = context.IsTrial ? ValueError.Trial : Length.Error(string.Create(CultureInfo.InvariantCulture, $"A length of {written} octets"));
                return false;
            }

            ValueText.Store(destination, head, octets[..written]);
            return true;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        var span = destination.GetSpan(Base64.GetMaxEncodedToUtf8Length(stored.Length));
        Base64.EncodeToUtf8(stored, span, out _, out var written);
        destination.Advance(written);
    }

    /// <summary>Whether there is white space that is neither at an end nor part of a line break with its indentation.</summary>
    private static bool HasInnerSpace(ReadOnlySpan<byte> text)
    {
        text = ValueText.Trim(text);
        int at;
        while ((at = text.IndexOfAny(" \t\r\n"u8)) >= 0)
        {
            text = text[at..];
            var length = text.IndexOfAnyExcept(" \t\r\n"u8);
            if (!text[..length].ContainsAny((byte)'\r', (byte)'\n')) return true;
            text = text[length..];
        }

        return false;
    }
}
