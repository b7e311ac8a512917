using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>How much of an entry of a list or leaf-list may be read.</summary>
public enum EntryAccess : byte
{
    /// <summary>Nothing: it is as if it weren't there.</summary>
    None,

    /// <summary>All of it, but for what <see cref="ListAccess.Omits"/> names.</summary>
    Shown,

    /// <summary>Its nodes must be asked about one by one.</summary>
    Asked,
}

/// <summary>
/// What a view says of all of a list or leaf-list at once, so that nobody need ask about each node: what holds for its entries, for which of them something else does, and what is left
/// out of each.
/// </summary>
public sealed class ListAccess
{
    private readonly Dictionary<byte[], EntryAccess> _exceptions;
    private readonly Dictionary<byte[], EntryAccess>.AlternateLookup<ReadOnlySpan<byte>> _byKey;

    /// <summary>Makes it.</summary>
    /// <param name="otherwise">What holds for an entry that isn't an exception: shown or none.</param>
    /// <param name="exceptions">By encoded key (<see cref="KeyCodec"/>); by stored value in a leaf-list.</param>
    public ListAccess(EntryAccess otherwise, IEnumerable<KeyValuePair<byte[], EntryAccess>> exceptions)
    {
        Otherwise = otherwise;
        _exceptions = new Dictionary<byte[], EntryAccess>(exceptions, EncodedKeys.Comparer);
        _byKey = _exceptions.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>All entries, with all that is in them.</summary>
    public static ListAccess Whole { get; } = new(EntryAccess.Shown, []);

    /// <summary>What holds for an entry that isn't an exception.</summary>
    public EntryAccess Otherwise { get; }

    /// <summary>The entries for which something else holds.</summary>
    public IReadOnlyCollection<KeyValuePair<byte[], EntryAccess>> Exceptions => _exceptions;

    /// <summary>Whether a node below the list is left out, with all that is in it, of each entry that is shown; null when nothing is.</summary>
    public Func<SchemaNode, bool>? Omits { get; init; }

    /// <summary>Whether there is nothing to heed.</summary>
    public bool IsWhole => Otherwise == EntryAccess.Shown && _exceptions.Count == 0 && Omits is null;

    /// <summary>What holds for an entry.</summary>
    /// <param name="key">Its encoded key, or stored value.</param>
    public EntryAccess Of(ReadOnlySpan<byte> key) => _byKey.TryGetValue(key, out var access) ? access : Otherwise;
}
