using System.Buffers;
using System.Globalization;
using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>A predicate of an <see cref="InstancePath"/> step.</summary>
/// <param name="Key">The key leaf; null for <c>.</c> (a leaf-list's value) and for a position.</param>
/// <param name="Value">The value in stored form; null for a position.</param>
/// <param name="Position">The position from 1, or 0.</param>
internal sealed record InstancePredicate(LeafNode? Key, byte[]? Value, long Position = 0);

/// <summary>A step of an <see cref="InstancePath"/>.</summary>
/// <param name="Node">The schema node.</param>
/// <param name="Predicates">Keys in the order of the key statement, or one value or position.</param>
internal sealed record InstanceStep(SchemaNode Node, IReadOnlyList<InstancePredicate> Predicates);

/// <summary>A parsed instance-identifier (RFC 7950 §9.13).</summary>
/// <param name="Steps">From the root.</param>
internal sealed record InstancePath(IReadOnlyList<InstanceStep> Steps)
{
    /// <summary>Writes it: module names where they change (JSON, canonical), or a prefix on every name (XML, RFC 7950 §9.13.2).</summary>
    /// <param name="form">The form.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="prefixes">Makes prefixes for XML.</param>
    public string Write(ValueForm form, YangSchema schema, IPrefixMap? prefixes)
    {
        var output = new StringBuilder();
        var value = new ArrayBufferWriter<byte>();
        var forXml = form == ValueForm.Xml && prefixes is not null;
        YangModule? parent = null;
        foreach (var step in Steps)
        {
            output.Append('/');
            AppendName(step.Node, parent);
            parent = step.Node.Module;
            foreach (var predicate in step.Predicates)
            {
                output.Append('[');
                if (predicate.Value is null)
                {
                    output.Append(CultureInfo.InvariantCulture, $"{predicate.Position}]");
                    continue;
                }

                if (predicate.Key is null) output.Append('.');
                else AppendName(predicate.Key, parent);
                value.ResetWrittenCount();
                (predicate.Key ?? (TypedNode)step.Node).Type.Format(predicate.Value, forXml ? form : ValueForm.Canonical, schema, prefixes, value);
                var text = Encoding.UTF8.GetString(value.WrittenSpan);
                var quote = text.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
                output.Append('=').Append(quote).Append(text).Append(quote).Append(']');
            }
        }

        return output.ToString();

        void AppendName(SchemaNode node, YangModule? inherited)
        {
            if (forXml) output.Append(prefixes!.ExplicitPrefixFor(node.Module)).Append(':');
            else if (node.Module != inherited) output.Append(node.Module.Name).Append(':');
            output.Append(node.Name);
        }
    }
}
