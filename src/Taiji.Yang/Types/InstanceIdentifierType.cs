using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>
/// <c>instance-identifier</c> (RFC 7950 §9.13). Stored as its canonical text in the form of RFC 7951 §6.11: module names where they change, keys in the order of the key statement.
/// </summary>
public sealed class InstanceIdentifierType : YangType
{
    internal InstanceIdentifierType(bool requireInstance) => RequireInstance = requireInstance;

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.InstanceIdentifier;

    /// <inheritdoc/>
    public override int FixedSize => -1;

    /// <summary>Whether the node referred to must exist (RFC 7950 §9.9.3).</summary>
    public bool RequireInstance { get; }

    /// <summary>Parses a stored value.</summary>
    /// <param name="stored">A stored value of this type.</param>
    /// <param name="schema">The schema it was made with.</param>
    internal static InstancePath GetPath(ReadOnlySpan<byte> stored, YangSchema schema) =>
        InstancePathParser.TryParse(stored, new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = schema.Root.Module }, out var path, out var error)
            ? path
            : throw new InvalidOperationException($"A stored instance-identifier can't be read: {error}");

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        if (!InstancePathParser.TryParse(ValueText.Trim(text), context, out var path, out var reason))
        {
            error = context.IsTrial ? ValueError.Trial : new ValueError($"{ValueText.Quote(text)} is no instance-identifier: {reason}.");
            return false;
        }

        ValueText.Store(destination, head, Encoding.UTF8.GetBytes(path.Write(ValueForm.Canonical, context.Schema, null)));
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        if (form != ValueForm.Xml || prefixes is null)
        {
            destination.Write(stored);
            return;
        }

        destination.Write(Encoding.UTF8.GetBytes(GetPath(stored, schema).Write(form, schema, prefixes)));
    }
}
