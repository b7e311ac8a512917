using System.Buffers;
using System.Globalization;
using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

/// <summary>Writes a <see cref="DataPath"/> step by step: with module names where they change, or with a prefix at every name.</summary>
internal sealed class DataPathText(YangSchema schema, IPrefixMap? prefixes = null)
{
    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private YangModule? _module;

    /// <summary>Adds <c>/name</c>.</summary>
    public void Name(SchemaNode node)
    {
        _text.Append('/');
        Qualified(node);
        _module = node.Module;
    }

    /// <summary>Adds <c>[key='value']</c> for each key.</summary>
    public void Keys(ListNode list, ReadOnlySpan<byte> key)
    {
        var scratch = new byte[key.Length];
        for (var i = 0; i < list.Keys.Count; i++)
        {
            _text.Append('[');
            Qualified(list.Keys[i]);
            _text.Append('=');
            Literal(list.Keys[i].Type, KeyCodec.Take(list, i, ref key, scratch));
            _text.Append(']');
        }
    }

    /// <summary>Adds <c>[.='value']</c>.</summary>
    public void Value(LeafListNode leafList, ReadOnlySpan<byte> stored)
    {
        _text.Append("[.=");
        Literal(leafList.Type, stored);
        _text.Append(']');
    }

    /// <summary>Adds any predicate.</summary>
    public void Predicate(string text) => _text.Append('[').Append(text).Append(']');

    /// <summary>Adds a step.</summary>
    public void Step(in DataPathStep step)
    {
        Name(step.Node);
        if (step.Position is { } position) Predicate((position + 1).ToString(CultureInfo.InvariantCulture));
        else if (step.Key is { } key && step.Node is ListNode list) Keys(list, key.Span);
        else if (step.Key is { } value && step.Node is LeafListNode leafList) Value(leafList, value.Span);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.Length == 0 ? "/" : _text.ToString();

    private void Qualified(SchemaNode node)
    {
        if (prefixes is not null)
        {
            var prefix = prefixes.ExplicitPrefixFor(node.Module);
            if (prefix.Length > 0) _text.Append(prefix).Append(':');
        }
        else if (node.Module != _module)
        {
            _text.Append(node.Module.Name).Append(':');
        }

        _text.Append(node.Name);
    }

    private void Literal(YangType type, ReadOnlySpan<byte> stored)
    {
        _value.ResetWrittenCount();
        type.Format(stored, prefixes is null ? ValueForm.Canonical : ValueForm.Xml, schema, prefixes, _value);
        var text = Encoding.UTF8.GetString(_value.WrittenSpan);
        if (!text.Contains('\'')) _text.Append('\'').Append(text).Append('\'');
        else if (!text.Contains('"')) _text.Append('"').Append(text).Append('"');
        else Concatenated(text);
    }

    // XPath 1.0 has no literal with both kinds of quotes in it.
    private void Concatenated(string text)
    {
        _text.Append("concat('").AppendJoin("',\"'\",'", text.Split('\'')).Append("')");
    }
}
