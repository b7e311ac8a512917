using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Validation;

/// <summary>Bytes that are equal when their content is.</summary>
/// <param name="bytes">The bytes; not changed later.</param>
internal readonly struct ByteKey(byte[] bytes) : IEquatable<ByteKey>
{
    /// <summary>The bytes.</summary>
    public byte[] Bytes => bytes;

    /// <inheritdoc/>
    public bool Equals(ByteKey other) => bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Utf8KeyComparer.Instance.GetHashCode(bytes.AsSpan());
}
