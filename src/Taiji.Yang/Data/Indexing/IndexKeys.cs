using System.Buffers;
using System.Buffers.Binary;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Indexing;

/// <summary>
/// Makes an index's keys: <c>[hash of the columns' texts][keys of the lists around, outermost first, each but the last after its length]</c>. A hash finds a little more than it
/// should; who asks compares again.
/// </summary>
/// <param name="definition">The index.</param>
/// <param name="schema">The schema.</param>
internal sealed class IndexKeys(IndexDefinition definition, YangSchema schema)
{
    /// <summary>The size of the hash.</summary>
    public const int HashSize = 4;

    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly ArrayBufferWriter<byte> _key = new();

    /// <summary>Adds the hashes by which a unit is found; none when it lacks a column.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="hashes">Receives them.</param>
    public void AddHashes(in DataNode unit, List<uint> hashes)
    {
        if (definition.IsOfPaths)
        {
            if (TryColumn(unit, definition.Columns[0], out var stored)) PathHashes.Add(definition.Columns[0].Type, stored, schema, hashes);
            return;
        }

        var hash = default(HashCode);
        foreach (var column in definition.Columns)
        {
            if (!TryColumn(unit, column, out var stored)) return;
            AddText(ref hash, ComparableText.Of(column.Type, stored, schema, _scratch));
        }

        hashes.Add((uint)hash.ToHashCode());
    }

    /// <summary>The key of a unit.</summary>
    /// <param name="hash">One of its hashes.</param>
    /// <param name="unit">The unit.</param>
    public ReadOnlySpan<byte> Of(uint hash, in DataNode unit)
    {
        Begin(hash);
        AddUnitKeys(unit.Unit, definition.Levels.Count);
        return _key.WrittenSpan;
    }

    /// <summary>What the keys begin with of units with certain texts.</summary>
    /// <param name="hash">The hash of the texts.</param>
    /// <param name="scope">A node in the entry that is looked below.</param>
    public byte[] Prefix(uint hash, in DataNode scope)
    {
        Begin(hash);
        var unit = scope.Unit;
        while (unit.Depth > definition.ScopeDepth) unit = unit.Parent!;
        AddUnitKeys(unit, definition.Levels.Count);
        return _key.WrittenSpan.ToArray();
    }

    /// <summary>The hash of texts, one for each column.</summary>
    /// <param name="texts">The texts.</param>
    public static uint HashOf(IEnumerable<byte[]> texts)
    {
        var hash = default(HashCode);
        foreach (var text in texts) AddText(ref hash, text);
        return (uint)hash.ToHashCode();
    }

    /// <summary>The value of a column: stored, or the default that may be in use.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="column">The column.</param>
    /// <param name="stored">The value in stored form.</param>
    public static bool TryColumn(in DataNode unit, TypedNode column, out ReadOnlySpan<byte> stored)
    {
        stored = default;
        if (column is LeafListNode)
        {
            stored = unit.Key;
            return true;
        }

        if (unit.TryGetInUnit(column, out var leaf)) stored = leaf.Value;
        else if (column.Defaults.Count > 0) stored = column.Defaults[0];
        else return false;
        return true;
    }

    /// <summary>The unit that a key names; false when there is none in the tree.</summary>
    /// <param name="key">A key.</param>
    /// <param name="root">The tree's root.</param>
    /// <param name="unit">The unit.</param>
    public bool TryLocate(ReadOnlySpan<byte> key, in DataNode root, out DataNode unit)
    {
        unit = root;
        var position = HashSize;
        for (var i = 0; i < definition.Levels.Count; i++)
        {
            var length = i == definition.Levels.Count - 1 ? key.Length - position : VarInt.Read(key, ref position);
            if (!unit.Entries(definition.Levels[i]).TryGet(key.Slice(position, length), out unit)) return false;
            position += length;
        }

        return true;
    }

    private static void AddText(ref HashCode hash, ReadOnlySpan<byte> text)
    {
        hash.Add(text.Length);
        hash.AddBytes(text);
    }

    private void Begin(uint hash)
    {
        _key.ResetWrittenCount();
        BinaryPrimitives.WriteUInt32BigEndian(_key.GetSpan(HashSize), hash);
        _key.Advance(HashSize);
    }

    private void AddUnitKeys(UnitHandle unit, int levels)
    {
        if (unit.Parent is not { } parent) return;
        AddUnitKeys(parent, levels);
        if (unit.Depth < levels) _key.Advance(VarInt.Write(_key.GetSpan(5), unit.Key.Length));
        _key.Write(unit.Key);
    }
}
