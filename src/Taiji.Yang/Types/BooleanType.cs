using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>boolean</c> (RFC 7950 §9.5). Stored as one byte, 0 or 1.</summary>
public sealed class BooleanType : YangType
{
    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Boolean;

    /// <inheritdoc/>
    public override int FixedSize => 1;

    /// <inheritdoc/>
    public override JsonKind GetJsonKind(ReadOnlySpan<byte> stored) => JsonKind.Boolean;

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.Boolean, Name, out error)) return false;
        var trimmed = ValueText.Trim(text);
        var value = trimmed.SequenceEqual("true"u8);
        if (!value && !trimmed.SequenceEqual("false"u8))
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError($"{ValueText.Quote(text)} is no boolean: expected true or false.");
            return false;
        }

        ValueText.Store(destination, head, value ? [1] : [0]);
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination) =>
        destination.Write(stored[0] != 0 ? "true"u8 : "false"u8);
}
