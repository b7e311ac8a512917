using System.Buffers;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>What the texts of a type's values can be compared with.</summary>
internal enum TextKind
{
    /// <summary>Nothing: some values are names whose text depends on the expression's prefixes, and some are not.</summary>
    None,

    /// <summary>Any plain text, as XPath's string-value has it.</summary>
    Plain,

    /// <summary>Names of identities: only with each other.</summary>
    Identity,
}

/// <summary>The texts by which XPath compares values (XPath 1.0 §3.4), so that an index finds what an equality means whatever the two types are.</summary>
internal static class ComparableText
{
    /// <summary>What the texts of a type can be compared with.</summary>
    /// <param name="type">The type.</param>
    public static TextKind KindOf(YangType type) => type switch
    {
        LeafRefType leafRef => KindOf(leafRef.TargetType),
        IdentityRefType => TextKind.Identity,
        UnionType union => union.Members.All(m => KindOf(m) == TextKind.Plain) ? TextKind.Plain : TextKind.None,
        _ => TextKind.Plain,
    };

    /// <summary>The text of a stored value.</summary>
    /// <param name="type">Its type; of a kind that can be compared.</param>
    /// <param name="stored">The value.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="scratch">Overwritten where the text has to be made.</param>
    public static ReadOnlySpan<byte> Of(YangType type, ReadOnlySpan<byte> stored, YangSchema schema, ArrayBufferWriter<byte> scratch)
    {
        if (type is LeafRefType leafRef) type = leafRef.TargetType;
        if (type is UnionType union) type = union.Resolve(stored, out stored);
        if (type is StringType) return stored;
        scratch.ResetWrittenCount();
        if (type is IdentityRefType)
        {
            var identity = IdentityRefType.GetIdentity(stored, schema);
            Encoding.UTF8.GetBytes(identity.Module.Name, scratch);
            scratch.Write(":"u8);
            Encoding.UTF8.GetBytes(identity.Name, scratch);
        }
        else
        {
            type.Format(stored, ValueForm.Canonical, schema, null, scratch);
        }

        return scratch.WrittenSpan;
    }
}
