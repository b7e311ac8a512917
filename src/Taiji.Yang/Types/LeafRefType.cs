using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Types;

/// <summary><c>leafref</c> (RFC 7950 §9.9): has the values of the leaf or leaf-list it refers to, in that one's stored form.</summary>
public sealed class LeafRefType : YangType
{
    private YangType? _targetType;

    internal LeafRefType(XPathExpression path, bool requireInstance)
    {
        Path = path;
        RequireInstance = requireInstance;
    }

    /// <inheritdoc/>
    public override BuiltInType BuiltIn => BuiltInType.LeafRef;

    /// <summary>The path, from the leaf that has this type (RFC 7950 §9.9.2).</summary>
    public XPathExpression Path { get; }

    /// <summary>Whether an instance with the value must exist (RFC 7950 §9.9.3).</summary>
    public bool RequireInstance { get; }

    /// <summary>The leaf or leaf-list at the end of <see cref="Path"/>; set by the compiler once the schema tree is complete.</summary>
    public TypedNode? Target
    {
        get;
        internal set
        {
            field = value;
            _targetType = null;
        }
    }

    /// <summary>The type of the values: the target's, through any chain of leafrefs.</summary>
    public YangType TargetType
    {
        get
        {
            if (_targetType is { } known) return known;
            YangType type = this;
            while (type is LeafRefType { _targetType: null } leafRef)
            {
                type = leafRef.Target?.Type ?? throw new InvalidOperationException($"The leafref '{Path}' has not been bound to its target.");
            }

            // All along the chain remember where it ends: chains may be long.
            if (type is LeafRefType end) type = end._targetType!;
            for (var next = this; next is { _targetType: null }; next = next.Target?.Type as LeafRefType) next._targetType = type;
            return type;
        }
    }

    /// <inheritdoc/>
    public override int FixedSize => TargetType.FixedSize;

    /// <inheritdoc/>
    internal override bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error) =>
        TargetType.TryParse(text, context, head, destination, out error);

    /// <inheritdoc/>
    public override void Format(
        ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination) =>
        TargetType.Format(stored, form, schema, prefixes, destination);

    /// <inheritdoc/>
    public override JsonKind GetJsonKind(ReadOnlySpan<byte> stored) => TargetType.GetJsonKind(stored);

    /// <summary>The same leafref for another leaf.</summary>
    internal LeafRefType Unbound() => new(Path, RequireInstance) { Name = Name };
}
