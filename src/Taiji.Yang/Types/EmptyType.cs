using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>empty</c> (RFC 7950 §9.11). Stored as no bytes.</summary>
public sealed class EmptyType : YangType
{
    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Empty;

    /// <inheritdoc/>
    public override int FixedSize => 0;

    /// <inheritdoc/>
    public override JsonKind GetJsonKind(ReadOnlySpan<byte> stored) => JsonKind.Empty;

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.Empty, Name, out error)) return false;
        if (!text.IsEmpty && context.Token != JsonKind.Empty)
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError($"The type empty has no value; found {ValueText.Quote(text)}.");
            return false;
        }

        if (!head.IsEmpty) destination.Write(head);
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
    }
}
