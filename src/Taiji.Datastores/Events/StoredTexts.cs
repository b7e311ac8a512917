using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>
/// What texts of leafs are in stored form, remembered: the server's own notifications say the same users, addresses and operations again and again. Not thread-safe: notifications are made one after the other.
/// </summary>
/// <param name="schema">The schema.</param>
internal sealed class StoredTexts(YangSchema schema)
{
    private const int Most = 1_024;

    private readonly Dictionary<(LeafNode Leaf, string Text), byte[]> _stored = [];

    /// <summary>The stored form of a text.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="text">Its canonical text.</param>
    /// <exception cref="ArgumentException">It is none of the leaf's type.</exception>
    public byte[] Of(LeafNode leaf, string text)
    {
        if (_stored.TryGetValue((leaf, text), out var stored)) return stored;
        if (_stored.Count == Most) _stored.Clear();
        return _stored[(leaf, text)] = TextAccess.Parse(schema, leaf, text);
    }
}
