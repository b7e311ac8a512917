using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>The <c>key</c> and <c>value</c> attributes: which entry another one is inserted before or after (RFC 7950 §7.7.9, §7.8.6).</summary>
internal static class InsertAnchor
{
    /// <summary>Parses the attribute's value.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="node">The list or leaf-list.</param>
    /// <param name="text">Key predicates (<c>[ex:name='x']…</c>), or a leaf-list's value.</param>
    /// <param name="form">The form of the values.</param>
    /// <param name="prefixes">The prefixes in scope.</param>
    /// <param name="error">Why not.</param>
    /// <returns>The encoded key, or the stored value; null when the text is wrong.</returns>
    public static byte[]? Parse(YangSchema schema, SchemaNode node, string text, ValueForm form, IPrefixMap? prefixes, out string? error)
    {
        if (node is LeafListNode leafList) return ParseValue(schema, leafList, text, form, prefixes, out error);
        var list = (ListNode)node;
        var keys = new byte[list.Keys.Count][];
        var rest = text.AsSpan().Trim();
        error = $"'{text}' names no entry of '{list.Name}': [{list.Keys[0].Name}='…'] was expected, each key once";
        while (!rest.IsEmpty)
        {
            if (!TakePredicate(ref rest, out var name, out var value)) return null;
            var key = FindKey(list, name, prefixes);
            if (key is null || keys[key.KeyIndex] is not null) return null;
            var stored = ParseValue(schema, key, value, form, prefixes, out var valueError);
            if (stored is null)
            {
                error = valueError;
                return null;
            }

            keys[key.KeyIndex] = stored;
        }

        if (Array.IndexOf(keys, null) >= 0) return null;
        error = null;
        return KeyCodec.Encode(list, keys);
    }

    private static byte[]? ParseValue(YangSchema schema, TypedNode node, string text, ValueForm form, IPrefixMap? prefixes, out string? error)
    {
        var stored = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = form, Schema = schema, Module = node.Module, Prefixes = prefixes };
        if (!node.Type.TryParse(Encoding.UTF8.GetBytes(text), context, stored, out var valueError))
        {
            error = valueError.Message;
            return null;
        }

        error = null;
        return stored.WrittenSpan.ToArray();
    }

    private static LeafNode? FindKey(ListNode list, ReadOnlySpan<char> name, IPrefixMap? prefixes)
    {
        var colon = name.IndexOf(':');
        foreach (var key in list.Keys)
        {
            if (!name[(colon + 1)..].SequenceEqual(key.Name)) continue;
            // A name without prefix is tolerated: only the list's own keys can be meant.
            if (colon < 0 || prefixes is null || prefixes.Resolve(Encoding.UTF8.GetBytes(name[..colon].ToString())) == key.Module) return key;
        }

        return null;
    }

    private static bool TakePredicate(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out string value)
    {
        name = default;
        value = "";
        if (rest[0] != '[') return false;
        var equals = rest.IndexOf('=');
        if (equals < 0) return false;
        name = rest[1..equals].Trim();
        var after = rest[(equals + 1)..].TrimStart();
        if (after.IsEmpty || after[0] is not ('\'' or '"')) return false;
        var end = after[1..].IndexOf(after[0]);
        if (end < 0) return false;
        value = after.Slice(1, end).ToString();
        after = after[(end + 2)..].TrimStart();
        if (after.IsEmpty || after[0] != ']') return false;
        rest = after[1..].TrimStart();
        return true;
    }
}
