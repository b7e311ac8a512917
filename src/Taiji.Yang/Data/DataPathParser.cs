using System.Buffers;
using System.Globalization;
using System.Text;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

/// <summary>Instance-identifier text → <see cref="DataPath"/>.</summary>
internal sealed class DataPathParser(YangSchema schema, string text, IPrefixMap? prefixes)
{
    private readonly List<DataPathStep> _steps = [];
    private int _at;

    public DataPath Parse()
    {
        if (text == "/") return new DataPath(schema);
        InnerNode parent = schema.Root;
        YangModule? module = null;
        while (_at < text.Length)
        {
            Expect('/');
            var start = _at;
            var node = Resolve(parent, ref module, start);
            _steps.Add(Predicates(node, start));
            if (_at == text.Length) break;
            if (node is ListNode or LeafListNode && _steps[^1] is { Key: null, Position: null })
                throw Invalid(_at, $"{Quoted(node)} needs {(node is ListNode { Keys: { Count: > 0 } keys } ? "its key " + string.Join(", ", keys.Select(k => $"'{k.Name}'")) : "a value or position")} here");
            parent = node as InnerNode ?? throw Invalid(_at, $"{Quoted(node)} has no children");
        }

        if (_steps.Count == 0) throw Invalid(0, "a path that starts with '/' was expected");
        return new DataPath(schema, [.. _steps]);
    }

    private SchemaNode Resolve(InnerNode parent, ref YangModule? module, int start)
    {
        var (prefix, name) = QualifiedName();
        module = ModuleOf(prefix, module, start);
        if (parent.FindChild(module, name) is { } found) return found;
        throw Fail(ErrorTag.UnknownElement, start, parent is SchemaRoot
            ? $"module '{module.Name}' has no top-level node '{name}'"
            : $"{Quoted(parent)} has no child '{name}' in module '{module.Name}'");
    }

    private YangModule ModuleOf(string prefix, YangModule? inherited, int start)
    {
        if (prefixes is not null)
        {
            return prefixes.Resolve(Encoding.UTF8.GetBytes(prefix))
                ?? throw Invalid(start, prefix.Length == 0 ? "every name needs a prefix here" : $"prefix '{prefix}' is not declared");
        }

        if (prefix.Length == 0) return inherited ?? throw Invalid(start, "the first name needs its module's name and a colon before it");
        var module = schema.FindModule(prefix);
        return module is { IsImplemented: true } ? module : throw Fail(ErrorTag.UnknownElement, start, $"there is no module '{prefix}'");
    }

    private DataPathStep Predicates(SchemaNode node, int start)
    {
        if (_at == text.Length || text[_at] != '[') return new DataPathStep(node);
        switch (node)
        {
            case ListNode { Keys.Count: > 0 } list:
                return new DataPathStep(node, Keys(list, start));
            case LeafListNode leafList when NextIsDot():
                var value = LeafListValue(leafList);
                return new DataPathStep(node, value);
            case ListNode:
            case LeafListNode { IsConfig: false }:
                return new DataPathStep(node) { Position = Position() };
            case LeafListNode:
                throw Invalid(_at, $"an entry of {Quoted(node)} is named by its value, [.='…']");
            default:
                throw Invalid(_at, $"{Quoted(node)} is no list: no predicate was expected");
        }
    }

    private byte[] Keys(ListNode list, int start)
    {
        var values = new byte[list.Keys.Count][];
        while (_at < text.Length && text[_at] == '[')
        {
            _at++;
            SkipSpace();
            var at = _at;
            var (prefix, name) = QualifiedName();
            var module = ModuleOf(prefix, list.Module, at);
            var key = list.Keys.FirstOrDefault(k => k.Name == name && k.Module == module)
                ?? throw Invalid(at, $"'{name}' is not a key of {Quoted(list)}; its keys are {string.Join(", ", list.Keys.Select(k => $"'{k.Name}'"))}");
            if (values[key.KeyIndex] is not null) throw Invalid(at, $"key '{name}' is given twice");
            values[key.KeyIndex] = Comparand(key, key.Type);
        }

        var missing = Array.IndexOf(values, null);
        return missing < 0 ? KeyCodec.Encode(list, values) : throw Invalid(start, $"key '{list.Keys[missing].Name}' of {Quoted(list)} is missing");
    }

    private bool NextIsDot() => text.AsSpan(_at + 1).TrimStart(" \t").StartsWith(".");

    private byte[] LeafListValue(LeafListNode leafList)
    {
        _at++;
        SkipSpace();
        Expect('.');
        return Comparand(leafList, leafList.Type);
    }

    private byte[] Comparand(SchemaNode node, YangType type)
    {
        SkipSpace();
        Expect('=');
        SkipSpace();
        var at = _at;
        var lexical = Literal();
        SkipSpace();
        Expect(']');
        var stored = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = prefixes is null ? ValueForm.Canonical : ValueForm.Xml, Schema = schema, Module = node.Module, Prefixes = prefixes };
        if (!type.TryParse(Encoding.UTF8.GetBytes(lexical), context, stored, out var error)) throw Fail(ErrorTag.InvalidValue, at, error.Message, error.AppTag);
        return stored.WrittenSpan.ToArray();
    }

    private long Position()
    {
        _at++;
        SkipSpace();
        var at = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        if (!long.TryParse(text.AsSpan(at, _at - at), NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position == 0)
            throw Invalid(at, "a position, counted from 1, was expected");
        SkipSpace();
        Expect(']');
        return position - 1;
    }

    private string Literal()
    {
        if (!text.AsSpan(_at).StartsWith("concat(")) return Quote();
        _at += "concat(".Length;
        var value = new StringBuilder();
        while (true)
        {
            SkipSpace();
            value.Append(Quote());
            SkipSpace();
            if (_at < text.Length && text[_at] == ',') _at++;
            else break;
        }

        Expect(')');
        return value.ToString();
    }

    private string Quote()
    {
        var quote = _at < text.Length ? text[_at] : '\0';
        if (quote is not ('\'' or '"')) throw Invalid(_at, "a quoted value was expected");
        var end = text.IndexOf(quote, _at + 1);
        if (end < 0) throw Invalid(_at, "the quoted value has no end");
        var value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private (string Prefix, string Name) QualifiedName()
    {
        var first = Identifier();
        if (_at == text.Length || text[_at] != ':') return ("", first);
        _at++;
        return (first, Identifier());
    }

    private string Identifier()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetter(text[_at]) || text[_at] == '_' || (_at > start && (char.IsAsciiDigit(text[_at]) || text[_at] is '-' or '.')))) _at++;
        return _at > start ? text[start.._at] : throw Invalid(start, "a name was expected");
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t') _at++;
    }

    private void Expect(char c)
    {
        if (_at == text.Length || text[_at] != c) throw Invalid(_at, $"'{c}' was expected");
        _at++;
    }

    private static string Quoted(SchemaNode node) => $"'{node.Name}'";

    private RpcErrorException Invalid(int at, string message) => Fail(ErrorTag.InvalidValue, at, message);

    private RpcErrorException Fail(string tag, int at, string message, string? appTag = null) => new(new RpcError
    {
        Type = ErrorType.Application,
        Tag = tag,
        AppTag = appTag,
        Message = $"path '{text}', at character {at + 1}: {message}",
    });
}
