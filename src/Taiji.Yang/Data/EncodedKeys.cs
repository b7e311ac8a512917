namespace Taiji.Yang.Data;

/// <summary>Compares encoded keys (<see cref="KeyCodec"/>), in arrays and where they stand in memory.</summary>
public sealed class EncodedKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private EncodedKeys()
    {
    }

    /// <summary>The one comparer.</summary>
    public static EncodedKeys Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x is null || y is null ? x == y : x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] key) => GetHashCode(key.AsSpan());

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    // FNV-1a: keys are short, and rules are the administrator's own.
    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> key)
    {
        var hash = 2166136261u;
        foreach (var octet in key) hash = (hash ^ octet) * 16777619u;
        return (int)hash;
    }

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
