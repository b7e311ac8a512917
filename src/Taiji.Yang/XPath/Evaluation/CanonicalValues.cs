using System.Buffers;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>From a canonical text back to the stored values that have it.</summary>
internal static class CanonicalValues
{
    /// <summary>Adds every stored value of the type with exactly that canonical text.</summary>
    /// <param name="type">The type.</param>
    /// <param name="text">The text.</param>
    /// <param name="head">The indexes of the union members around.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="values">Receives them.</param>
    public static void Add(YangType type, ReadOnlySpan<byte> text, ReadOnlySpan<byte> head, YangSchema schema, List<byte[]> values)
    {
        if (type is LeafRefType leafRef) type = leafRef.TargetType;
        if (type is UnionType union)
        {
            for (var i = 0; i < union.Members.Count; i++) Add(union.Members[i], text, [.. head, (byte)i], schema, values);
            return;
        }

        var stored = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = schema.Root.Module, IsTrial = true };
        if (!type.TryParse(text, context, stored, out _)) return;
        var canonical = new ArrayBufferWriter<byte>();
        type.Format(stored.WrittenSpan, ValueForm.Canonical, schema, null, canonical);
        if (canonical.WrittenSpan.SequenceEqual(text)) values.Add([.. head, .. stored.WrittenSpan]);
    }
}
