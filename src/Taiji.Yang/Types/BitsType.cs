using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>A named bit of a <see cref="BitsType"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Position">Its position.</param>
/// <param name="Status">Its status.</param>
public sealed record BitValue(string Name, uint Position, DefinitionStatus Status)
{
    /// <summary>Whether an if-feature governs it (RFC 7950 §9.7.4).</summary>
    public bool IsConditional { get; init; }
}

/// <summary>
/// <c>bits</c> (RFC 7950 §9.7). Stored as a bitmap over the bits in ascending position (gaps left out), most significant bit first, without trailing zero bytes.
/// </summary>
public sealed class BitsType : YangType
{
    private const int StackBytes = 64;
    private readonly byte[][] _names;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _indexes;

    internal BitsType(IReadOnlyList<BitValue> bits)
    {
        Bits = [.. bits.OrderBy(b => b.Position)];
        _names = [.. Bits.Select(b => Encoding.UTF8.GetBytes(b.Name))];
        var byName = new Dictionary<byte[], int>(Utf8KeyComparer.Instance);
        for (var i = 0; i < _names.Length; i++) byName[_names[i]] = i;
        _indexes = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Bits;

    /// <inheritdoc/>
    public override int FixedSize => -1;

    /// <summary>The bits by ascending position: the canonical order (RFC 7950 §9.7.3).</summary>
    public IReadOnlyList<BitValue> Bits { get; }

    /// <summary>Whether a bit is set (RFC 7950 §10.6.1 <c>bit-is-set</c>); false for a name the type doesn't have.</summary>
    /// <param name="stored">A stored value of this type.</param>
    /// <param name="name">The bit's name in UTF-8.</param>
    public bool IsSet(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> name) =>
        _indexes.TryGetValue(name, out var index) && IsSet(stored, index);

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        if (!ValueText.HasToken(context, JsonKind.String, Name, out error)) return false;
        var size = (_names.Length + 7) / 8;
        Span<byte> map = size <= StackBytes ? stackalloc byte[size] : new byte[size];
        map.Clear();
        foreach (var range in text.SplitAny(" \t\r\n"u8))
        {
            var name = text[range];
            if (name.IsEmpty) continue;
            if (!_indexes.TryGetValue(name, out var index))
            {
                error = context.IsTrial ? ValueError.Trial : new ValueError(
                    $"{ValueText.Quote(name)} is no bit of '{Name}': expected names out of {string.Join(", ", Bits.Select(b => b.Name))}, separated by spaces.");
                return false;
            }

            if (IsSet(map, index))
            {
                error = context.IsTrial ? ValueError.Trial : new ValueError($"The bit {ValueText.Quote(name)} is given twice.");
                return false;
            }

            map[index >> 3] |= (byte)(0x80 >> (index & 7));
        }

        ValueText.Store(destination, head, map.TrimEnd((byte)0));
        return true;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination)
    {
        var first = true;
        for (var i = 0; i < _names.Length; i++)
        {
            if (!IsSet(stored, i)) continue;
            if (!first) destination.Write(" "u8);
            first = false;
            destination.Write(_names[i]);
        }
    }

    private static bool IsSet(ReadOnlySpan<byte> map, int index) =>
        index >> 3 < map.Length && (map[index >> 3] & (0x80 >> (index & 7))) != 0;
}
