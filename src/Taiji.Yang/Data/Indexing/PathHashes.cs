using System.Buffers;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data.Indexing;

/// <summary>Hashes of instance paths, the same for a data node and for an instance-identifier that leads through it.</summary>
internal static class PathHashes
{
    /// <summary>Adds the hash of every node on the way that an instance-identifier names, its end included.</summary>
    /// <param name="type">An instance-identifier, or a union that may hold one.</param>
    /// <param name="stored">The value.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="hashes">Receives them.</param>
    public static void Add(YangType type, ReadOnlySpan<byte> stored, YangSchema schema, List<uint> hashes)
    {
        if (type is UnionType)
        {
            // The text may be one of another member's too (RFC 7950 §9.12): what reads as a path may have to be one.
            var text = new ArrayBufferWriter<byte>();
            type.Format(stored, ValueForm.Canonical, schema, null, text);
            stored = text.WrittenSpan;
        }

        var context = new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = schema.Root.Module, IsTrial = true };
        if (!InstancePathParser.TryParse(stored, context, out var path, out _)) return;
        var hash = default(HashCode);
        foreach (var step in path.Steps)
        {
            AddStep(ref hash, step.Node, KeyOf(step));
            hashes.Add((uint)hash.ToHashCode());
        }
    }

    /// <summary>The hash of a data node's path.</summary>
    /// <param name="node">The node.</param>
    public static uint Of(in DataNode node)
    {
        var hash = default(HashCode);
        AddWay(ref hash, node);
        return (uint)hash.ToHashCode();
    }

    /// <summary>The hashes of what may be there of a child without being stored: itself, or a leaf-list's defaults.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="child">The child; no list.</param>
    public static IEnumerable<uint> OfDefaults(DataNode parent, SchemaNode child)
    {
        foreach (var key in child is LeafListNode leafList ? leafList.Defaults : [[]])
        {
            var hash = default(HashCode);
            AddWay(ref hash, parent);
            AddStep(ref hash, child, key);
            yield return (uint)hash.ToHashCode();
        }
    }

    private static void AddWay(ref HashCode hash, in DataNode node)
    {
        if (node.IsRoot) return;
        AddWay(ref hash, node.Parent);
        AddStep(ref hash, node.Schema, node.Schema is ListNode or LeafListNode ? node.Key : default);
    }

    private static void AddStep(ref HashCode hash, SchemaNode node, ReadOnlySpan<byte> key)
    {
        hash.Add(node.Ordinal);
        hash.Add(key.Length);
        hash.AddBytes(key);
    }

    private static byte[] KeyOf(InstanceStep step)
    {
        if (step.Predicates is not [{ Value: { } first }, ..]) return [];
        return step.Node is ListNode list ? KeyCodec.Encode(list, [.. step.Predicates.Select(p => p.Value!)]) : first;
    }
}
