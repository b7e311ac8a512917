using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>An assigned name of an <see cref="EnumerationType"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">Its integer value.</param>
/// <param name="Status">Its status.</param>
public sealed record EnumValue(string Name, int Value, DefinitionStatus Status)
{
    /// <summary>Whether an if-feature governs it (RFC 7950 §9.6.4).</summary>
    public bool IsConditional { get; init; }

    /// <summary>Its description; null when it has none.</summary>
    public string? Description { get; init; }
}

/// <summary><c>enumeration</c> (RFC 7950 §9.6). Stored as the assigned value, an int32, big-endian, sign bit flipped.</summary>
public sealed class EnumerationType : YangType
{
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _values;
    private readonly Dictionary<int, byte[]> _names = [];

    internal EnumerationType(IReadOnlyList<EnumValue> values)
    {
        Values = values;
        var byName = new Dictionary<byte[], int>(values.Count, Utf8KeyComparer.Instance);
        foreach (var value in values)
        {
            var name = Encoding.UTF8.GetBytes(value.Name);
            byName[name] = value.Value;
            _names[value.Value] = name;
        }

        _values = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Enumeration;

    /// <inheritdoc/>
    public override int FixedSize => 4;

    /// <summary>The assigned names, in the order of the statements.</summary>
    public IReadOnlyList<EnumValue> Values { get; }

    /// <summary>The integer value of a stored one (RFC 7950 §10.5.1 <c>enum-value</c>).</summary>
    /// <param name="stored">A stored value of this type.</param>
    public static int GetValue(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadInt32BigEndian(stored) ^ int.MinValue;

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        if (!_values.TryGetValue(text, out var value))
        {
            error = context.IsTrial ? ValueError.Trial : NoName(text);
            return false;
        }

        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value ^ int.MinValue);
        ValueText.Store(destination, head, bytes);
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination) =>
        destination.Write(_names[GetValue(stored)]);

    private ValueError NoName(ReadOnlySpan<byte> text)
    {
        const int shown = 12;
        var names = string.Join(", ", Values.Take(shown).Select(v => v.Name)) + (Values.Count > shown ? ", …" : "");
        return new ValueError($"{ValueText.Quote(text)} is no value of the enumeration '{Name}': expected one of {names}.");
    }
}
