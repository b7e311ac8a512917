using System.Buffers;
using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Data.Validation;

/// <summary>require-instance of leafref and instance-identifier (RFC 7950 §9.9.3, §15.5).</summary>
/// <param name="tree">The tree.</param>
internal sealed class ReferenceCheck(AccessibleTree tree)
{
    private readonly References _references = new(tree);
    private readonly ReferenceTargets _targets = new(tree);

    /// <summary>Checks one value.</summary>
    /// <param name="node">A leaf or leaf-list entry.</param>
    /// <param name="typed">Its schema node.</param>
    public RpcError? Check(in XPathNode node, TypedNode typed)
    {
        if (Exists(typed.Type, node, node.Value)) return null;
        var text = new ArrayBufferWriter<byte>();
        typed.Type.Format(node.Value, ValueForm.Canonical, tree.Data.Schema, null, text);
        return ValidationErrors.InstanceRequired(ValidationErrors.PathOf(node), Encoding.UTF8.GetString(text.WrittenSpan), Describe(typed.Type, node.Value));
    }

    private bool Exists(YangType type, in XPathNode node, ReadOnlySpan<byte> value) => type switch
    {
        UnionType union => Exists(union.Members[value[0]], node, value[1..]) || OtherMember(union, node, value),
        LeafRefType leafRef => !leafRef.RequireInstance || _targets.Exist(leafRef, node, value),
        InstanceIdentifierType { RequireInstance: true } => _references.Find(InstanceIdentifierType.GetPath(value, tree.Data.Schema)) is not null,
        _ => true,
    };

    /// <summary>A union's value may be one of a later member's when the first one that could be parsed refers to nothing (RFC 7950 §9.12).</summary>
    private bool OtherMember(UnionType union, in XPathNode node, ReadOnlySpan<byte> value)
    {
        var text = new ArrayBufferWriter<byte>();
        union.Format(value, ValueForm.Canonical, tree.Data.Schema, null, text);
        var context = new ValueContext { Form = ValueForm.Canonical, Schema = tree.Data.Schema, Module = node.Schema.Module };
        for (var i = value[0] + 1; i < union.Members.Count; i++)
        {
            var stored = new ArrayBufferWriter<byte>();
            if (union.Members[i].TryParse(text.WrittenSpan, context, stored, out _) && Exists(union.Members[i], node, stored.WrittenSpan)) return true;
        }

        return false;
    }

    private static string Describe(YangType type, ReadOnlySpan<byte> value)
    {
        while (type is UnionType union)
        {
            type = union.Members[value[0]];
            value = value[1..];
        }

        return type is LeafRefType leafRef ? leafRef.Path.Text : "the data tree";
    }
}
