using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary><c>union</c> (RFC 7950 §9.12): a value is of the first member type that accepts it.</summary>
public sealed class UnionType : YangType
{
    internal UnionType(IReadOnlyList<YangType> members)
    {
        Members = members;
        Extent = UnionExtent.Around(members.Select(m => m is UnionType inner ? inner.Extent : UnionExtent.Single));
    }

    /// <summary>How far it goes with the unions in it; a leafref counts as one.</summary>
    internal UnionExtent Extent { get; }

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.Union;

    /// <summary>The member types, in order; at most 256. A stored value's first byte is the index.</summary>
    public IReadOnlyList<YangType> Members { get; }

    /// <inheritdoc/>
    public override int FixedSize => -1;

    /// <summary>The member type of a stored value, through nested unions and leafrefs.</summary>
    /// <param name="stored">A stored value of this type.</param>
    /// <param name="inner">The value as that type stores it.</param>
    public YangType Resolve(ReadOnlySpan<byte> stored, out ReadOnlySpan<byte> inner)
    {
        YangType type = this;
        while (true)
        {
            if (type is LeafRefType leafRef) type = leafRef.TargetType;
            if (type is not UnionType union) break;
            type = union.Members[stored[0]];
            stored = stored[1..];
        }

        inner = stored;
        return type;
    }

    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error)
    {
        var trial = context with { IsTrial = true };
        Span<byte> memberHead = stackalloc byte[head.Length + 1];
        head.CopyTo(memberHead);
        for (var i = 0; i < Members.Count; i++)
        {
            memberHead[^1] = (byte)i;
            if (Members[i].TryParse(text, trial, memberHead, destination, out error)) return true;
        }

        error = context.IsTrial ? ValueError.Trial
            : new ValueError($"{ValueText.Quote(text)} is no value of any member type of the union '{Name}': {string.Join(", ", Members.Select(m => m.Name))}.");
        return false;
    }

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination) =>
        Members[stored[0]].Format(stored[1..], form, schema, prefixes, destination);

    /// <inheritdoc/>
    public override JsonKind GetJsonKind(ReadOnlySpan<byte> stored) => Members[stored[0]].GetJsonKind(stored[1..]);

    /// <summary>The same union with other members.</summary>
    /// <param name="members">The members.</param>
    internal UnionType With(IReadOnlyList<YangType> members) => new(members) { Name = Name };
}
