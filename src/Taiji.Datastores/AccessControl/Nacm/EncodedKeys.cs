namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>Compares encoded keys, in arrays and where they stand in a page.</summary>
internal sealed class EncodedKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private EncodedKeys()
    {
    }

    public static EncodedKeys Comparer { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x is null || y is null ? x == y : x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] key) => GetHashCode(key.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    // FNV-1a: keys are short, and rules are the administrator's own.
    public int GetHashCode(ReadOnlySpan<byte> key)
    {
        var hash = 2166136261u;
        foreach (var octet in key) hash = (hash ^ octet) * 16777619u;
        return (int)hash;
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
